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
    if (total <= 0) return
    this.say(() => {
      const filled = Math.min(WIDTH, Math.round((done / total) * WIDTH))
      const bar = '='.repeat(filled) + ' '.repeat(WIDTH - filled)
      return `[${bar}] ${count(done)} of ${count(total)}`
    })
  }

  /** The same in words, where nobody knows how much there is. */
  say(text: () => string): void {
    if (!this.stream.isTTY || Date.now() - this.last < EVERY_MS) return
    this.last = Date.now()
    this.drawn = true
    this.stream.write(CLEAR + text())
  }

  /** Takes the line away, before anything else is written. */
  clear(): void {
    if (this.drawn) this.stream.write(CLEAR)
    this.drawn = false
  }
}
