import {KbookError} from '../../errors.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import {requireTopics} from '../lag/require-topics.js'
import {topicScope} from '../lag/selection.js'
import {planRows, type PositionRow} from './plan-rows.js'
import {groupsToChange} from './read-groups.js'
import type {OffsetPlan} from './types.js'

export interface CopyRequest {
  readonly from: string
  readonly to: string
  /** Only these topics and partitions, all of them when there is none. */
  readonly topics: readonly string[]
  readonly allowNewGroups: boolean
}

/**
 * What giving one group the commits of another would do, leader epochs and metadata included. Partitions on which
 * the other has none stay as they are.
 *
 * @throws KbookError `BAD_INPUT`, `GROUP_NOT_FOUND`, `GROUP_ACTIVE`
 */
export async function planCopy(
  cluster: Cluster,
  {from, to, topics, allowNewGroups}: CopyRequest,
): Promise<OffsetPlan> {
  if (from === to) throw new KbookError('BAD_INPUT', `"${to}" is both groups: name two that differ`)
  const scope = topicScope(topics)
  const {groups} = await groupsToChange(cluster, {all: false, names: [from], patterns: []}, false)
  const offsets = groups.flatMap((group) => {
    if (group.offsets.error) throw group.offsets.error
    return group.offsets.partitions
  })
  requireTopics(scope, groups, new Set(offsets.map(({topic}) => topic)))
  // A commit that cannot be read stays a row, which fails: without it the copy would look whole.
  const rows = offsets
    .filter(({topic, partition}) => scope.includes(topic, partition))
    .flatMap(({topic, partition, offset, leaderEpoch, metadata, error}): PositionRow[] => {
      const row = {group: to, topic, partition}
      if (error) return [{...row, position: {to: 'current'}, error}]
      if (offset === undefined) return []
      return [{...row, position: {to: 'offset', offset, exact: true, leaderEpoch, metadata}}]
    })
  if (rows.length === 0) {
    throw new KbookError('NOT_FOUND', `group "${from}" has no commits to take over`, {
      hint: `kbook offset show ${shellWord(from)}`,
    })
  }
  return planRows(cluster, rows, {allowNewGroups})
}
