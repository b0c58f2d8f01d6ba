import {describe, expect, it} from 'vitest'
import {
  groupSelection,
  isOverview,
  needsListing,
  selects,
  topicScope,
} from '../../../../../src/lib/kafka/lag/selection.js'

describe('groupSelection', () => {
  it('takes names literally and /…/ as a pattern', () => {
    const selection = groupSelection(['a.b', '/^pay-\\d+$/', 'a.b'], false)
    expect(selection.names).toEqual(['a.b'])
    expect(needsListing(selection)).toBe(true)
    expect(['a.b', 'axb', 'pay-1', 'pay-x'].map((group) => selects(selection, group))).toEqual([
      true,
      false,
      true,
      false,
    ])
    expect(needsListing(groupSelection(['a'], false))).toBe(false)
  })

  it('wants names or all, not both and not neither', () => {
    expect(selects(groupSelection([], true), 'anything')).toBe(true)
    expect(() => groupSelection([], false)).toThrow(/no group/)
    expect(() => groupSelection(['a'], true)).toThrow(/exclude/)
  })

  it('knows when several groups may be meant', () => {
    expect(isOverview(groupSelection(['a'], false))).toBe(false)
    expect(isOverview(groupSelection(['a', 'b'], false))).toBe(true)
    expect(isOverview(groupSelection(['/a/'], false))).toBe(true)
    expect(isOverview(groupSelection([], true))).toBe(true)
  })

  it('refuses a pattern that is none', () => {
    expect(() => groupSelection(['/(/'], false)).toThrow(/not a regular expression/)
  })
})

describe('topicScope', () => {
  it('includes everything when nothing is named', () => {
    expect(topicScope([]).includes('orders', 7)).toBe(true)
  })

  it.each([
    ['orders', 'orders', 3, true],
    ['orders', 'orders-2', 3, false],
    ['orders:0,1', 'orders', 1, true],
    ['orders:0,1', 'orders', 2, false],
    ['/^ord/', 'orders', 2, true],
    ['/^ord/:2', 'orders', 2, true],
    ['/^ord/:2', 'orders', 1, false],
    ['/a:b|orders/', 'orders', 1, true],
  ])('%s includes %s[%i]: %s', (word, topic, partition, expected) => {
    expect(topicScope([word]).includes(topic, partition)).toBe(expected)
  })

  it('adds several up, and knows which were named in full', () => {
    const scope = topicScope(['a', 'b:1', '/c/'])
    expect(scope.named).toEqual(['a', 'b'])
    expect([scope.includes('a', 0), scope.includes('b', 0), scope.includes('xcx', 0)]).toEqual([
      true,
      false,
      true,
    ])
  })

  it.each(['orders:', 'orders:x', 'orders:1,', 'orders:-1'])('refuses %s', (word) => {
    expect(() => topicScope([word])).toThrow(/partition numbers/)
  })
})
