import type {CommittedOffset, GroupType} from '../types.js'

/** What a group had committed on a partition before a change. */
export interface KeptOffset {
  readonly topic: string
  readonly partition: number
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

/** A group with the commits that a change replaces or deletes; `offset: undefined` where there was none. */
export interface ReplacedOffsets {
  readonly group: string
  readonly type: GroupType
  readonly partitions: readonly CommittedOffset[]
}

/** The undo entry of a change that replaces or deletes committed offsets, for `PlannedChange.undo`. */
export function offsetsUndo(groups: readonly ReplacedOffsets[]): {kind: 'offsets'; data: OffsetsUndo} {
  return {
    kind: 'offsets',
    data: {
      groups: groups.map(({group, type, partitions}) => ({group, type, partitions: partitions.map(kept)})),
    },
  }
}

const kept = ({topic, partition, offset, leaderEpoch, metadata}: CommittedOffset): KeptOffset => ({
  topic,
  partition,
  offset: offset?.toString() ?? null,
  ...(leaderEpoch !== undefined && {leaderEpoch}),
  ...(metadata !== '' && {metadata}),
})
