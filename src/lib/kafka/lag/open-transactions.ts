import type {Cluster} from '../cluster.js'
import type {DescribeProducersResponse} from '../protocol/apis/describe-producers.js'
import {byTopic} from '../topic-partitions.js'
import type {TopicPartition} from '../types.js'
import {attempt} from './attempt.js'
import {groupBy} from './group-by.js'
import {partitionKey} from './partition-key.js'
import type {BlockingTransaction} from './types.js'

/** A partition whose last stable offset is behind its high watermark. */
export interface HeldPartition extends TopicPartition {
  readonly leader: number
  readonly lastStable: bigint
}

/** No coordinator lets a transaction run longer unless transaction.max.timeout.ms was raised above its default. */
const UNKNOWN_IS_OVERDUE_MS = 15 * 60_000

type Producer = DescribeProducersResponse['topics'][number]['partitions'][number]['activeProducers'][number]

interface Ongoing {
  readonly transactionalId: string
  readonly startedAt: number
  readonly timeoutMs: number
}

/**
 * The transaction that holds each partition's last stable offset back, where it should have ended: it has outlived
 * its own time-out, or no coordinator knows of it (KIP-664). In the order asked; `undefined` where all is well or
 * the cluster cannot tell. `now` is in milliseconds since the epoch.
 */
export async function overdueTransactions(
  cluster: Cluster,
  held: readonly HeldPartition[],
  now: number,
): Promise<readonly (BlockingTransaction | undefined)[]> {
  if (held.length === 0) return []
  const producers = await holdingProducers(cluster, held)
  const ids = [...new Set(producers.flatMap((producer) => (producer ? [producer.producerId] : [])))]
  const ongoing = ids.length > 0 ? await ongoingTransactions(cluster, ids) : undefined
  return producers.map(
    (producer) => producer && ongoing && judge(producer, ongoing.get(producer.producerId), now),
  )
}

function judge(
  producer: Producer,
  transaction: Ongoing | undefined,
  now: number,
): BlockingTransaction | undefined {
  const {producerId} = producer
  if (transaction) {
    const openForMs = now - transaction.startedAt
    const {transactionalId} = transaction
    return openForMs > transaction.timeoutMs ? {producerId, transactionalId, openForMs} : undefined
  }
  const openForMs = now - Number(producer.lastTimestamp)
  return openForMs > UNKNOWN_IS_OVERDUE_MS ? {producerId, openForMs} : undefined
}

/** The producer whose open transaction begins at the last stable offset. */
async function holdingProducers(
  cluster: Cluster,
  held: readonly HeldPartition[],
): Promise<(Producer | undefined)[]> {
  const found = new Map<string, readonly Producer[]>()
  await Promise.all(
    [...groupBy(held, ({leader}) => leader)].map(async ([leader, of]) => {
      const topics = [...byTopic(of)].map(([name, partitions]) => ({
        name,
        partitionIndexes: partitions.map(({partition}) => partition),
      }))
      const answer = await attempt(() => cluster.toBroker(leader, 'DescribeProducers', {topics}))
      if ('error' in answer) return
      for (const {name, partitions} of answer.value.topics) {
        for (const row of partitions) {
          found.set(partitionKey({topic: name, partition: row.partitionIndex}), row.activeProducers)
        }
      }
    }),
  )
  return held.map((one) =>
    found
      .get(partitionKey(one))
      ?.find(({currentTxnStartOffset: start}) => start >= 0n && start <= one.lastStable),
  )
}

/** Transactions of these producers by producer id; `undefined` when a coordinator could not be asked. */
async function ongoingTransactions(
  cluster: Cluster,
  producerIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, Ongoing> | undefined> {
  const {brokers} = await cluster.info()
  const answers = await Promise.all(
    brokers.map(({id}) => attempt(() => transactionsOn(cluster, id, producerIds))),
  )
  if (answers.some((answer) => 'error' in answer)) return undefined
  return new Map(answers.flatMap((answer) => ('value' in answer ? answer.value : [])))
}

// A broker lists the transactions that it coordinates, so that it is also the one that can describe them.
async function transactionsOn(
  cluster: Cluster,
  broker: number,
  producerIds: readonly bigint[],
): Promise<(readonly [bigint, Ongoing])[]> {
  const {transactionStates} = await cluster.toBroker(broker, 'ListTransactions', {
    stateFilters: ['Ongoing', 'PrepareCommit', 'PrepareAbort'],
    producerIdFilters: producerIds,
  })
  if (transactionStates.length === 0) return []
  const transactionalIds = transactionStates.map(({transactionalId}) => transactionalId)
  const described = await cluster.toBroker(broker, 'DescribeTransactions', {transactionalIds})
  return described.transactionStates
    .filter(({errorCode}) => errorCode === 0)
    .map(({producerId, transactionalId, transactionStartTimeMs, transactionTimeoutMs}) => [
      producerId,
      {transactionalId, startedAt: Number(transactionStartTimeMs), timeoutMs: transactionTimeoutMs},
    ])
}
