import type {KbookError} from '../../errors.js'
import type {TopicPartition} from '../types.js'

/** Where reading begins or ends in each partition. */
export type Position =
  | {readonly at: 'start' | 'end'}
  | {readonly at: 'offset'; readonly offset: bigint}
  /** At the first record at or after this time, in milliseconds since the epoch. */
  | {readonly at: 'time'; readonly ms: number}
  /** So many offsets before the end. */
  | {readonly at: 'last'; readonly count: bigint}

export interface ConsumeRequest {
  /** `orders`, or `orders:0,1` for some partitions. */
  readonly topic: string
  /** Only these, where given. */
  readonly partitions: readonly number[] | undefined
  readonly from: Position
  /** Undefined: for ever. The record there is not read any more. */
  readonly to: Position | undefined
  /** Records of committed transactions only. */
  readonly committed: boolean
}

export type PlannedPartition = TopicPartition &
  (
    | {
        readonly topicId: string | undefined
        readonly from: bigint
        /** The first offset that is not read; undefined for ever. */
        readonly to: bigint | undefined
        readonly logStart: bigint
        readonly end: bigint
        /** Asked for, and outside of the log. */
        readonly outside: bigint | undefined
        /** Records after the end, in transactions that are open; with `committed`. */
        readonly held: bigint
        readonly error?: undefined
      }
    | {readonly error: KbookError}
  )

/** What a partition came to. */
export interface ConsumedPartition extends TopicPartition {
  /** Where to read on. */
  readonly next: bigint
  /** Where its end is; undefined for none. */
  readonly to?: bigint | undefined
  /** Why it was not read to its end. */
  readonly error: KbookError | undefined
}
