import type {Readable} from 'node:stream'
import {FILE_START, type FileCursor} from './file-cursor.js'
import {GatedSource} from './gated-source.js'
import {lineBatch} from './line-batch.js'
import {cutLines} from './lines.js'
import type {SourceHandler} from './source.js'
import {unreadable} from './unreadable.js'

/** Reads JSON lines from a stream that cannot be read twice, such as the standard input. It has no cursor. */
export class StreamSource extends GatedSource {
  override readonly kind = 'file'
  override readonly keepsPositions = false
  private cursor: FileCursor = FILE_START

  constructor(
    override readonly name: string,
    private readonly stream: Readable,
  ) {
    super()
  }

  override async stop(): Promise<void> {
    const stopped = super.stop()
    this.stream.destroy()
    await stopped
  }

  protected override async read(handler: SourceHandler): Promise<'end-of-input' | 'stopped'> {
    await handler.assigned([{topic: this.name, partition: 0, offset: 1n, reason: 'new-partition'}])
    let rest: Buffer = Buffer.alloc(0)
    try {
      for await (const chunk of this.stream) {
        const cut = cutLines(Buffer.concat([rest, chunk as Buffer]))
        rest = cut.rest
        if (!(await this.hand(cut.lines, handler))) return 'stopped'
      }
    } catch (error) {
      // Destroyed by `stop`, in the middle of a wait for more.
      if (this.gate.stopped) return 'stopped'
      throw error === this.stream.errored ? unreadable(this.name, error) : error
    }
    // Nothing will come after it any more, so that the last line needs no end.
    return (await this.hand(rest.length > 0 ? [rest] : [], handler)) ? 'end-of-input' : 'stopped'
  }

  /** False: stop. */
  private async hand(lines: readonly Buffer[], handler: SourceHandler): Promise<boolean> {
    let left = lines
    while (left.length > 0) {
      if (!(await this.gate.pass())) return false
      const batch = lineBatch(this.name, left, this.cursor, ({lines: next}) => ({
        topic: this.name,
        topicId: '',
        partition: 0,
        next,
      }))
      const {position, retryAfterMs} = await handler.batch(batch)
      left = left.slice(Number(position.next - this.cursor.lines))
      this.cursor = {bytes: 0, lines: position.next}
      if (retryAfterMs !== undefined) await this.gate.sleep(retryAfterMs)
    }
    return true
  }
}
