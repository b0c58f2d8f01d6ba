import type {NarrowUndo} from '../../change/settle-undo.js'
import type {CommittedOffset, GroupType, TopicPartition} from '../types.js'
import {rowName} from './answers.js'

/** What a group had committed on a partition before a change. */
export interface KeptOffset {
  readonly topic: string
  readonly partition: number
  /** Tells the topic from one of the same name that was made since. */
  readonly topicId?: string
  /** Null: the group had committed nothing here. */
  readonly offset: string | null
  readonly leaderEpoch?: number
  readonly metadata?: string
}

/** What `offset undo` puts back: plain JSON, since it lies in a file until then. */
export interface OffsetsUndo {
  readonly groups: readonly {
    readonly group: string
    readonly type: GroupType
    readonly partitions: readonly KeptOffset[]
  }[]
}

/** A commit that a change replaces or deletes, with the id of its topic where that is known. */
export type ReplacedOffset = CommittedOffset & {readonly topicId?: string | undefined}

/** A group with the commits that a change replaces or deletes; `offset: undefined` where there was none. */
export interface ReplacedOffsets {
  readonly group: string
  readonly type: GroupType
  readonly partitions: readonly ReplacedOffset[]
}

/** An undo entry of committed offsets, for `PlannedChange.undo`. */
export interface KeptOffsets {
  readonly kind: 'offsets'
  readonly data: OffsetsUndo
  readonly narrow: NarrowUndo
}

/**
 * The undo entry of a change that replaces or deletes committed offsets. `subjectOf` names the row of the outcome
 * that tells of a partition: its own, or that of its whole group.
 */
export function offsetsUndo(
  groups: readonly ReplacedOffsets[],
  subjectOf: (group: string, row: TopicPartition) => string = rowName,
): KeptOffsets {
  const data: OffsetsUndo = {
    groups: groups.map(({group, type, partitions}) => ({group, type, partitions: partitions.map(kept)})),
  }
  return {
    kind: 'offsets',
    data,
    narrow: (mayBeDone): OffsetsUndo => ({
      groups: data.groups
        .map(({group, partitions, ...rest}) => ({
          group,
          ...rest,
          partitions: partitions.filter((row) => mayBeDone(subjectOf(group, row))),
        }))
        .filter(({partitions}) => partitions.length > 0),
    }),
  }
}

const kept = ({topic, partition, topicId, offset, leaderEpoch, metadata}: ReplacedOffset): KeptOffset => ({
  topic,
  partition,
  ...(topicId !== undefined && {topicId}),
  offset: offset?.toString() ?? null,
  ...(leaderEpoch !== undefined && {leaderEpoch}),
  ...(metadata !== '' && {metadata}),
})
