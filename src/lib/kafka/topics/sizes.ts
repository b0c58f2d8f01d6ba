import type {Cluster} from '../cluster.js'
import {describeLogDirs, type BrokerLogDirs} from '../log-dirs.js'
import {partitionKey} from '../lag/partition-key.js'
import type {BrokerFailure, TopicPartition} from '../types.js'

/** What topics take on disk. */
export interface StoredSizes {
  /** Bytes of all replicas, by topic. */
  readonly topics: ReadonlyMap<string, bigint>
  /** Bytes of one copy: the largest there is, since a replica that lags has less. By `partitionKey`. */
  readonly partitions: ReadonlyMap<string, bigint>
  /** Brokers that did not tell, so that sums are too small. */
  readonly failed: readonly BrokerFailure[]
}

/** Reads sizes of the partitions that are named, or of all. One request a broker, all at once. */
export async function storedSizes(
  cluster: Cluster,
  partitions?: readonly TopicPartition[],
): Promise<StoredSizes> {
  return sumSizes(await describeLogDirs(cluster, partitions ? {partitions} : {}))
}

/** A copy that is being moved to another directory of its broker counts, too: it takes room. */
export function sumSizes(brokers: readonly BrokerLogDirs[]): StoredSizes {
  const topics = new Map<string, bigint>()
  const partitions = new Map<string, bigint>()
  const failed: BrokerFailure[] = []
  for (const {broker, dirs, error} of brokers) {
    const broken = error ?? dirs.find((dir) => dir.error)?.error
    if (broken) failed.push({broker, error: broken})
    for (const {replicas} of dirs) {
      for (const replica of replicas) {
        const {topic, bytes} = replica
        const key = partitionKey(replica)
        topics.set(topic, (topics.get(topic) ?? 0n) + bytes)
        if (bytes >= (partitions.get(key) ?? 0n)) partitions.set(key, bytes)
      }
    }
  }
  return {topics, partitions, failed}
}
