/** Writes the primitive types of Kafka's protocol into a buffer that grows. */
export class ByteWriter {
  private bytes: Buffer
  private at = 0

  constructor(capacity = 512) {
    this.bytes = Buffer.allocUnsafe(capacity)
  }

  get length(): number {
    return this.at
  }

  /** What was written so far: a view that the next write may invalidate. */
  written(): Buffer {
    return this.bytes.subarray(0, this.at)
  }

  int8(value: number): void {
    const start = this.advance(1)
    this.bytes.writeInt8(value, start)
  }

  int16(value: number): void {
    const start = this.advance(2)
    this.bytes.writeInt16BE(value, start)
  }

  uint16(value: number): void {
    const start = this.advance(2)
    this.bytes.writeUInt16BE(value, start)
  }

  int32(value: number): void {
    const start = this.advance(4)
    this.bytes.writeInt32BE(value, start)
  }

  uint32(value: number): void {
    const start = this.advance(4)
    this.bytes.writeUInt32BE(value, start)
  }

  int64(value: bigint): void {
    const start = this.advance(8)
    this.bytes.writeBigInt64BE(value, start)
  }

  float64(value: number): void {
    const start = this.advance(8)
    this.bytes.writeDoubleBE(value, start)
  }

  /** Unsigned, at most 32 bits. */
  varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      const start = this.advance(1)
      this.bytes[start] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    const start = this.advance(1)
    this.bytes[start] = rest
  }

  raw(value: Uint8Array): void {
    const start = this.advance(value.length)
    this.bytes.set(value, start)
  }

  text(value: string, byteLength: number): void {
    const start = this.advance(byteLength)
    this.bytes.write(value, start, 'utf8')
  }

  /** Overwrites four bytes written before, such as a length that is known only at the end. */
  patchInt32(position: number, value: number): void {
    this.bytes.writeInt32BE(value, position)
  }

  private advance(length: number): number {
    const start = this.at
    this.at += length
    if (this.at > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at))
      this.bytes.copy(grown, 0, 0, start)
      this.bytes = grown
    }
    return start
  }
}
