import {describe, expect, it} from 'vitest'
import {globPattern, regexPattern} from '../../../../../src/lib/consumer/match/pattern/pattern.js'
import {PatternError} from '../../../../../src/lib/consumer/match/pattern/tree.js'
import {random} from '../random.js'

const PIECES = [
  'a',
  'b',
  'c',
  '.',
  'ab',
  '(a|b)',
  '(?:a|bc)',
  '[ab]',
  '[^a]',
  '[a-c]',
  '\\w',
  '\\d',
  '\\s',
  '\\b',
]
const QUANTIFIERS = ['', '', '', '*', '+', '?', '*?', '{2}', '{1,2}', '{0,1}', '{2,}']
const TEXTS = [
  '',
  'a',
  'b',
  'ab',
  'ba',
  'abc',
  'aabbcc',
  'a b',
  'A',
  '7',
  'cab7',
  ' ',
  '-',
  'aaaa',
  'ccab\nab',
  'é',
  '😀a',
]

describe('regexPattern', () => {
  it('agrees with the built-in engine on patterns that both know', () => {
    const {pick, chance, integer} = random(7)
    const piece = (depth: number): string => {
      const inner = depth > 0 && chance(0.3) ? `(${alternatives(depth - 1)})` : pick(PIECES)
      return inner === '\\b' ? inner : inner + pick(QUANTIFIERS)
    }
    const alternatives = (depth: number): string =>
      Array.from({length: integer(1, 2)}, () =>
        Array.from({length: integer(0, 3)}, () => piece(depth)).join(''),
      ).join('|')
    for (let round = 0; round < 3000; round++) {
      const source = (chance(0.2) ? '^' : '') + alternatives(2) + (chance(0.2) ? '$' : '')
      const [pattern, builtIn] = [regexPattern(source), new RegExp(source, 'u')]
      for (const text of TEXTS) {
        if (pattern.test(text) !== builtIn.test(text)) expect.fail(`/${source}/ on ${JSON.stringify(text)}`)
      }
    }
  })

  it.each([
    ['^oozie-[0-9]+$', 'oozie-17', true],
    ['^oozie-[0-9]+$', 'oozie-17x', false],
    ['(?i)OOZIE', 'my Oozie job', true],
    ['(?i)[^o]', 'O', false],
    ['(?i)É', 'é', true],
    ['\\.prod\\.', 'web.prod.example', true],
    ['[\\d.-]+', '-', true],
    ['[\\]x]', ']', true],
    ['a\\/b', 'a/b', true],
    ['\\x41\\u0042', 'AB', true],
    ['^.$', '😀', true],
    ['^.$', '\n', false],
    ['', 'anything', true],
  ])('%s on %j: %s', (source, text, fits) => expect(regexPattern(source).test(text)).toBe(fits))

  it.each([
    ['(a', 'a ( that is not closed at character 1'],
    ['a)', 'a ) without its ( at character 2'],
    ['a**', 'nothing to repeat at character 3'],
    ['*a', 'nothing to repeat at character 1'],
    ['[a', 'a [ that is not closed at character 1'],
    ['[b-a]', 'a range that ends before it begins at character 4'],
    ['a{3,1}', 'a count that ends before it begins at character 2'],
    ['a{5000}', 'a count above 1000 at character 2'],
    ['a\\', 'a \\ with nothing after it at character 2'],
    ['\\q', '\\q is not supported at character 1'],
    ['(?=a)', 'look-around, a named group or a flag, which are not supported, at character 1'],
    ['(a)\\1', 'a back-reference, which is not supported, at character 4'],
    ['(((a{90}){90}){90})', 'the pattern is too large'],
  ])('refuses %s', (source, message) => {
    expect(() => regexPattern(source)).toThrow(new PatternError(message))
  })

  it.each(['(a+)+$', '(a|a)*$', '(a*)*b', 'a*a*a*a*a*a*b', '(.*)*x', '(x+x+)+y'])(
    'takes linear time where backtracking engines hang: %s',
    (source) =>
      expect(regexPattern(source).test(`${'a'.repeat(50_000)}${'x'.repeat(2000)}!`)).toBeTypeOf('boolean'),
  )
})

describe('globPattern', () => {
  it.each([
    ['web-*', 'web-17', true],
    ['web-*', 'a web-17', false],
    ['*.prod', 'web.prod', true],
    ['*.prod', 'webxprod', false],
    ['h?st', 'host', true],
    ['h?st', 'hst', false],
    ['*', 'any\nthing', true],
    ['', '', true],
    ['[a]', 'a', false],
  ])('%s on %j: %s', (glob, text, fits) => expect(globPattern(glob).test(text)).toBe(fits))
})
