import {describe, expect, it} from 'vitest'
import {parseLimits} from '../../../../src/lib/monitor/limits.js'
import {breach, parseRange, rangeOf} from '../../../../src/lib/monitor/range.js'

describe('a range', () => {
  it.each([
    ['10', [0, 5, 10], [-1, 10.5, 11]],
    ['10:', [10, 1e9], [9, -1]],
    ['~:10', [-1e9, 10], [11]],
    ['10:20', [10, 20], [9, 21]],
    ['@10:20', [9, 21], [10, 15, 20]],
    ['-5:5', [-5, 5], [-6, 6]],
    ['1.5', [0, 1.5], [1.6]],
    [':10', [0, 10], [-1, 11]],
    ['~:', [-1e9, 1e9], []],
  ])('%s', (text, quiet, loud) => {
    const range = rangeOf(text)
    expect(range?.text).toBe(text)
    for (const value of quiet) expect([value, breach(range, value, String)]).toEqual([value, undefined])
    for (const value of loud) expect([value, breach(range, value, String)]).not.toEqual([value, undefined])
  })

  it('says which limit was passed', () => {
    expect(breach(rangeOf('10:20'), 21, String)).toBe('above 20')
    expect(breach(rangeOf('10:20'), 9, String)).toBe('below 10')
    expect(breach(rangeOf('@10:20'), 12, String)).toBe('within 10:20')
    expect(breach(undefined, 12, String)).toBeUndefined()
  })

  it.each(['', ':', '~', 'x', '10:5', '1k', '10,000', '1e3', '@', '--5', '5:~'])('is not %j', (text) => {
    expect(rangeOf(text)).toBeUndefined()
    expect(() => parseRange('warning', text)).toThrow(`--warning takes a range, not "${text}"`)
  })
})

describe('limits', () => {
  it('are those of the name, else those for all, else the usual ones', () => {
    const limits = parseLimits('critical', ['a=b=5', 'billing=7:9', '20'], '1000')
    const texts = ['a=b', 'billing', 'other'].map((name) => limits.of(name)?.text)
    expect(texts).toEqual(['5', '7:9', '20'])
    expect(limits.names).toEqual(['a=b', 'billing'])
    expect(parseLimits('critical', ['billing=7'], '1000').of('other')?.text).toBe('1000')
    expect(parseLimits('critical', []).of('other')).toBeUndefined()
  })

  it('are refused when they are no range, or given twice for all', () => {
    expect(() => parseLimits('critical', ['billing='])).toThrow('--critical takes a range, not "billing="')
    expect(() => parseLimits('critical', ['5', '6'])).toThrow('--critical is given twice')
  })
})
