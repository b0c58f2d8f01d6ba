import {KbookError} from '../errors.js'
import type {Cluster} from './cluster.js'
import {kafkaError} from './error-map.js'
import {ERROR_CODE} from './protocol/errors.js'
import type {TopicPartition} from './types.js'

/** One copy of a partition on a disk. */
export interface StoredReplica extends TopicPartition {
  readonly bytes: bigint
  /** Messages that it is behind its leader. */
  readonly offsetLag: bigint
  /** It is being moved here from another directory of the broker. */
  readonly future: boolean
}

export interface LogDir {
  readonly broker: number
  readonly path: string
  readonly replicas: readonly StoredReplica[]
  /** Of the whole volume; undefined where the broker does not tell (before Kafka 3.3, and Redpanda). */
  readonly totalBytes: bigint | undefined
  readonly usableBytes: bigint | undefined
  /** Such as that the directory is offline. */
  readonly error: KbookError | undefined
}

export interface BrokerLogDirs {
  readonly broker: number
  readonly dirs: readonly LogDir[]
  /** Why nothing could be read of this broker. */
  readonly error: KbookError | undefined
}

/** What each broker stores, of the partitions that are named or of all. One request a broker, all at once. */
export async function describeLogDirs(
  cluster: Cluster,
  options: {readonly brokers?: readonly number[]; readonly partitions?: readonly TopicPartition[]} = {},
): Promise<BrokerLogDirs[]> {
  const brokers = options.brokers ?? (await cluster.info()).brokers.map(({id}) => id)
  const topics = options.partitions && requested(options.partitions)
  return Promise.all(brokers.map((broker) => ask(cluster, broker, topics ?? null)))
}

type Topics = readonly {topic: string; partitions: readonly number[]}[]

function requested(partitions: readonly TopicPartition[]): Topics {
  const topics = new Map<string, number[]>()
  for (const {topic, partition} of partitions) {
    const numbers = topics.get(topic)
    if (numbers) numbers.push(partition)
    else topics.set(topic, [partition])
  }
  return [...topics].map(([topic, numbers]) => ({topic, partitions: numbers}))
}

const NEEDS = {operation: 'Describe', type: 'cluster'} as const

async function ask(cluster: Cluster, broker: number, topics: Topics | null): Promise<BrokerLogDirs> {
  try {
    const {errorCode, results} = await cluster.toBroker(broker, 'DescribeLogDirs', {topics})
    // Before version 3 a refusal is an answer without directories.
    const code =
      errorCode === ERROR_CODE.none && results.length === 0
        ? ERROR_CODE.clusterAuthorizationFailed
        : errorCode
    if (code !== ERROR_CODE.none) {
      const error = kafkaError(code, `log directories of broker ${broker}`, undefined, NEEDS)
      return {broker, dirs: [], error}
    }
    return {
      broker,
      error: undefined,
      dirs: results.map((row) => ({
        broker,
        path: row.logDir,
        totalBytes: row.totalBytes < 0n ? undefined : row.totalBytes,
        usableBytes: row.usableBytes < 0n ? undefined : row.usableBytes,
        error:
          row.errorCode === ERROR_CODE.none
            ? undefined
            : kafkaError(row.errorCode, `${row.logDir} of broker ${broker}`),
        replicas: row.topics.flatMap(({name, partitions}) =>
          partitions.map(({partitionIndex, partitionSize, offsetLag, isFutureKey}) => ({
            topic: name,
            partition: partitionIndex,
            bytes: partitionSize,
            offsetLag,
            future: isFutureKey,
          })),
        ),
      })),
    }
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return {broker, dirs: [], error}
  }
}
