import type {Cluster} from '../cluster.js'
import {fetchRecords} from '../fetch-records.js'
import {partitionKey} from '../lag/partition-key.js'
import {listOffsets} from '../list-offsets.js'
import type {PartitionEnds} from '../types.js'

/** The version of ListOffsets from which a broker tells the newest timestamp (Kafka 3.0). */
const MAX_TIMESTAMP_VERSION = 7

/**
 * When the newest record of each partition was written, in milliseconds since the epoch, by `partitionKey`; those
 * without a record, or that could not be read, are missing. Brokers that do not tell it are asked for the last batch.
 */
export async function lastWrites(
  cluster: Cluster,
  ends: readonly PartitionEnds[],
): Promise<ReadonlyMap<string, number>> {
  const filled = ends.flatMap((one) => (one.error || one.highWatermark === one.logStart ? [] : [one]))
  if (filled.length === 0) return new Map()
  if (await cluster.supports('ListOffsets', MAX_TIMESTAMP_VERSION)) {
    const listed = await listOffsets(cluster, filled, 'maxTimestamp')
    return new Map(
      listed.flatMap((one) => (one.timestamp === undefined ? [] : [[partitionKey(one), one.timestamp]])),
    )
  }
  const last = filled.map(({topic, partition, highWatermark}) => ({
    topic,
    partition,
    offset: highWatermark - 1n,
  }))
  const fetched = await fetchRecords(cluster, last)
  return new Map(
    fetched.flatMap((one) => {
      const batch = one.error ? undefined : one.batches.at(-1)
      return batch ? [[partitionKey(one), batch.maxTimestamp]] : []
    }),
  )
}
