import {done, failed, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import {describeGroups} from '../describe-groups.js'
import {kafkaError} from '../error-map.js'
import {attempt} from '../lag/attempt.js'
import {noSuchGroup} from '../lag/no-such-group.js'
import {groupSelection} from '../lag/selection.js'
import type {LeaveGroupRequestMemberIdentity} from '../protocol/apis/leave-group.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {GroupDescription, GroupMember, GroupType} from '../types.js'

/** Which members are meant: by their ids, by their static ids (`group.instance.id`), or all. */
export interface MemberSelection {
  readonly memberIds: readonly string[]
  readonly instanceIds: readonly string[]
  readonly all: boolean
}

export interface RemoveMembersPlan {
  readonly cluster: string
  readonly group: string
  readonly type: GroupType
  readonly members: readonly GroupMember[]
  /** Members that stay. */
  readonly remaining: number
}

/** The first version that removes others, by member id or static id. */
const OTHERS = 3
/** The first version that carries a reason into the broker's log. */
const WITH_REASON = 5
const REASON = 'removed by an operator with kbook'
/** Members a request. */
const CHUNK = 100

/**
 * Whom removing would remove.
 *
 * @throws KbookError `NOT_FOUND` naming members that there are not, `UNSUPPORTED` for groups whose members only leave
 * by themselves, `GROUP_NOT_FOUND`
 */
export async function planRemoveMembers(
  cluster: Cluster,
  group: string,
  selection: MemberSelection,
): Promise<RemoveMembersPlan> {
  const [found] = await describeGroups(cluster, [group])
  if (!found || found.error?.code === 'GROUP_NOT_FOUND')
    throw await noSuchGroup(cluster, groupSelection([group], false))
  if (found.error) throw found.error
  const {type} = found
  if (type === 'share' || type === 'streams') throw leavesByItself(group, type)
  const members = found.members.filter(
    ({memberId, instanceId}) =>
      selection.all ||
      selection.memberIds.includes(memberId) ||
      (instanceId !== undefined && selection.instanceIds.includes(instanceId)),
  )
  requireMembers(found, selection)
  return {cluster: cluster.name, group, type, members, remaining: found.members.length - members.length}
}

const leavesByItself = (group: string, type: GroupType): KbookError =>
  new KbookError('UNSUPPORTED', `Kafka has no request that removes a member of a ${type} group: "${group}"`, {
    hint: 'Stop the consumer: the broker lets it go when its session ends.',
  })

function requireMembers({groupId, members}: GroupDescription, selection: MemberSelection): void {
  const missing = [
    ...selection.memberIds.filter((id) => !members.some(({memberId}) => memberId === id)),
    ...selection.instanceIds.filter((id) => !members.some(({instanceId}) => instanceId === id)),
  ]
  if (missing.length === 0) return
  throw new KbookError('NOT_FOUND', `group "${groupId}" has no member ${missing.join(', ')}`, {
    hint: [
      members.length === 0
        ? 'It has no members at all.'
        : 'A consumer that joins again gets another member id.',
      `kbook group describe ${shellWord(groupId)}`,
    ],
  })
}

/** Removes the members of a plan, a request for a hundred. */
export async function removeMembers(
  cluster: Cluster,
  plan: RemoveMembersPlan,
  {signal, progress}: ChangeControl,
): Promise<RowOutcome[]> {
  const rows: RowOutcome[] = []
  for (let at = 0; at < plan.members.length; at += CHUNK) {
    const chunk = plan.members.slice(at, at + CHUNK)
    if (signal.aborted) rows.push(...chunk.map((member) => notDone(subjectOf(member))))
    else rows.push(...(await removeChunk(cluster, plan, chunk)))
    progress(rows.length, plan.members.length)
  }
  return rows
}

async function removeChunk(
  cluster: Cluster,
  {group, type}: RemoveMembersPlan,
  members: readonly GroupMember[],
): Promise<RowOutcome[]> {
  const answer = await attempt(() =>
    cluster.toCoordinator(
      group,
      'LeaveGroup',
      (version) => ({groupId: group, members: members.map((member) => identity(member, version))}),
      {minVersion: OTHERS},
    ),
  )
  if ('error' in answer) return members.map((member) => failed(subjectOf(member), answer.error))
  const {errorCode, members: left} = answer.value
  const needs = {operation: 'Read', type: 'group', name: group} as const
  return members.map((member, index) => {
    const code = errorCode === ERROR_CODE.none ? (left[index]?.errorCode ?? errorCode) : errorCode
    if (code === ERROR_CODE.none) return done(subjectOf(member))
    if (code === ERROR_CODE.unknownMemberId) return failed(subjectOf(member), gone(group, type))
    return failed(subjectOf(member), kafkaError(code, `group "${group}"`, undefined, needs))
  })
}

// A static member is named by its static id alone: its member id changes each time that it starts.
const identity = ({memberId, instanceId}: GroupMember, version: number): LeaveGroupRequestMemberIdentity => ({
  memberId: instanceId === undefined ? memberId : '',
  groupInstanceId: instanceId ?? null,
  ...(version >= WITH_REASON ? {reason: REASON} : {}),
})

const subjectOf = ({memberId, instanceId}: GroupMember): string =>
  instanceId === undefined ? `member ${memberId}` : `static member ${instanceId}`

const gone = (group: string, type: GroupType): KbookError =>
  type === 'consumer'
    ? new KbookError('UNSUPPORTED', 'it has left by itself, or the cluster removes only classic members', {
        hint: 'Members of the new consumer protocol (KIP-848) can be removed from Kafka 4.1 on.',
      })
    : new KbookError('NOT_FOUND', `it is no member of group "${group}" any more`)
