/** Thrown where bytes do not fit the definition; the codec's caller turns it into an error with the API's name. */
export class MalformedMessage extends Error {}

/** Reads the primitive types of Kafka's protocol. Never reads past the end. */
export class ByteReader {
  private at = 0

  constructor(private readonly bytes: Buffer) {}

  get remaining(): number {
    return this.bytes.length - this.at
  }

  int8(): number {
    return this.bytes.readInt8(this.advance(1))
  }

  int16(): number {
    return this.bytes.readInt16BE(this.advance(2))
  }

  uint16(): number {
    return this.bytes.readUInt16BE(this.advance(2))
  }

  int32(): number {
    return this.bytes.readInt32BE(this.advance(4))
  }

  uint32(): number {
    return this.bytes.readUInt32BE(this.advance(4))
  }

  int64(): bigint {
    return this.bytes.readBigInt64BE(this.advance(8))
  }

  float64(): number {
    return this.bytes.readDoubleBE(this.advance(8))
  }

  /** Unsigned, at most 32 bits in 5 bytes. */
  varint(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.bytes.readUInt8(this.advance(1))
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new MalformedMessage('a varint is longer than 5 bytes')
  }

  /** Signed, as records have them: at most 10 bytes, exact up to 53 bits. */
  zigzag(): number {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.bytes.readUInt8(this.advance(1))
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
    throw new MalformedMessage('a varint is longer than 10 bytes')
  }

  /** A view, not a copy. */
  take(length: number): Buffer {
    const start = this.advance(length)
    return this.bytes.subarray(start, this.at)
  }

  text(length: number): string {
    const start = this.advance(length)
    return this.bytes.toString('utf8', start, this.at)
  }

  private advance(length: number): number {
    const start = this.at
    if (length < 0 || length > this.bytes.length - start) {
      throw new MalformedMessage(`${length} bytes expected at byte ${start}, ${this.remaining} are left`)
    }
    this.at = start + length
    return start
  }
}
