import {KbookError} from '../../../errors.js'

const LINE_FEED = 10
/** No topic takes a record of this size. */
const MAX_LINE = 256 * 1024 * 1024

/** Cuts a stream of bytes into lines, by line feed alone: everything else is the record's. */
export class LineSplitter {
  /** Lines that were handed over. */
  lines = 0
  private rest: Buffer[] = []
  private restBytes = 0

  /** Lines are views of the chunk, valid during the call. */
  push(chunk: Buffer, onLine: (bytes: Buffer, line: number) => void): void {
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      const piece = chunk.subarray(start, end)
      start = end + 1
      onLine(this.restBytes > 0 ? this.joined(piece) : piece, ++this.lines)
    }
    if (start === chunk.length) return
    // A copy: the reader fills the chunk again.
    this.rest.push(Buffer.from(chunk.subarray(start)))
    this.restBytes += chunk.length - start
    if (this.restBytes > MAX_LINE) {
      throw new KbookError('BAD_INPUT', `line ${this.lines + 1} is longer than 256 MB`, {
        hint: 'Is this a file of lines?',
      })
    }
  }

  /** The last line, where nothing ends it. */
  end(onLine: (bytes: Buffer, line: number) => void): void {
    if (this.restBytes > 0) onLine(this.joined(Buffer.alloc(0)), ++this.lines)
  }

  private joined(last: Buffer): Buffer {
    const whole = Buffer.concat([...this.rest, last])
    this.rest = []
    this.restBytes = 0
    return whole
  }
}
