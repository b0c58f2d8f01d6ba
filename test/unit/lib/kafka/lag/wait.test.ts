import {describe, expect, it} from 'vitest'
import {isBelow} from '../../../../../src/lib/kafka/lag/wait.js'
import {groupOf, lagOf} from './fixtures.js'

const unreadable = {
  topic: 'orders',
  partition: 1,
  flags: ['leaderless'] as const,
  error: {code: 'REQUEST_FAILED', message: 'no leader'},
}

describe('isBelow', () => {
  it.each([
    [10n, false],
    [11n, true],
  ])('a lag of 10 is below %s: %s', (below, expected) => {
    expect(isBelow(groupOf([lagOf()]), below)).toBe(expected)
  })

  it('takes nothing unknown for caught up', () => {
    expect(isBelow(groupOf([lagOf(), unreadable]), 100n)).toBe(false)
    expect(isBelow(groupOf([]), 100n)).toBe(false)
    const error = {code: 'NOT_AUTHORIZED', message: 'no'}
    expect(isBelow(groupOf([lagOf()], {error}), 100n)).toBe(false)
  })
})
