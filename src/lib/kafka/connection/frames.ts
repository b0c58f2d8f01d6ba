/** Larger than any answer of a broker; the first bytes of another protocol read as a size are larger still. */
const MAX_FRAME = 350_000_000

/** What the first bytes were when they cannot be Kafka's. */
export type ForeignProtocol = 'tls' | 'other'

/** Cuts a byte stream into frames: four bytes of size, then as many bytes. */
export class FrameSplitter {
  private chunks: Buffer[] = []
  private buffered = 0
  private needed = 4

  /** The frames that a chunk completes, without their sizes, or what other protocol this is. */
  push(chunk: Buffer): Buffer[] | ForeignProtocol {
    this.chunks.push(chunk)
    this.buffered += chunk.length
    const frames: Buffer[] = []
    while (this.buffered >= this.needed) {
      // Joined only once everything that is needed has come, so that a large answer is copied once.
      const bytes = this.chunks.length === 1 ? (this.chunks[0] ?? chunk) : Buffer.concat(this.chunks)
      const size = bytes.readInt32BE(0)
      if (size < 4 || size > MAX_FRAME) return isTlsRecord(bytes) ? 'tls' : 'other'
      if (bytes.length < size + 4) {
        this.chunks = [bytes]
        this.needed = size + 4
        break
      }
      frames.push(bytes.subarray(4, size + 4))
      const rest = bytes.subarray(size + 4)
      this.chunks = rest.length > 0 ? [rest] : []
      this.buffered = rest.length
      this.needed = 4
    }
    return frames
  }

  /** Bytes that came in before the stream ended, as a TLS alert does: shorter than a frame's size promises. */
  leftover(): ForeignProtocol | undefined {
    return isTlsRecord(Buffer.concat(this.chunks)) ? 'tls' : undefined
  }
}

// RFC 8446, 5.1: an alert (21) or handshake (22) record of any version 3.x.
const isTlsRecord = (bytes: Buffer): boolean => (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03
