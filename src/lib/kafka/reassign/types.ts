import type {KbookError} from '../../errors.js'
import type {TopicWarning} from '../topics/new-topic-checks.js'
import type {TopicPartition} from '../types.js'
import type {AssignedPartition} from './assign.js'

/** What is wanted of the partitions that were chosen. */
export type ReassignTarget =
  /** On these brokers only, spread evenly over them. */
  | {readonly kind: 'brokers'; readonly brokers: readonly number[]; readonly factor?: number | undefined}
  /** So many replicas, wherever they fit. */
  | {readonly kind: 'factor'; readonly factor: number}
  /** On none of these brokers. */
  | {readonly kind: 'drain'; readonly brokers: readonly number[]}
  /** Exactly so. */
  | {readonly kind: 'assignment'; readonly partitions: readonly AssignedPartition[]}

/** A partition whose replicas change. With nothing added and nothing removed only the order does. */
export interface PlannedMove extends TopicPartition {
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly adding: readonly number[]
  readonly removing: readonly number[]
  /** To be copied, for all replicas that come; undefined where its size is not known. */
  readonly bytes: bigint | undefined
}

/** What a plan means for one broker. */
export interface BrokerShift {
  readonly broker: number
  readonly replicasIn: number
  readonly replicasOut: number
  readonly bytesIn: bigint
  readonly bytesOut: bigint
  /** Preferred leaders that come, less those that go. */
  readonly leaders: number
  /** Undefined where the broker does not tell. */
  readonly usableBytes: bigint | undefined
}

export interface ReassignPlan {
  readonly cluster: string
  readonly moves: readonly PlannedMove[]
  /** Chosen partitions that are as they should be. */
  readonly unchanged: number
  /** To be copied between brokers, of the partitions whose size is known. */
  readonly bytes: bigint
  readonly unsized: number
  readonly brokers: readonly BrokerShift[]
  /** Bytes a second that each broker may copy at most; undefined for no limit. */
  readonly throttle: number | undefined
  /** Why it should not be carried out: a disk that is too small, too few replicas, moves that are under way. */
  readonly obstacles: readonly KbookError[]
  /** What it costs: writes that are refused while it runs, replicas that are no more. */
  readonly warnings: readonly TopicWarning[]
}
