import {describe, expect, test} from 'vitest'
import type {ActionPolicy} from '../../../../../src/lib/consumer/actions/registry.js'
import {retryDelay} from '../../../../../src/lib/consumer/engine/backoff.js'
import {Breaker} from '../../../../../src/lib/consumer/engine/breaker.js'

describe('the circuit breaker', () => {
  const limit = {count: 2, perMs: 1000}

  test('allows so many starts in a while, and tells once when it opens', () => {
    const breaker = new Breaker(limit)
    expect([0, 10, 20, 30].map((now) => breaker.tryStart(now))).toEqual([
      {allowed: true, opened: false},
      {allowed: true, opened: false},
      {allowed: false, opened: true},
      {allowed: false, opened: false},
    ])
    expect(breaker.tryStart(1001)).toEqual({allowed: true, opened: false})
    expect(breaker.tryStart(1002)).toEqual({allowed: false, opened: true})
  })

  test('knows the starts of an earlier process', () => {
    const breaker = new Breaker(limit, [500, 900])
    expect(breaker.tryStart(1000).allowed).toBe(false)
    expect(breaker.tryStart(1501).allowed).toBe(true)
  })
})

describe('retries', () => {
  const policy = {attempts: 4, backoff: {initialMs: 100, maxMs: 300}, onUnknown: 'hold'} as ActionPolicy

  test('double their delay up to the longest', () => {
    const delays = [1, 2, 3, 4].map((attempt) => retryDelay({outcome: 'failed'}, attempt, policy))
    expect(delays).toEqual([100, 200, 300, undefined])
  })

  test.each([
    ['success', {outcome: 'succeeded'}, undefined],
    ['a failure that stays', {outcome: 'failed', retriable: false}, undefined],
    ['an unknown end, held', {outcome: 'unknown'}, undefined],
    ['an interruption, held', {outcome: 'unknown', interrupted: true}, undefined],
  ] as const)('none after %s', (_, result, delay) => {
    expect(retryDelay(result, 1, policy)).toBe(delay)
  })

  test('where repeating is allowed, an unknown end counts as a failure, an interruption as nothing', () => {
    const retry = {...policy, onUnknown: 'retry'} as const
    expect(retryDelay({outcome: 'unknown'}, 1, retry)).toBe(100)
    expect(retryDelay({outcome: 'unknown'}, 4, retry)).toBeUndefined()
    expect(retryDelay({outcome: 'unknown', interrupted: true}, 4, retry)).toBe(0)
  })
})
