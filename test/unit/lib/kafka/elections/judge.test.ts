import {describe, expect, it} from 'vitest'
import {judge} from '../../../../../src/lib/kafka/elections/plan.js'
import type {PartitionInfo} from '../../../../../src/lib/kafka/types.js'

const partition = (values: Partial<PartitionInfo>): PartitionInfo => ({
  topic: 't',
  partition: 0,
  leader: 1,
  leaderEpoch: 1,
  replicas: [1, 2],
  isr: [1, 2],
  offlineReplicas: [],
  error: undefined,
  ...values,
})
const alive = new Set([1, 2, 3])

describe('a preferred election', () => {
  it('is not needed where the first replica leads', () => {
    expect(judge(partition({}), 'preferred', alive)).toBe('fine')
  })

  it('gives the lead back to the first replica', () => {
    expect(judge(partition({leader: 2}), 'preferred', alive)).toMatchObject({from: 2, to: 1})
  })

  it.each([
    ['is away', {leader: 2, replicas: [9, 2]}, /broker 9, is away/],
    ['has its disk offline', {leader: 2, offlineReplicas: [1]}, /broker 1, is away/],
    ['is not in sync', {leader: 2, isr: [2]}, /broker 1, is not in sync/],
  ])('cannot be where the first replica %s', (_, values, reason) => {
    expect(judge(partition(values), 'preferred', alive)).toMatchObject({
      leader: 2,
      reason: expect.stringMatching(reason) as string,
    })
  })
})

describe('an unclean election', () => {
  it('is for partitions without a leader only', () => {
    expect(judge(partition({leader: 2}), 'unclean', alive)).toBe('fine')
  })

  it('takes the first replica that is alive, in sync or not', () => {
    const lost = partition({leader: undefined, replicas: [9, 2], isr: [9]})
    expect(judge(lost, 'unclean', alive)).toMatchObject({to: 2})
  })

  it('cannot be where all replicas are away', () => {
    const lost = partition({leader: undefined, replicas: [8, 9]})
    expect(judge(lost, 'unclean', alive)).toMatchObject({reason: 'all its replicas are away: 8, 9'})
  })
})
