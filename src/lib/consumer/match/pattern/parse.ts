import {
  ASSERTIONS,
  caseVariants,
  CLASSES,
  CONTROLS,
  exactly,
  isLineEnd,
  not,
  remembered,
  type Test,
} from './characters.js'
import {PatternError, type PatternNode} from './tree.js'

const MAX_GROUPS = 50
const MAX_REPEAT = 1000

/**
 * Reads the part of JavaScript's regular expressions that can be run in linear time: no look-around and no
 * back-references. `(?i)` at the beginning ignores case.
 *
 * @throws PatternError
 */
export function parsePattern(source: string): PatternNode {
  const ignoreCase = source.startsWith('(?i)')
  const chars = Array.from(source)
  let at = ignoreCase ? 4 : 0
  let depth = 0

  const fail = (what: string, place = at): never => {
    throw new PatternError(`${what} at character ${place + 1}`)
  }
  const take = (char: string): boolean => {
    if (chars[at] !== char) return false
    at++
    return true
  }
  const character = (test: Test): PatternNode => ({
    kind: 'character',
    test: remembered(ignoreCase ? (code) => caseVariants(code).some(test) : test),
  })

  const choice = (): PatternNode => {
    const options = [sequence()]
    while (take('|')) options.push(sequence())
    return options.length === 1 && options[0] ? options[0] : {kind: 'choice', options}
  }

  const sequence = (): PatternNode => {
    const items: PatternNode[] = []
    while (at < chars.length && chars[at] !== '|' && chars[at] !== ')') items.push(repeated())
    return {kind: 'sequence', items}
  }

  const repeated = (): PatternNode => {
    const item = atom()
    const range = quantifier()
    if (!range) return item
    if (item.kind === 'assertion') fail('nothing to repeat', at - 1)
    // Lazy or greedy: which of the matches is found does not matter here.
    take('?')
    if (chars[at] === '*' || chars[at] === '+' || chars[at] === '?') fail('nothing to repeat')
    return {kind: 'repeat', item, ...range}
  }

  const quantifier = (): {min: number; max: number} | undefined => {
    if (take('*')) return {min: 0, max: Infinity}
    if (take('+')) return {min: 1, max: Infinity}
    if (take('?')) return {min: 0, max: 1}
    if (chars[at] !== '{') return undefined
    const start = at
    const [whole = '', low = '', comma, high] =
      /^\{(\d+)(,(\d*))?\}/.exec(chars.slice(at, at + 20).join('')) ??
      fail('a { that is no count (write \\{)')
    at += whole.length
    const min = Number(low)
    const max = comma === undefined ? min : high === undefined || high === '' ? Infinity : Number(high)
    if (max < min) fail('a count that ends before it begins', start)
    if (Math.max(min, max === Infinity ? 0 : max) > MAX_REPEAT) fail(`a count above ${MAX_REPEAT}`, start)
    return {min, max}
  }

  const atom = (): PatternNode => {
    const char = chars[at++] ?? ''
    if (char === '(') return group()
    if (char === '[') return character(set())
    if (char === '.') return character(not(isLineEnd))
    if (char === '\\') return escaped()
    const holds = ASSERTIONS[char]
    if (holds) return {kind: 'assertion', holds}
    if ('*+?'.includes(char)) fail('nothing to repeat', at - 1)
    if (']{}'.includes(char)) fail(`a ${char} that has no meaning here (write \\${char})`, at - 1)
    return character(exactly(char.codePointAt(0) ?? 0))
  }

  const group = (): PatternNode => {
    const start = at - 1
    if (++depth > MAX_GROUPS) fail('too many groups within groups', start)
    if (take('?') && !take(':')) {
      fail('look-around, a named group or a flag, which are not supported,', start)
    }
    const inside = choice()
    if (!take(')')) fail('a ( that is not closed', start)
    depth--
    return inside
  }

  const escaped = (): PatternNode => {
    const char = chars[at]
    const holds = ASSERTIONS[`\\${char ?? ''}`]
    if (holds) {
      at++
      return {kind: 'assertion', holds}
    }
    if (char !== undefined && /[1-9k]/.test(char)) {
      fail('a back-reference, which is not supported,', at - 1)
    }
    const test = escape()
    return character(typeof test === 'number' ? exactly(test) : test)
  }

  /** What stands after a backslash: a class, or the code of one character. */
  const escape = (): Test | number => {
    const char = chars[at++] ?? fail('a \\ with nothing after it', at - 2)
    const found = CLASSES[char] ?? CONTROLS[char]
    if (found !== undefined) return found
    const [digits] =
      (char === 'x' && /^[0-9a-fA-F]{2}/.exec(chars.slice(at, at + 2).join(''))) ||
      (char === 'u' && /^[0-9a-fA-F]{4}/.exec(chars.slice(at, at + 4).join(''))) ||
      []
    if (digits !== undefined) {
      at += digits.length
      return Number.parseInt(digits, 16)
    }
    if (/[A-Za-z0-9]/.test(char)) fail(`\\${char} is not supported`, at - 2)
    return char.codePointAt(0) ?? 0
  }

  const set = (): Test => {
    const start = at - 1
    const negated = take('^')
    const tests: Test[] = []
    while (!take(']')) {
      if (at >= chars.length) fail('a [ that is not closed', start)
      const low = member()
      if (typeof low === 'number' && chars[at] === '-' && chars[at + 1] !== ']') {
        at++
        const high = member()
        if (typeof high !== 'number' || high < low) fail('a range that ends before it begins', at - 1)
        else tests.push((code) => code >= low && code <= high)
      } else tests.push(typeof low === 'number' ? exactly(low) : low)
    }
    const any: Test = (code) => tests.some((test) => test(code))
    if (!negated) return any
    return ignoreCase ? (code) => !caseVariants(code).some(any) : not(any)
  }

  const member = (): Test | number => {
    const char = chars[at++] ?? fail('a [ that is not closed')
    if (char !== '\\') return char.codePointAt(0) ?? 0
    if (take('b')) return 0x08
    return escape()
  }

  const root = choice()
  return at === chars.length ? root : fail('a ) without its (')
}
