import {expect, test} from 'vitest'
import {Schedule} from '../../../../../src/lib/consumer/engine/schedule.js'
import type {ClaimedAction} from '../../../../../src/lib/consumer/history/store.js'
import {claimedAction} from '../../../../helpers/claims.js'

const item = (id: string, concurrencyKey?: string, notBefore = 0): ClaimedAction =>
  claimedAction(id, {key: id, notBefore, concurrencyKey})
const take = (schedule: Schedule, now = 100): string | undefined => schedule.take(now)?.key

function schedule(...items: ClaimedAction[]): Schedule {
  const made = new Schedule()
  for (const one of items) made.add(one, 100)
  return made
}

test('oldest first', () => {
  const made = schedule(item('a'), item('b'))
  expect([take(made), take(made), take(made)]).toEqual(['a', 'b', undefined])
})

test('a claim that waits is not taken twice, wherever it waits', () => {
  const made = schedule(item('a', 'k'), item('b', 'k'), item('c'), item('d', undefined, 500))
  take(made)
  take(made)
  for (const again of [item('b', 'k'), item('d', undefined, 500)]) made.add(again, 100)
  expect(made.size).toBe(2)
  made.release(item('a', 'k'))
  expect([take(made), take(made), take(made, 500), take(made, 500)]).toEqual(['b', undefined, 'd', undefined])
})

test('one at a time of a concurrency key, whatever else may run', () => {
  const first = item('a', 'host-1')
  const made = schedule(first, item('b', 'host-1'), item('c', 'host-2'), item('d'))
  expect([take(made), take(made), take(made), take(made)]).toEqual(['a', 'c', 'd', undefined])
  expect(made.size).toBe(1)
  made.release(first)
  expect(take(made)).toBe('b')
})

test('what comes while its key is busy waits behind the others', () => {
  const first = item('a', 'k')
  const second = item('b', 'k')
  const made = schedule(first)
  take(made)
  made.add(second, 100)
  made.add(item('c', 'k'), 100)
  expect(take(made)).toBeUndefined()
  made.release(first)
  expect([take(made), take(made)]).toEqual(['b', undefined])
  made.release(second)
  expect(take(made)).toBe('c')
})

test('nothing before its time', () => {
  const made = schedule(item('later', undefined, 500), item('soon', undefined, 300), item('now'))
  expect(made.nextDue()).toBe(300)
  expect([take(made, 100), take(made, 299)]).toEqual(['now', undefined])
  expect([take(made, 300), take(made, 300)]).toEqual(['soon', undefined])
  expect(made.nextDue()).toBe(500)
  expect(take(made, 500)).toBe('later')
  expect(made.nextDue()).toBeUndefined()
})

test('a removed claim is not run, wherever it waits', () => {
  const made = schedule(item('a', 'k'), item('b', 'k'), item('c'), item('d', undefined, 500))
  take(made)
  take(made)
  made.add(item('e', 'k'), 100)
  for (const key of ['b', 'd', 'e', 'never-there']) made.remove(key)
  expect(made.size).toBe(0)
  made.release(item('a', 'k'))
  expect(take(made, 1000)).toBeUndefined()
})
