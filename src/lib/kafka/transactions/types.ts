import type {KbookError} from '../../errors.js'
import type {BrokerFailure, TopicPartition} from '../types.js'

export const TRANSACTION_STATES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'PrepareEpochFence',
  'Dead',
] as const
/** Kafka's own words: those above, or what a newer broker says. */
export type TransactionState = string

export interface ListedTransaction {
  readonly transactionalId: string
  readonly producerId: bigint
  readonly state: TransactionState
  /** Node id of the transaction coordinator. */
  readonly coordinator: number
}

export interface TransactionListing {
  /** By transactional id. */
  readonly transactions: readonly ListedTransaction[]
  /** Coordinators that could not be asked: their transactions are missing. */
  readonly failed: readonly BrokerFailure[]
}

export interface DescribedTransaction {
  readonly transactionalId: string
  readonly coordinator: number
  readonly state: TransactionState
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly timeoutMs: number
  /** Milliseconds since the epoch; undefined when none is under way. */
  readonly startedAt: number | undefined
  readonly partitions: readonly TopicPartition[]
}

/** A producer as the leader of a partition knows it. */
export interface ProducerState {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly lastSequence: number
  /** Of its last batch or marker, in milliseconds since the epoch. */
  readonly lastTimestamp: number
  /** -1 for a producer without a transactional id, and before the first marker. */
  readonly coordinatorEpoch: number
  /** First offset of the transaction that is open here; undefined when none is. */
  readonly openSince: bigint | undefined
}

/** Why an open transaction will never end by itself (KIP-664). */
export type HangingReason =
  /** No coordinator has a transaction of that producer. */
  | 'unknown-producer'
  /** The coordinator does not know the transactional id any more. */
  | 'unknown-transaction'
  /** The coordinator knows the transaction, and this partition is not part of it. */
  | 'partition-not-in-it'

export interface HangingTransaction extends TopicPartition {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
  readonly startOffset: bigint
  /** Milliseconds since the producer last wrote here. */
  readonly idleMs: number
  readonly transactionalId: string | undefined
  readonly reason: HangingReason
}

export interface HangingReport {
  /** The longest first. */
  readonly hanging: readonly HangingTransaction[]
  /** Partitions that were asked for and answered. */
  readonly checked: number
  /** Partitions, brokers or transactions that could not be asked: unknown, not well. */
  readonly failed: readonly {readonly subject: string; readonly error: KbookError}[]
}
