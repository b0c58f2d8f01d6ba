import {KbookError} from '../../errors.js'
import type {TopicPartition} from '../types.js'
import type {DescribedTransaction, HangingReason, HangingTransaction, ProducerState} from './types.js'

/** Kafka's default of transaction.max.timeout.ms: coordinators let no transaction run longer. */
export const DEFAULT_IDLE_MS = 15 * 60_000

/** An open transaction as the leader of a partition knows it. */
export interface OpenTransaction extends TopicPartition {
  readonly producer: ProducerState
  readonly startOffset: bigint
}

/** What coordinators said about the producers of open transactions. */
export interface KnownTransactions {
  /**
   * False when a coordinator could not be asked, or may have kept something from this user: nothing is unknown for
   * sure then.
   */
  readonly complete: boolean
  /** Transactional id by producer id. */
  readonly byProducer: ReadonlyMap<bigint, string>
  /** By transactional id. */
  readonly described: ReadonlyMap<string, DescribedTransaction | KbookError>
}

/** The transaction when it will never end by itself; undefined when it may, or when nobody can tell. Pure. */
export function judge(
  open: OpenTransaction,
  known: KnownTransactions,
  now: number,
): HangingTransaction | undefined {
  const {topic, partition, producer, startOffset} = open
  const transactionalId = known.byProducer.get(producer.producerId)
  const reason = reasonOf(open, transactionalId, known)
  return (
    reason && {
      topic,
      partition,
      producerId: producer.producerId,
      producerEpoch: producer.producerEpoch,
      coordinatorEpoch: producer.coordinatorEpoch,
      startOffset,
      idleMs: Math.max(0, now - producer.lastTimestamp),
      transactionalId,
      reason,
    }
  )
}

function reasonOf(
  {topic, partition}: TopicPartition,
  transactionalId: string | undefined,
  {complete, described}: KnownTransactions,
): HangingReason | undefined {
  if (transactionalId === undefined) return complete ? 'unknown-producer' : undefined
  const transaction = described.get(transactionalId)
  if (transaction === undefined) return undefined
  if (transaction instanceof KbookError) {
    return transaction.code === 'NOT_FOUND' ? 'unknown-transaction' : undefined
  }
  const partOfIt = transaction.partitions.some((one) => one.topic === topic && one.partition === partition)
  return partOfIt ? undefined : 'partition-not-in-it'
}
