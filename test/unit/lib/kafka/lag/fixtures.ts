import type {PartitionFacts} from '../../../../../src/lib/kafka/lag/calculate.js'
import {partitionLag} from '../../../../../src/lib/kafka/lag/calculate.js'
import {GroupLag, LagReport} from '../../../../../src/lib/kafka/lag/report.js'
import type {GroupIdentity, NextRecord, PartitionLag} from '../../../../../src/lib/kafka/lag/types.js'

export const NOW = Date.UTC(2026, 0, 2, 14, 2, 11)

interface Given extends Partial<Omit<PartitionFacts, 'commit' | 'ends' | 'next'>> {
  topic?: string
  partition?: number
  committed?: bigint | undefined
  start?: bigint
  stable?: bigint
  end?: bigint
  /** Milliseconds before NOW at which the next record was written. */
  waitsMs?: number
  next?: NextRecord
}

/** Facts of an ordinary partition: committed 90 of 0..100, unless said otherwise. */
export function facts(given: Given = {}): PartitionFacts {
  const {
    topic = 'orders',
    partition = 0,
    start = 0n,
    end = 100n,
    stable = end,
    waitsMs,
    next,
    ...rest
  } = given
  const committed = 'committed' in given ? given.committed : 90n
  return {
    commit: {topic, partition, offset: committed, leaderEpoch: undefined, metadata: '', error: undefined},
    ends: {topic, partition, logStart: start, lastStable: stable, highWatermark: end},
    leaderless: false,
    compacted: false,
    share: false,
    next: waitsMs === undefined ? next : recordAt(NOW - waitsMs),
    ...rest,
  }
}

export const recordAt = (timestamp: number): NextRecord => ({
  kind: 'record',
  method: 'record',
  timestamp,
  timestampType: 'CreateTime',
})

export const lagOf = (given?: Given): PartitionLag => partitionLag(facts(given), NOW)

export const identity = (given: Partial<GroupIdentity> = {}): GroupIdentity => ({
  group: 'deployment-worker',
  type: 'classic',
  state: 'Stable',
  members: [],
  ...given,
})

export const groupOf = (partitions: readonly PartitionLag[], given?: Partial<GroupIdentity>): GroupLag =>
  new GroupLag(identity(given), partitions)

export const reportOf = (groups: readonly GroupLag[], at = NOW): LagReport =>
  new LagReport('prod-eu', new Date(at), groups)
