import {KbookError} from '../errors.js'
import type {Cluster} from './cluster.js'
import {askOffsets, type OffsetRow} from './list-offsets.js'
import {Failure, scatter, UNANSWERED} from './scatter.js'
import {leadersOf} from './topic-partitions.js'
import type {PartitionEnds, TopicPartition} from './types.js'

interface Ends {
  readonly logStart: bigint
  readonly lastStable: bigint
  readonly highWatermark: bigint
}

/**
 * Log start, last stable offset and high watermark of many partitions, in the order asked: three requests a
 * leader, pipelined on its one connection, so that it answers them in this order.
 */
export async function partitionEnds(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
): Promise<PartitionEnds[]> {
  const results = await scatter<TopicPartition, Ends>(
    {
      keys: partitions,
      locate: (keys, refresh) => leadersOf(cluster, keys, refresh),
      ask: async (broker, keys) => {
        const [starts, stable, highs] = await Promise.all([
          askOffsets(cluster, broker, keys, 'earliest'),
          askOffsets(cluster, broker, keys, 'lastStable'),
          askOffsets(cluster, broker, keys, 'latest'),
        ])
        return new Map(keys.map((key) => [key, ends(starts.get(key), stable.get(key), highs.get(key))]))
      },
    },
    cluster.requestTimeoutMs,
  )
  return partitions.map(({topic, partition}, index): PartitionEnds => {
    const result = results[index] ?? UNANSWERED
    return result instanceof KbookError ? {topic, partition, error: result} : {topic, partition, ...result}
  })
}

type Answer = OffsetRow | Failure | undefined

function ends(start: Answer, stable: Answer, high: Answer): Ends | Failure | undefined {
  if (!start || !stable || !high) return undefined
  if (start instanceof Failure) return start
  if (stable instanceof Failure) return stable
  if (high instanceof Failure) return high
  // Retention, or one of the three being sent again, may move an earlier one past a later one: all only grow.
  const lastStable = max(stable.offset, start.offset)
  return {logStart: start.offset, lastStable, highWatermark: max(high.offset, lastStable)}
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
