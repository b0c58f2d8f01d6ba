import {expect, it} from 'vitest'
import type {CanaryBroker} from '../../../../../src/lib/kafka/canary/types.js'
import {judgeCanary} from '../../../../../src/lib/kafka/health/rules/canary.js'
import {DENIED, told} from './scene.js'

const broker = (id: number, more: Partial<CanaryBroker> = {}): CanaryBroker => ({
  ...{broker: id, partition: id - 1, produced: [2, 4], read: [1, 3], lost: 0, error: undefined},
  ...more,
})
const judge = (brokers: readonly CanaryBroker[], untried: readonly number[] = []): string[] =>
  told(judgeCanary({topic: 'c', rounds: 2, untried, brokers}))

it('is well when all came back, with how long it took', () => {
  expect(judge([broker(1), broker(2)])).toEqual([
    'ok | 4 records through 2 brokers: written p50 2ms, p99 4ms · read p50 1ms, p99 3ms | broker 1 | broker 2',
  ])
})

it('is critical for what was refused or lost, a warning for what is slow', () => {
  const slow = broker(3, {produced: [3, 1500]})
  expect(judge([broker(1, {error: DENIED}), broker(2, {lost: 1}), slow])).toEqual([
    'critical | 2 of 3 brokers did not take records and give them back | broker 1 | broker 2',
    'warning | 1 broker slower than 1s for a record | broker 3',
  ])
})

it('does not call a broker well that could not be tried', () => {
  expect(judge([broker(1)], [2])).toEqual(['unknown | 1 broker could not be tried: 2'])
})
