import type {GroupState, GroupType, TopicPartition} from '../types.js'
import type {Trend} from './trend.js'

/** Why something could not be read. Plain data, so that it stays whole in JSON. */
export interface LagError {
  readonly code: string
  readonly message: string
}

/**
 * What is to be known about a partition beside its lag; several may hold at once.
 *
 * - `ok`: the commit lies within the log and nothing is wrong
 * - `no-commit`: the group has never committed here
 * - `expired`: the committed offset was deleted from the log before it was read
 * - `ahead`: the committed offset is beyond the end: the topic was created anew, or lost its tail
 * - `leaderless`: no broker leads the partition, its lag is unknown
 * - `unreadable`: its lag is unknown for another reason
 * - `txn-blocked`: a transaction that should have ended holds readers of committed records back
 * - `empty`: the log holds no record
 */
export type PartitionFlag =
  'ok' | 'no-commit' | 'expired' | 'ahead' | 'leaderless' | 'unreadable' | 'txn-blocked' | 'empty'

/**
 * How a time lag was found: the timestamp of the next record itself (`record`), a time between the first and
 * the last of its batch (`interpolated`), the oldest record that is still there (`lower-bound`), or not at all.
 */
export type TimeLagMethod = 'record' | 'interpolated' | 'lower-bound' | 'unknown'

/** `CreateTime` is the producer's clock, `LogAppendTime` the broker's. */
export type TimestampType = 'CreateTime' | 'LogAppendTime'

export interface TimeLag {
  readonly method: TimeLagMethod
  /** Milliseconds since the next unread record was written; absent when the method is `unknown`. */
  readonly ms?: number
  readonly timestampType?: TimestampType
}

/** The next record that a group would read, as far as its batch told. */
export type NextRecord =
  | {
      readonly kind: 'record'
      readonly method: 'record' | 'interpolated' | 'lower-bound'
      /** Milliseconds since the epoch. */
      readonly timestamp: number
      readonly timestampType: TimestampType
    }
  /** Nothing but transaction markers up to the end: there is nothing to read. */
  | {readonly kind: 'none'}

/** An open transaction that should have ended long ago, or that no coordinator knows of. */
export interface BlockingTransaction {
  readonly producerId?: bigint
  readonly transactionalId?: string
  /** Milliseconds since it began, or since the last stable offset was seen to move. */
  readonly openForMs: number
}

/** Who reads a partition. */
export interface LagMember {
  readonly memberId: string
  readonly clientId: string
  readonly host: string
  readonly instanceId?: string
  /** Partitions assigned to it. */
  readonly partitions: number
}

export interface PartitionLag extends TopicPartition {
  readonly flags: readonly PartitionFlag[]
  readonly committed?: bigint | undefined
  readonly logStart?: bigint | undefined
  readonly lastStable?: bigint | undefined
  readonly highWatermark?: bigint | undefined
  /** Messages from the committed offset to the high watermark; absent when unknown, never negative. */
  readonly lag?: bigint | undefined
  /** The same up to the last stable offset: what a reader of committed records can read now. */
  readonly stableLag?: bigint | undefined
  /** Messages that were deleted before the group read them. */
  readonly lost?: bigint | undefined
  /** True when there may be fewer messages than `lag` says: compacted topic, no usable commit, share group. */
  readonly upperBound?: boolean | undefined
  /** True when the topic is compacted, so that offsets may have no message. */
  readonly compacted?: boolean | undefined
  readonly time?: TimeLag | undefined
  readonly transaction?: BlockingTransaction | undefined
  /** Where the lag is going; only where there was a sample before this one. */
  readonly trend?: Trend | undefined
  readonly memberId?: string | undefined
  readonly clientId?: string | undefined
  readonly host?: string | undefined
  readonly error?: LagError | undefined
}

/** What is known of a group apart from its partitions. */
export interface GroupIdentity {
  readonly group: string
  readonly type: GroupType
  readonly state: GroupState
  readonly members: readonly LagMember[]
  readonly assignor?: string
  /** Node id. */
  readonly coordinator?: number
  /** Why the group, or its members, could not be read. */
  readonly error?: LagError
}
