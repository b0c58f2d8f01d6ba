import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {FoundGroup} from '../lag/find-groups.js'
import {requireTopics} from '../lag/require-topics.js'
import type {GroupSelection, TopicScope} from '../lag/selection.js'
import type {CommittedOffset} from '../types.js'
import {buildPlan} from './build-plan.js'
import {partitionInfos} from './plan-rows.js'
import {groupsToChange} from './read-groups.js'
import type {OffsetPlan} from './types.js'

export interface DeleteRequest {
  readonly groups: GroupSelection
  /** Commits on these partitions; on every topic that does not exist any more when it is `dead`. */
  readonly topics: TopicScope | 'dead'
}

/**
 * Which commits would go. Groups that have none of them are left out.
 *
 * @throws KbookError `GROUP_NOT_FOUND`, `TOPIC_NOT_FOUND`
 */
export async function planDelete(
  cluster: Cluster,
  {groups: selection, topics: wanted}: DeleteRequest,
): Promise<OffsetPlan> {
  const {groups, ...beside} = await groupsToChange(cluster, selection, false)
  const infoOf = await partitionInfos(
    cluster,
    groups.flatMap(({offsets}) => offsets.partitions),
  )
  // What cannot be looked at, for want of a right or of an answer, is not gone.
  const goes = (commit: CommittedOffset): boolean =>
    wanted === 'dead'
      ? infoOf(commit).error?.code === 'TOPIC_NOT_FOUND'
      : wanted.includes(commit.topic, commit.partition)
  const rows = groups.map((found) => ({found, offsets: commitsOf(found).filter(goes)}))
  const meant = rows.filter(
    ({found, offsets}) => offsets.length > 0 || found.offsets.error || found.description.error,
  )
  if (wanted !== 'dead') {
    requireTopics(wanted, groups, new Set(rows.flatMap(({offsets}) => offsets.map(({topic}) => topic))))
  }
  const plans = meant.map(({found, offsets}) => ({
    found,
    offsets: offsets.map((commit) => ({
      commit: refusedBy(found, commit),
      info: infoOf(commit),
      position: {to: 'nothing'} as const,
    })),
  }))
  return buildPlan(cluster, plans, {verb: 'delete', ...beside})
}

const commitsOf = ({offsets}: FoundGroup): CommittedOffset[] =>
  offsets.partitions.filter(({offset, error}) => offset !== undefined || error !== undefined)

/** A live member would commit again at once; the broker refuses it, too. */
function refusedBy({description, offsets}: FoundGroup, commit: CommittedOffset): CommittedOffset {
  const reader = description.members.find(({assignment = []}) =>
    assignment.some(({topic}) => topic === commit.topic),
  )
  if (!reader) return commit
  const {topic, partition} = commit
  const error = new KbookError(
    'GROUP_ACTIVE',
    `${topic}-${partition}: live members of "${offsets.groupId}" read this topic, such as ${reader.clientId} on ${reader.host}`,
    {hint: 'Stop its consumers first.'},
  )
  return {...commit, error}
}
