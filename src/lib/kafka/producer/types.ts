import type {KbookError} from '../../errors.js'
import type {Compression} from '../records/types.js'

/** 0: sent and not asked about; 1: the leader has it; -1: all in-sync replicas have it. */
export type Acks = 0 | 1 | -1

export interface ProducerOptions {
  readonly acks: Acks
  readonly compression: Compression
  /** A batch of a partition is sent when it has as many bytes, before compression… */
  readonly batchBytes: number
  /** …or when its first record has waited this long (milliseconds). */
  readonly lingerMs: number
  /** Bytes that may wait or be under way in all. */
  readonly bufferBytes: number
  /** Requests under way to one broker; 5 at most, so that a broker can tell what it has already. */
  readonly maxInFlight: number
  /** Milliseconds for which a batch is tried again. */
  readonly deliveryTimeoutMs: number
  /** Keep when each record was appended, for `onDelivered`. Off unless somebody measures. */
  readonly timed?: boolean
  readonly onDelivered?: (batch: DeliveredBatch) => void
  /** A batch could not be delivered and is being tried again: said at most once a second. */
  readonly onTrouble?: (error: KbookError) => void
}

export const PRODUCER_DEFAULTS = {
  acks: -1,
  compression: 'none',
  batchBytes: 256 * 1024,
  lingerMs: 5,
  bufferBytes: 32 * 1024 * 1024,
  maxInFlight: 5,
  deliveryTimeoutMs: 120_000,
} as const satisfies ProducerOptions

export interface DeliveredBatch {
  readonly partition: number
  readonly records: number
  /** Of keys, values and headers, before compression. */
  readonly bytes: number
  /** Undefined with acks 0, where nobody tells. */
  readonly baseOffset: bigint | undefined
  /** When each record was appended, as `performance.now()` tells; with `timed`. */
  readonly appendedAt: readonly number[]
}

/** What one partition got. */
export interface PartitionTally {
  readonly partition: number
  records: number
  bytes: number
  firstOffset: bigint | undefined
  /** Of the last record. */
  lastOffset: bigint | undefined
}

/** Records that a broker may have or not: they were sent, and no answer told. */
export interface UncertainRecords {
  readonly records: number
  /** Lowest and highest of where they came from, such as the numbers of lines. Others may lie between them. */
  readonly first: number
  readonly last: number
}

/** Why producing ended before its time. */
export interface ProduceFailure {
  readonly error: KbookError
  readonly partition: number
  /** Where the record came from, such as the number of its line; the first of the batch when it is not known which. */
  readonly source: number
  /** Of the batch that failed. */
  readonly records: number
}
