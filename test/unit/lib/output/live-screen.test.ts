import {EventEmitter} from 'node:events'
import {describe, expect, it} from 'vitest'
import {LiveScreen} from '../../../../src/lib/output/live-screen.js'

/** A terminal that keeps the rows which a screen would show, for the few sequences that are used. */
class FakeTerminal extends EventEmitter {
  rows = 6
  raw = ''
  private lines: string[] = ['']
  private row = 0

  write(text: string): void {
    this.raw += text
    for (const [, up, sequence, newline, plain] of text.matchAll(
      /\u001b\[(\d+)A|(\u001b\[\??[\d;]*[A-Za-z])|(\r\n)|\r|([^\u001b\r\n]+)/g,
    )) {
      if (up) this.row -= Number(up)
      else if (newline) this.row++
      else if (plain !== undefined) this.lines[this.row] = plain
      else if (sequence === '\u001b[J') this.lines.length = this.row
      else if (sequence === '\u001b[2J') this.lines = []
      else if (sequence === '\u001b[H') this.row = 0
    }
  }

  get shown(): string[] {
    return this.lines.map((line) => line)
  }
}

describe('LiveScreen', () => {
  it('draws over what was there, and clears what is not needed any more', () => {
    const terminal = new FakeTerminal()
    const screen = new LiveScreen(terminal)
    screen.draw('one\ntwo\nthree')
    expect(terminal.shown).toEqual(['one', 'two', 'three'])
    screen.draw('1\n2')
    expect(terminal.shown).toEqual(['1', '2'])
    screen.draw('a\nb\nc\nd')
    expect(terminal.shown).toEqual(['a', 'b', 'c', 'd'])
  })

  it('leaves out what does not fit the height', () => {
    const terminal = new FakeTerminal()
    new LiveScreen(terminal).draw('1\n2\n3\n4\n5\n6\n7')
    expect(terminal.shown).toEqual(['1', '2', '3', '4', '   … 3 more lines: a taller window shows them'])
  })

  it('begins anew when the window changes', () => {
    const terminal = new FakeTerminal()
    new LiveScreen(terminal).draw('1\n2\n3\n4\n5\n6\n7')
    terminal.rows = 20
    terminal.emit('resize')
    expect(terminal.shown).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  })

  it('gives the cursor and the wrapping back', () => {
    const terminal = new FakeTerminal()
    const screen = new LiveScreen(terminal)
    screen.draw('x')
    screen.close()
    expect(terminal.raw.startsWith('\u001b[?25l\u001b[?7l')).toBe(true)
    expect(terminal.raw.endsWith('\u001b[?7h\u001b[?25h')).toBe(true)
    expect(terminal.listenerCount('resize')).toBe(0)
  })
})
