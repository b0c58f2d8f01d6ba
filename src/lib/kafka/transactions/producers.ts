import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {DescribeProducersResponseProducerState as Row} from '../protocol/apis/describe-producers.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {failureOf, scatter, type Failure} from '../scatter.js'
import {byTopic, leadersOf} from '../topic-partitions.js'
import type {TopicPartition} from '../types.js'
import type {ProducerState} from './types.js'

/** Partitions a request: an answer names each producer that wrote in the last days. */
const CHUNK = 1000

/**
 * The producers that the leader of each partition remembers, in the order asked. `budgetMs` is how long leaders
 * that move are waited for.
 */
export function describeProducers(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  budgetMs = cluster.requestTimeoutMs,
): Promise<(readonly ProducerState[] | KbookError)[]> {
  return scatter<TopicPartition, readonly ProducerState[]>(
    {
      keys: partitions,
      locate: (keys, refresh) => leadersOf(cluster, keys, refresh),
      ask: async (broker, keys) => {
        const found = new Map<TopicPartition, readonly ProducerState[] | Failure>()
        for (let at = 0; at < keys.length; at += CHUNK) {
          for (const [key, value] of await askProducers(cluster, broker, keys.slice(at, at + CHUNK))) {
            found.set(key, value)
          }
        }
        return found
      },
    },
    budgetMs,
  )
}

async function askProducers(
  cluster: Cluster,
  broker: number,
  keys: readonly TopicPartition[],
): Promise<Map<TopicPartition, readonly ProducerState[] | Failure>> {
  const grouped = byTopic(keys)
  const {topics} = await cluster.toBroker(broker, 'DescribeProducers', {
    topics: [...grouped].map(([name, rows]) => ({
      name,
      partitionIndexes: rows.map(({partition}) => partition),
    })),
  })
  const found = new Map<TopicPartition, readonly ProducerState[] | Failure>()
  for (const {name, partitions} of topics) {
    const asked = new Map(grouped.get(name)?.map((key) => [key.partition, key]))
    for (const {partitionIndex, errorCode, errorMessage, activeProducers} of partitions) {
      const key = asked.get(partitionIndex)
      if (!key) continue
      const needs = {operation: 'Read', type: 'topic', name} as const
      const failure = (): Failure => failureOf(errorCode, `${name}-${partitionIndex}`, errorMessage, needs)
      found.set(key, errorCode === ERROR_CODE.none ? activeProducers.map(producerOf) : failure())
    }
  }
  return found
}

const producerOf = (row: Row): ProducerState => ({
  producerId: row.producerId,
  producerEpoch: row.producerEpoch,
  lastSequence: row.lastSequence,
  lastTimestamp: Number(row.lastTimestamp),
  coordinatorEpoch: row.coordinatorEpoch,
  openSince: row.currentTxnStartOffset < 0n ? undefined : row.currentTxnStartOffset,
})
