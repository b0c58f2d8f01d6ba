import type {KbookError} from '../../errors.js'
import type {BrokerFailure, GroupState, GroupType, TopicPartition} from '../types.js'

/** Where a partition of a group is to be put. */
export type Position =
  | {readonly to: 'start' | 'end'}
  /** Where it is committed; at the end where it is not. */
  | {readonly to: 'current'}
  /** Milliseconds since the epoch: the first record from then on, the end when there is none. */
  | {readonly to: 'time'; readonly ms: number}
  /** Messages from the committed offset, back when negative. */
  | {readonly to: 'shift'; readonly by: bigint}
  | {
      readonly to: 'offset'
      readonly offset: bigint
      /** Taken as it is, also outside of the log: to put back, or to copy. Otherwise kept within the log. */
      readonly exact?: boolean
      readonly leaderEpoch?: number | undefined
      readonly metadata?: string
    }
  /** The commit is to go. */
  | {readonly to: 'nothing'}

/**
 * What the change means for the group: messages read again or never, a commit that moves without either (it was
 * outside of the log), the first commit on a partition, one that goes, or no change.
 */
export type OffsetEffect = 'replays' | 'skips' | 'moves' | 'new' | 'deletes' | 'none'

/** One partition of a group, before and after. Offsets count messages; an absent one was not committed. */
export interface PlannedOffset extends TopicPartition {
  /** Undefined where the broker has no topic ids, and for a topic that is gone. */
  readonly topicId?: string
  readonly current: bigint | undefined
  readonly currentLeaderEpoch?: number | undefined
  readonly currentMetadata?: string
  /** Undefined for a commit that goes, and beside an error. */
  readonly target: bigint | undefined
  readonly leaderEpoch?: number | undefined
  readonly metadata?: string
  /** What was asked for, where the log does not reach so far. */
  readonly clampedFrom?: bigint
  /** Taken as it is, though the log ends before it: where the group reads on is up to its auto.offset.reset. */
  readonly beyondEnd?: true
  /** There is no record from the given time on: the end is the target. */
  readonly afterLastRecord?: true
  readonly logStart: bigint | undefined
  readonly end: bigint | undefined
  readonly lagNow: bigint | undefined
  readonly lagAfter: bigint | undefined
  /** Undefined beside an error. */
  readonly effect: OffsetEffect | undefined
  /** Messages that are read again, or skipped. */
  readonly messages: bigint
  readonly error?: KbookError
}

export interface PlannedGroup {
  readonly group: string
  readonly type: GroupType
  readonly state: GroupState
  /** The change creates it. */
  readonly isNew: boolean
  /** Why nothing of this group is changed; it has no offsets then. */
  readonly error?: KbookError
  /** By topic and partition. */
  readonly offsets: readonly PlannedOffset[]
}

export interface PlanTotals {
  readonly changed: number
  readonly unchanged: number
  readonly failed: number
  readonly replays: bigint
  readonly skips: bigint
}

/** What a change of committed offsets would do: to be printed, reviewed, and carried out as it stands. */
export interface OffsetPlan {
  readonly cluster: string
  /** Deleting is allowed beside live members; the broker refuses what they are subscribed to. */
  readonly verb: 'commit' | 'delete'
  /** The time that was asked for, as ISO 8601 in UTC. */
  readonly instant?: string
  readonly groups: readonly PlannedGroup[]
  /** Share groups that are not part of it, since nobody named them. */
  readonly leftOut: readonly string[]
  /** Brokers that could not list their groups: those are missing. */
  readonly unanswered: readonly BrokerFailure[]
  readonly total: PlanTotals
}
