import {describe, expect, it} from 'vitest'
import {NotJson, parseExactJson} from '../../../../../src/lib/consumer/incident/exact-json.js'
import {random} from '../random.js'

const failure = (text: string): number => {
  try {
    parseExactJson(text)
  } catch (error) {
    if (error instanceof NotJson) return error.at
    throw error
  }
  return expect.fail('it was taken')
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('parseExactJson', () => {
  it('takes and refuses what JSON.parse does, also when characters are changed at random', () => {
    const {integer, pick} = random(11)
    const base = '{"a":[1,-2.5e+3,true,false,null,"x\\n\\u00e9"],"__proto__":{"b c":{}},"":[[],""]}'
    for (let round = 0; round < 20_000; round++) {
      let text = base
      for (let change = integer(0, 3); change > 0; change--) {
        const at = integer(0, text.length)
        text =
          text.slice(0, at) +
          pick(['', '"', '\\', '{', ']', ',', ':', '0', '.', 'e', ' ', '\t', '\u0001', 'n', '-', 'é']) +
          text.slice(at + integer(0, 2))
      }
      if (isJson(text)) expect(JSON.stringify(parseExactJson(text))).toBe(JSON.stringify(JSON.parse(text)))
      else failure(text)
    }
  })

  it('keeps the digits of large integers, as text', () => {
    expect(parseExactJson('[9007199254740993, -12345678901234567890, 9007199254740991, 1e30, 0.5]')).toEqual([
      '9007199254740993',
      '-12345678901234567890',
      9007199254740991,
      1e30,
      0.5,
    ])
  })

  it.each([
    ['', 0],
    ['{"a":NaN}', 5],
    ['{"a":1', 6],
    ['{"a":1,}', 7],
    ["{'a':1}", 1],
    ['{"a" 1}', 5],
    ['[1 2]', 3],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['01', 1],
    ['1 2', 2],
    ['\u00a0{}', 0],
  ])('says where %j goes wrong', (text, at) => expect(failure(text)).toBe(at))

  it('reads a string of megabytes', () => {
    const long = 'x'.repeat(3_000_000)
    expect(parseExactJson(`["${long}"]`)).toEqual([long])
    expect(failure(`["${long}`)).toBe(long.length + 2)
  })
})
