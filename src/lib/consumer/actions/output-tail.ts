/** Bytes of an action's output that the history keeps. */
export const OUTPUT_LIMIT = 8 * 1024

/** Keeps the last bytes of a stream, however much it prints. */
export class OutputTail {
  private chunks: Buffer[] = []
  private size = 0
  private dropped = false

  /** `limit` bytes are kept at least; memory stays below twice that and one chunk. */
  constructor(private readonly limit: number) {}

  push(chunk: Buffer): void {
    this.chunks.push(chunk)
    this.size += chunk.length
    if (this.size > 2 * this.limit) this.compact()
  }

  /** The kept bytes as text; `truncated` when there was more before. */
  read(): {text: string; truncated: boolean} {
    this.compact()
    return {text: Buffer.concat(this.chunks).toString('utf8'), truncated: this.dropped}
  }

  private compact(): void {
    if (this.size <= this.limit) return
    const all = Buffer.concat(this.chunks)
    // A copy, so that the large buffer can go.
    this.chunks = [Buffer.from(all.subarray(all.length - this.limit))]
    this.size = this.limit
    this.dropped = true
  }
}
