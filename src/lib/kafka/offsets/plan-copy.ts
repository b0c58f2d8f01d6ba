import {KbookError} from '../../errors.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import {requireTopics} from '../lag/require-topics.js'
import {topicScope} from '../lag/selection.js'
import {planRows} from './plan-rows.js'
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
  const rows = offsets.flatMap(({topic, partition, offset, leaderEpoch, metadata}) =>
    offset === undefined || !scope.includes(topic, partition)
      ? []
      : [
          {
            group: to,
            topic,
            partition,
            position: {to: 'offset', offset, exact: true, leaderEpoch, metadata} as const,
          },
        ],
  )
  if (rows.length === 0) {
    throw new KbookError('NOT_FOUND', `group "${from}" has no commits to take over`, {
      hint: `kbook offset show ${shellWord(from)}`,
    })
  }
  return planRows(cluster, rows, {allowNewGroups})
}
