import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {partitionEnds} from '../partition-ends.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {PartitionEnds, PartitionInfo} from '../types.js'
import {partitionKey} from './partition-key.js'

/**
 * Log start, last stable offset and high watermark of each partition, once each. One that the cluster knows to be
 * without a leader is not asked for: waiting for it would hold up the others.
 */
export async function readEnds(
  cluster: Cluster,
  partitions: readonly PartitionInfo[],
): Promise<ReadonlyMap<string, PartitionEnds>> {
  const unique = new Map(partitions.map((info) => [partitionKey(info), info]))
  const readable = [...unique.values()].filter(({leader, error}) => leader !== undefined && !error)
  const ends = new Map((await partitionEnds(cluster, readable)).map((one) => [partitionKey(one), one]))
  return new Map(
    [...unique].map(([key, {topic, partition, error}]) => {
      const unknown = error ?? kafkaError(ERROR_CODE.leaderNotAvailable, `${topic}-${partition}`)
      return [key, ends.get(key) ?? {topic, partition, error: unknown}]
    }),
  )
}
