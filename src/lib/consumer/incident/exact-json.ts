/** Where a text stops being JSON. */
export class NotJson extends Error {
  /** @param at UTF-16 units from the start. */
  constructor(readonly at: number) {
    super('not JSON')
  }
}

const SPACE = /[ \t\n\r]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/**
 * Reads JSON as `JSON.parse` does, slowly, for the two things that it does not tell: where a text goes wrong,
 * and the digits of integers that a double cannot hold, which become strings here. Recursive: the caller sees
 * to it that the text is not nested too deep.
 *
 * @throws NotJson
 */
export function parseExactJson(text: string): unknown {
  let at = 0

  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at = pattern.lastIndex
    return match ?? undefined
  }
  const fail = (): never => {
    throw new NotJson(at)
  }
  const expect = (literal: string): void => {
    for (const char of literal)
      if (text[at] === char) at++
      else fail()
  }
  // A loop, since a regular expression over a string of a megabyte needs more stack than there is.
  const string = (): string => {
    const start = at
    expect('"')
    for (let char = text[at]; char !== '"'; char = text[at]) {
      if (char === undefined || char < ' ') fail()
      else if (char !== '\\') at++
      else if (!take(ESCAPE)) fail()
    }
    at++
    return JSON.parse(text.slice(start, at)) as string
  }
  const number = (): number | string => {
    const literal = (take(NUMBER) ?? fail())[0]
    const value = Number(literal)
    return /^-?\d+$/.test(literal) && !Number.isSafeInteger(value) ? literal : value
  }

  const items = (close: string, item: () => void): void => {
    at++
    take(SPACE)
    if (text[at] === close) {
      at++
      return
    }
    for (;;) {
      item()
      take(SPACE)
      if (text[at] === close) break
      expect(',')
    }
    at++
  }

  const value = (): unknown => {
    take(SPACE)
    switch (text[at]) {
      case '{': {
        const entries: [string, unknown][] = []
        items('}', () => {
          take(SPACE)
          const key = string()
          take(SPACE)
          expect(':')
          entries.push([key, value()])
        })
        // Defines `__proto__` as an entry of its own, as JSON.parse does.
        return Object.fromEntries(entries)
      }
      case '[': {
        const list: unknown[] = []
        items(']', () => list.push(value()))
        return list
      }
      case '"':
        return string()
      case 't':
        expect('true')
        return true
      case 'f':
        expect('false')
        return false
      case 'n':
        expect('null')
        return null
      default:
        return number()
    }
  }

  const root = value()
  take(SPACE)
  return at === text.length ? root : fail()
}
