import {describe, expect, it} from 'vitest'
import {
  partitionFlags,
  replicationFactor,
  topicCondition,
} from '../../../../../src/lib/kafka/topics/condition.js'
import type {PartitionInfo} from '../../../../../src/lib/kafka/types.js'

const partitionInfo = (info: Partial<PartitionInfo> = {}): PartitionInfo => ({
  topic: 't',
  partition: 0,
  leader: 1,
  leaderEpoch: 0,
  replicas: [1, 2, 3],
  isr: [1, 2, 3],
  offlineReplicas: [],
  error: undefined,
  ...info,
})

describe('flags of a partition', () => {
  it.each([
    ['is fine', {}, 2, []],
    ['has no leader', {leader: undefined, isr: [2]}, 2, ['leaderless', 'under-replicated']],
    ['has too few in sync for acks=all', {isr: [1]}, 2, ['under-min-isr', 'under-replicated']],
    ['lacks one in sync', {isr: [1, 3]}, 2, ['under-replicated']],
    ['has fewer replicas than the minimum, which brokers take for all', {replicas: [1], isr: [1]}, 2, []],
    ['is led by another replica', {leader: 2}, 2, ['not-preferred']],
    ['could not be led by its first', {leader: 2, isr: [2, 3]}, 1, ['under-replicated']],
    ['has a minimum that is not known', {isr: [1]}, undefined, ['under-replicated']],
  ] as const)('%s', (_what, info, minIsr, flags) => {
    expect(partitionFlags(partitionInfo(info), minIsr)).toEqual(flags)
  })
})

it('counts what is wrong with a topic, and takes the most replicas', () => {
  const partitions = [
    partitionInfo(),
    partitionInfo({isr: [1], replicas: [1, 2, 3, 4]}),
    partitionInfo({leader: undefined, isr: []}),
  ]
  expect(topicCondition({partitions})).toEqual({leaderless: 1, underReplicated: 2})
  expect(replicationFactor({partitions})).toBe(4)
  expect(topicCondition({partitions: []})).toEqual({leaderless: 0, underReplicated: 0})
})
