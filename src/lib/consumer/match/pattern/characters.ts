import type {Assertion} from './tree.js'

/** Takes a code point. */
export type Test = (code: number) => boolean

const isDigit: Test = (code) => code >= 0x30 && code <= 0x39
const isWord: Test = (code) =>
  isDigit(code) || (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || code === 0x5f
const isSpace: Test = (code) => /\s/.test(String.fromCodePoint(code))
export const isLineEnd: Test = (code) => code === 0x0a || code === 0x0d || code === 0x2028 || code === 0x2029
export const not =
  (test: Test): Test =>
  (code) =>
    !test(code)
export const exactly =
  (wanted: number): Test =>
  (code) =>
    code === wanted

/** By the letter after the backslash. */
export const CLASSES: Readonly<Record<string, Test>> = {
  d: isDigit,
  D: not(isDigit),
  w: isWord,
  W: not(isWord),
  s: isSpace,
  S: not(isSpace),
}
export const CONTROLS: Readonly<Record<string, number>> = {t: 0x09, n: 0x0a, v: 0x0b, f: 0x0c, r: 0x0d}

const atBoundary: Assertion = (before, after) =>
  (before !== undefined && isWord(before)) !== (after !== undefined && isWord(after))
export const ASSERTIONS: Readonly<Record<string, Assertion>> = {
  '^': (before) => before === undefined,
  $: (_, after) => after === undefined,
  '\\b': atBoundary,
  '\\B': (before, after) => !atBoundary(before, after),
}

/** The code and those of its other cases. */
export function caseVariants(code: number): readonly number[] {
  const text = String.fromCodePoint(code)
  return [code, single(text.toLowerCase()), single(text.toUpperCase())].filter(
    (variant) => variant !== undefined,
  )
}

const single = (text: string): number | undefined =>
  Array.from(text).length === 1 ? text.codePointAt(0) : undefined

/** The same test, worked out beforehand for ASCII. */
export function remembered(test: Test): Test {
  const ascii = Array.from({length: 128}, (_, code) => test(code))
  return (code) => ascii[code] ?? test(code)
}
