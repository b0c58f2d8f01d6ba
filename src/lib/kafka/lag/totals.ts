import {byTopic} from '../topic-partitions.js'
import type {PartitionLag, TimeLag} from './types.js'
import {rankOfAll, worstFirst} from './urgency.js'

/** The lag of several partitions together. */
export interface LagTotal {
  /** Sum over the partitions that could be read; absent when there are none. */
  readonly lag?: bigint | undefined
  readonly stableLag?: bigint | undefined
  readonly lost?: bigint | undefined
  /** How long the oldest unread record has been waiting, among those whose time is known. */
  readonly oldest?: TimeLag | undefined
  readonly partitions: number
  /** Partitions whose lag is unknown: `lag` is without them. */
  readonly failed: number
  /** Partitions on which the group has never committed. */
  readonly uncommitted: number
  /** True when there may be fewer messages than `lag` says. */
  readonly upperBound: boolean
}

export interface TopicLag extends LagTotal {
  readonly topic: string
}

/** Adds partitions up. One that failed counts as unknown, never as 0. */
export function totalOf(partitions: readonly PartitionLag[]): LagTotal {
  let [lag, stableLag, lost, failed, uncommitted, upperBound] = [0n, 0n, 0n, 0, 0, false]
  let oldest: TimeLag | undefined
  for (const partition of partitions) {
    if (partition.lag === undefined) failed++
    if (partition.flags.includes('no-commit')) uncommitted++
    lag += partition.lag ?? 0n
    stableLag += partition.stableLag ?? 0n
    lost += partition.lost ?? 0n
    upperBound ||= partition.upperBound === true
    if ((partition.time?.ms ?? -1) > (oldest?.ms ?? -1)) oldest = partition.time
  }
  const known = failed < partitions.length
  return {
    lag: known ? lag : undefined,
    stableLag: known ? stableLag : undefined,
    lost: known ? lost : undefined,
    oldest,
    partitions: partitions.length,
    failed,
    uncommitted,
    upperBound,
  }
}

/** Totals per topic, worst first. */
export function totalsByTopic(partitions: readonly PartitionLag[]): readonly TopicLag[] {
  const topics = [...byTopic(partitions)].map(([topic, of]) => ({
    rank: rankOfAll(of),
    total: {topic, ...totalOf(of)},
  }))
  return worstFirst(topics, {
    rank: ({rank}) => rank,
    measured: ({total}) => total,
    byName: (a, b) => (a.total.topic < b.total.topic ? -1 : 1),
  }).map(({total}) => total)
}
