import {count} from './format.js'

const WIDTH = 24
/** Drawn no more often, and not at all for work that ends before. */
const EVERY_MS = 200
const CLEAR = '\r\u001b[K'

/** How far a long change is, as one line that is drawn again in place. Nothing where there is no terminal. */
export class ProgressLine {
  private last = Date.now()
  private drawn = false

  constructor(private readonly stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>) {}

  readonly show = (done: number, total: number): void => {
    if (!this.stream.isTTY || total <= 0 || Date.now() - this.last < EVERY_MS) return
    this.last = Date.now()
    this.drawn = true
    const filled = Math.min(WIDTH, Math.round((done / total) * WIDTH))
    const bar = '='.repeat(filled) + ' '.repeat(WIDTH - filled)
    this.stream.write(`${CLEAR}[${bar}] ${count(done)} of ${count(total)}`)
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.drawn) this.stream.write(CLEAR)
    this.drawn = false
  }
}
