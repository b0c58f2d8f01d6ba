/** What a {@link LiveScreen} needs of a terminal. */
export interface Terminal {
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
  on(event: 'resize', listener: () => void): unknown
  off(event: 'resize', listener: () => void): unknown
}

const ESC = '\u001b['
const HIDE_CURSOR = `${ESC}?25l`
const SHOW_CURSOR = `${ESC}?25h`
/** A line that is too long is cut off: wrapped, it would take two rows and the redraw would go astray. */
const NO_WRAP = `${ESC}?7l`
const WRAP = `${ESC}?7h`
/** A terminal that knows these shows the whole frame at once; others ignore them. */
const BEGIN_FRAME = `${ESC}?2026h`
const END_FRAME = `${ESC}?2026l`
const CLEAR_SCREEN = `${ESC}2J${ESC}H`
const CLEAR_LINE_END = `${ESC}K`
const CLEAR_BELOW = `${ESC}J`
const FALLBACK_ROWS = 24

/** Text that is drawn again in place, without flicker; what was drawn last stays when it is closed. */
export class LiveScreen {
  private drawn = 0
  private text = ''
  private readonly onResize = (): void => {
    // The terminal has re-wrapped what was there: where it begins is not known any more.
    this.drawn = 0
    this.terminal.write(CLEAR_SCREEN)
    this.draw(this.text)
  }

  constructor(private readonly terminal: Terminal) {
    terminal.write(HIDE_CURSOR + NO_WRAP)
    terminal.on('resize', this.onResize)
  }

  /** Replaces what is shown. What does not fit the window's height is left out, and that is said. */
  draw(text: string): void {
    this.text = text
    const lines = fit(text.split('\n'), (this.terminal.rows ?? FALLBACK_ROWS) - 1)
    const back = this.drawn > 0 ? `${ESC}${this.drawn}A` : ''
    const body = lines.map((line) => `${line}${CLEAR_LINE_END}\r\n`).join('')
    this.terminal.write(`${BEGIN_FRAME}${back}\r${body}${CLEAR_BELOW}${END_FRAME}`)
    this.drawn = lines.length
  }

  /** Gives the terminal back as it was. */
  close(): void {
    this.terminal.off('resize', this.onResize)
    this.terminal.write(WRAP + SHOW_CURSOR)
  }
}

function fit(lines: readonly string[], rows: number): readonly string[] {
  if (lines.length <= rows) return lines
  const kept = lines.slice(0, Math.max(1, rows - 1))
  return [...kept, `   … ${lines.length - kept.length} more lines: a taller window shows them`]
}
