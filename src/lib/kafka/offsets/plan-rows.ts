import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {goneInfo, neverCommitted} from '../lag/group-rows.js'
import {groupBy} from '../lag/group-by.js'
import {partitionKey} from '../lag/partition-key.js'
import type {PartitionInfo, TopicPartition} from '../types.js'
import {buildPlan, type WantedGroup} from './build-plan.js'
import {groupsToChange} from './read-groups.js'
import type {OffsetPlan, Position} from './types.js'

/** A position for one partition of one group: a line of a file, an offset of another group, or of an undo. */
export interface PositionRow extends TopicPartition {
  readonly group: string
  readonly position: Position
  /** Why it cannot be put there: the row stays, and fails. */
  readonly error?: KbookError | undefined
}

/**
 * What putting each partition where its row says would do.
 *
 * @throws KbookError `GROUP_NOT_FOUND`, `GROUP_ACTIVE`
 */
export async function planRows(
  cluster: Cluster,
  rows: readonly PositionRow[],
  {allowNewGroups, verb = 'commit'}: {allowNewGroups: boolean; verb?: OffsetPlan['verb']},
): Promise<OffsetPlan> {
  const byGroup = groupBy(rows, ({group}) => group)
  const selection = {all: false, names: [...byGroup.keys()], patterns: []}
  const {groups} = await groupsToChange(cluster, selection, allowNewGroups)
  const infoOf = await partitionInfos(cluster, rows)
  const wanted = groups.map((found): WantedGroup => {
    const commits = new Map(found.offsets.partitions.map((commit) => [partitionKey(commit), commit]))
    const offsets = (byGroup.get(found.offsets.groupId) ?? []).map((row) => {
      const commit = commits.get(partitionKey(row)) ?? neverCommitted(infoOf(row))
      return {
        position: row.position,
        info: infoOf(row),
        commit: row.error ? {...commit, error: row.error} : commit,
      }
    })
    return {found, offsets}
  })
  return buildPlan(cluster, wanted, {verb})
}

/** Tells the partition of each row; one that the cluster does not have carries its error. */
export async function partitionInfos(
  cluster: Cluster,
  rows: readonly TopicPartition[],
): Promise<(row: TopicPartition) => PartitionInfo> {
  const topics = await cluster.topics([...new Set(rows.map(({topic}) => topic))])
  const infos = new Map<string, PartitionInfo>()
  for (const {partitions} of topics.values()) {
    for (const info of partitions) infos.set(partitionKey(info), info)
  }
  return (row) => {
    const key = partitionKey(row)
    const info = infos.get(key) ?? goneInfo(row, topics.get(row.topic))
    infos.set(key, info)
    return info
  }
}
