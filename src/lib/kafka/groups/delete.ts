import {failed, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import {count} from '../../output/format.js'
import type {Cluster} from '../cluster.js'
import {readVisibility} from '../health/visibility.js'
import {attempt} from '../lag/attempt.js'
import {findGroups, isMissing, readGroups, type FoundGroup} from '../lag/find-groups.js'
import {partitionKey} from '../lag/partition-key.js'
import type {GroupSelection} from '../lag/selection.js'
import type {ReplacedOffset} from '../offsets/undo.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {Failure, failureOf, scatter} from '../scatter.js'
import {byTopic} from '../topic-partitions.js'
import {TransportError} from '../transport-error.js'
import type {CommittedOffset, GroupState, GroupType, TopicInfo} from '../types.js'
import {membersText} from './members-text.js'

/** A group that goes, with what goes with it. */
export interface PlannedDeletion {
  readonly group: string
  readonly type: GroupType
  readonly state: GroupState
  readonly topics: readonly string[]
  /** The offsets that are lost; of a share group where its unread records begin. */
  readonly partitions: readonly ReplacedOffset[]
}

export interface DeleteGroupsPlan {
  readonly cluster: string
  readonly groups: readonly PlannedDeletion[]
  /**
   * Why there may be offsets beside these, which go as well and cannot be put back: brokers do not show commits on
   * topics that this user may not describe.
   */
  readonly hidden?: KbookError
}

/**
 * What deleting the selected groups would delete. All of them or none: who names a group that cannot be deleted has
 * something else in mind than what would happen.
 *
 * @throws KbookError `GROUP_ACTIVE` when one has members, `GROUP_NOT_FOUND` when one does not exist
 */
export async function planDeleteGroups(
  cluster: Cluster,
  selection: GroupSelection,
): Promise<DeleteGroupsPlan> {
  const {groups, failed} = await findGroups(cluster, selection)
  const unreadable = failed[0]?.error ?? groups.map(errorOf).find((error) => error !== undefined)
  if (unreadable) throw unreadable
  const active = groups.filter(({description}) => description.members.length > 0)
  if (active.length > 0) throw activeGroups(active)
  const [topics, {topics: hidden}] = await Promise.all([
    cluster.topics([...new Set(groups.flatMap(({offsets}) => offsets.partitions.map(({topic}) => topic)))]),
    readVisibility(cluster),
  ])
  return {
    cluster: cluster.name,
    groups: groups.map((group) => planned(group, topics)),
    ...(hidden && {hidden}),
  }
}

const errorOf = ({description, offsets}: FoundGroup): KbookError | undefined =>
  offsets.error ?? description.error

/** Groups told in one error. */
const TOLD = 10

function activeGroups(active: readonly FoundGroup[]): KbookError {
  const lines = active
    .slice(0, TOLD)
    .map(({description}) => `group "${description.groupId}" has ${membersText(description.members)}`)
  if (active.length > TOLD) lines.push(`and ${count(active.length - TOLD)} more groups have members`)
  return new KbookError('GROUP_ACTIVE', lines.join('\n'), {
    hint: 'Nothing was deleted. Stop these consumers first (scale them to zero), or leave their groups out.',
    details: {groups: active.map(({description}) => description.groupId)},
  })
}

function planned(
  {description, offsets}: FoundGroup,
  topics: ReadonlyMap<string, TopicInfo>,
): PlannedDeletion {
  const {groupId, type, state} = description
  const partitions = offsets.partitions.map((commit) => ({
    ...commit,
    topicId: topics.get(commit.topic)?.topicId,
  }))
  return {group: groupId, type, state, topics: [...byTopic(partitions).keys()].sort(), partitions}
}

/** Groups a request, so that an interruption leaves the rest alone. */
const CHUNK = 100

/**
 * Deletes the groups of a plan: one request a coordinator. Each is looked at once more before: one that has committed
 * since is left alone, since what it has now is not what was kept. One that has members by now is refused by its
 * broker.
 */
export async function deleteGroups(
  cluster: Cluster,
  {groups}: DeleteGroupsPlan,
  {signal, progress}: ChangeControl,
): Promise<RowOutcome[]> {
  const rows: RowOutcome[] = []
  for (let at = 0; at < groups.length; at += CHUNK) {
    const chunk = groups.slice(at, at + CHUNK)
    if (signal.aborted) rows.push(...chunk.map(({group}) => notDone(subjectOf(group))))
    else rows.push(...(await deleteSteady(cluster, chunk)))
    progress(rows.length, groups.length)
  }
  return rows
}

async function deleteSteady(cluster: Cluster, chunk: readonly PlannedDeletion[]): Promise<RowOutcome[]> {
  const names = chunk.map(({group}) => group)
  const fresh = await attempt(() => readGroups(cluster, names))
  if ('error' in fresh) return names.map((group) => failed(subjectOf(group), fresh.error))
  const refusals = chunk.map((group, index) => refusalNow(group, fresh.value[index]))
  const steady = names.filter((_, index) => refusals[index] === undefined)
  const answers = steady.length > 0 ? await deleteChunk(cluster, steady) : []
  const outcomes = new Map(steady.map((group, index) => [group, answers[index]]))
  return names.map((group, index) => {
    const refusal = refusals[index]
    return refusal ? failed(subjectOf(group), refusal) : (outcomes.get(group) ?? notDone(subjectOf(group)))
  })
}

/** Whoever deletes a group that is gone is told so by its broker. */
function refusalNow({group, partitions}: PlannedDeletion, fresh?: FoundGroup): KbookError | undefined {
  if (!fresh || isMissing(fresh)) return undefined
  const {offsets, description} = fresh
  const error = offsets.error ?? description.error
  if (error && error.code !== 'GROUP_NOT_FOUND') return error
  if (committedText(partitions) === committedText(offsets.partitions)) return undefined
  return new KbookError('REFUSED', `group "${group}" has committed since the plan was made`, {
    hint: 'Somebody still uses it. Look again with --dry-run.',
  })
}

const committedText = (partitions: readonly CommittedOffset[]): string =>
  partitions
    .map(({topic, partition, offset}) => `${partitionKey({topic, partition})} ${offset ?? '-'}`)
    .sort()
    .join('\n')

async function deleteChunk(cluster: Cluster, ids: readonly string[]): Promise<RowOutcome[]> {
  const results = await scatter<string, 'deleted'>(
    {
      keys: ids,
      locate: (groups, refresh) => cluster.coordinators(groups, {refresh}),
      ask: (broker, groups) => askOnce(cluster, broker, groups),
    },
    cluster.requestTimeoutMs,
  )
  return ids.map((id, index): RowOutcome => {
    const result = results[index]
    return result instanceof KbookError
      ? failed(subjectOf(id), result)
      : {subject: subjectOf(id), status: 'done'}
  })
}

/** The row of a group in the outcome. */
export const subjectOf = (group: string): string => `group "${group}"`

/** A request whose answer was lost is not sent again: it would be told that the group does not exist. */
async function askOnce(
  cluster: Cluster,
  broker: number,
  groupsNames: readonly string[],
): Promise<ReadonlyMap<string, 'deleted' | Failure>> {
  try {
    const {results} = await cluster.toBroker(broker, 'DeleteGroups', {groupsNames})
    return new Map(
      results.map(({groupId, errorCode}) => [
        groupId,
        errorCode === ERROR_CODE.none
          ? 'deleted'
          : failureOf(errorCode, subjectOf(groupId), undefined, {
              operation: 'Delete',
              type: 'group',
              name: groupId,
            }),
      ]),
    )
  } catch (error) {
    if (!(error instanceof TransportError) || !error.sent) throw error
    return new Map(groupsNames.map((group) => [group, new Failure(error, 0)]))
  }
}
