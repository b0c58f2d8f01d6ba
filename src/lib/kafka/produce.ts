import {KbookError} from '../errors.js'
import type {Cluster} from './cluster.js'
import type {ProduceResponse} from './protocol/apis/produce.js'
import {ERROR_CODE} from './protocol/errors.js'
import {encodeBatch, type NewRecord} from './records/encode.js'
import {failureOf, scatter, type Failure} from './scatter.js'
import {leadersOf} from './topic-partitions.js'
import type {TopicPartition} from './types.js'

/** Later versions speak another transaction protocol, or name topics by id. */
const VERSIONS = {minVersion: 3, maxVersion: 11}
const ALL_REPLICAS = -1

/**
 * Appends records to a partition as one batch. Resolves when all in-sync replicas have them. After a broken
 * connection they may stand there twice, never not at all.
 */
export async function produce(
  cluster: Cluster,
  target: TopicPartition,
  records: readonly NewRecord[],
): Promise<void> {
  const bytes = encodeBatch(records)
  const [result] = await scatter<TopicPartition, true>(
    {
      keys: [target],
      locate: (keys, refresh) => leadersOf(cluster, keys, refresh),
      ask: async (broker) => new Map([[target, await send(cluster, broker, target, bytes)]]),
    },
    cluster.requestTimeoutMs,
  )
  if (result instanceof KbookError) throw result
}

async function send(
  cluster: Cluster,
  broker: number,
  {topic, partition}: TopicPartition,
  records: Buffer,
): Promise<true | Failure> {
  const answer: ProduceResponse = await cluster.toBroker(
    broker,
    'Produce',
    {
      transactionalId: null,
      acks: ALL_REPLICAS,
      timeoutMs: cluster.requestTimeoutMs,
      topicData: [{name: topic, partitionData: [{index: partition, records}]}],
    },
    VERSIONS,
  )
  const row = answer.responses[0]?.partitionResponses[0]
  const code = row?.errorCode ?? ERROR_CODE.none
  return code === ERROR_CODE.none ? true : failureOf(code, `topic "${topic}"`, row?.errorMessage)
}
