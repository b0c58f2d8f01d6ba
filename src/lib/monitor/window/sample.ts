import type {GroupLag} from '../../kafka/lag/report.js'
import {partitionKey} from '../../kafka/lag/partition-key.js'

/** A partition of a group at one instant; what could not be read is absent. */
export interface PartitionSample {
  readonly committed: bigint | undefined
  readonly end: bigint | undefined
  readonly lag: bigint | undefined
}

/** A group at one instant. */
export interface GroupSample {
  /** Milliseconds since the epoch. */
  readonly at: number
  /** By `topic/partition`. */
  readonly partitions: ReadonlyMap<string, PartitionSample>
}

export const sampleOf = ({partitions}: GroupLag, at: number): GroupSample => ({
  at,
  partitions: new Map(
    partitions.map(({topic, partition, committed, highWatermark: end, lag}) => [
      partitionKey({topic, partition}),
      {committed, end, lag},
    ]),
  ),
})

/** Samples that a window is cut into at least, and about at most. */
const FEWEST = 3
const MOST = 20

/** The samples that judge a window of so many milliseconds, with a new one: bounded, in order, without holes. */
export function withSample(
  samples: readonly GroupSample[],
  next: GroupSample,
  windowMs: number,
): readonly GroupSample[] {
  // A clock that was set back makes what was later unusable.
  const earlier = samples.filter(({at}) => at < next.at)
  const gap = [...earlier, next].findLastIndex((one, index, all) => {
    const before = all[index - 1]
    return before !== undefined && one.at - before.at > windowMs
  })
  const whole = gap < 0 ? earlier : earlier.slice(gap)
  // The last one before the window covers its beginning.
  const first = whole.findLastIndex(({at}) => at <= next.at - windowMs)
  const kept = whole.slice(Math.max(first, 0))
  const [before, last] = kept.slice(-2)
  const crowded = before && last && last.at - before.at < windowMs / MOST
  return [...(crowded ? kept.slice(0, -1) : kept), next]
}

/** How much of the window is known, from 0 to 1. */
export function completeness(samples: readonly GroupSample[], windowMs: number): number {
  const covered = ((samples.at(-1)?.at ?? 0) - (samples[0]?.at ?? 0)) / windowMs
  return Math.min(1, covered, samples.length / FEWEST)
}
