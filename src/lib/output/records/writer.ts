const BUFFER = 256 * 1024

/** Collects bytes and text for a stream and hands them over in large pieces. */
export class RecordWriter {
  private buffer = Buffer.allocUnsafe(BUFFER)
  private at = 0
  private drained: Promise<void> | undefined

  constructor(private readonly stream: Pick<NodeJS.WriteStream, 'write' | 'once'>) {}

  bytes(content: Buffer): void {
    if (this.at + content.length > this.buffer.length) this.flush()
    if (content.length > this.buffer.length) this.write(Buffer.from(content))
    else this.at += content.copy(this.buffer, this.at)
  }

  text(content: string): void {
    // Three bytes are the most that a UTF-16 unit takes.
    if (this.at + content.length * 3 > this.buffer.length) this.flush()
    if (content.length * 3 > this.buffer.length) this.write(Buffer.from(content))
    else this.at += this.buffer.write(content, this.at)
  }

  flush(): void {
    if (this.at === 0) return
    this.write(this.buffer.subarray(0, this.at))
    // The stream keeps what it was given until it is written.
    this.buffer = Buffer.allocUnsafe(BUFFER)
    this.at = 0
  }

  /** Resolves when the stream can take more. */
  async ready(): Promise<void> {
    this.flush()
    await this.drained
  }

  private write(content: Buffer): void {
    if (this.stream.write(content)) return
    this.drained ??= new Promise((resolve) => {
      this.stream.once('drain', () => {
        this.drained = undefined
        resolve()
      })
    })
  }
}
