import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {readPosition} from '../lag/calculate.js'
import {findGroups, type FoundGroup} from '../lag/find-groups.js'
import {groupRows, topicsOf, type GroupRow} from '../lag/group-rows.js'
import {readEnds} from '../lag/read-ends.js'
import {requireTopics} from '../lag/require-topics.js'
import type {GroupSelection, TopicScope} from '../lag/selection.js'
import {inOrder} from '../topic-partitions.js'
import type {BrokerFailure, GroupState, GroupType, PartitionEnds, TopicPartition} from '../types.js'

/** What a group has committed on a partition, beside the partition's own ends. */
export interface ShownOffset extends TopicPartition {
  /** The next offset that the group reads; undefined when it has never committed here. */
  readonly committed: bigint | undefined
  readonly leaderEpoch: number | undefined
  readonly metadata: string
  readonly logStart: bigint | undefined
  readonly end: bigint | undefined
  /** Messages to the end; undefined without a commit, and when the ends are unknown. */
  readonly lag: bigint | undefined
  readonly error: KbookError | undefined
}

export interface ShownGroup {
  readonly group: string
  readonly type: GroupType
  readonly state: GroupState
  /** By topic and partition. */
  readonly offsets: readonly ShownOffset[]
  readonly error: KbookError | undefined
}

export interface ShownOffsets {
  readonly cluster: string
  readonly groups: readonly ShownGroup[]
  readonly unanswered: readonly BrokerFailure[]
}

/**
 * Committed offsets of groups with log start, end and lag of each partition.
 *
 * @throws KbookError `GROUP_NOT_FOUND`, `TOPIC_NOT_FOUND`
 */
export async function showOffsets(
  cluster: Cluster,
  selection: GroupSelection,
  scope: TopicScope,
): Promise<ShownOffsets> {
  const {groups: found, failed: unanswered} = await findGroups(cluster, selection)
  const topics = await cluster.topics([...new Set(found.flatMap((group) => [...topicsOf(group)]))])
  const rows = found.map((group) => ({group, rows: groupRows(group, topics, scope)}))
  requireTopics(scope, found, new Set(rows.flatMap((one) => one.rows.map(({info}) => info.topic))))
  const ends = await readEnds(cluster, new Set(rows.flatMap((one) => one.rows.map(({info}) => info))))
  return {
    cluster: cluster.name,
    groups: rows.map((one) =>
      shownGroup(
        one.group,
        one.rows.map((row) => shown(row, ends.get(row.info))),
      ),
    ),
    unanswered,
  }
}

function shownGroup({description, offsets}: FoundGroup, rows: ShownOffset[]): ShownGroup {
  const {groupId: group, error} = offsets
  const missing = rows.length === 0 ? description.error : undefined
  const {type, state} = description
  return {group, type, state, offsets: rows.sort(inOrder), error: error ?? missing}
}

function shown({commit}: GroupRow, ends: PartitionEnds | undefined): ShownOffset {
  const {topic, partition, offset: committed, leaderEpoch, metadata} = commit
  const known = ends && !ends.error ? ends : undefined
  return {
    topic,
    partition,
    committed,
    leaderEpoch,
    metadata,
    logStart: known?.logStart,
    end: known?.highWatermark,
    lag: known && committed !== undefined ? known.highWatermark - readPosition(committed, known) : undefined,
    error: commit.error ?? ends?.error,
  }
}

/** True when something could not be read. */
export const isPartial = ({groups, unanswered}: ShownOffsets): boolean =>
  unanswered.length > 0 || groups.some(({error, offsets}) => error ?? offsets.some((row) => row.error))
