import type {Cluster} from '../cluster.js'
import {describeGroups} from '../describe-groups.js'
import {lagMember} from '../lag/build-report.js'
import {plain} from '../lag/calculate.js'
import {describeLag} from '../lag/describe.js'
import {noSuchGroup} from '../lag/no-such-group.js'
import type {GroupLag} from '../lag/report.js'
import {selects, type GroupSelection} from '../lag/selection.js'
import type {LagTotal} from '../lag/totals.js'
import type {LagError, LagMember} from '../lag/types.js'
import {listGroups} from '../list-groups.js'
import type {GroupDescription, GroupState, GroupType, ListedGroup} from '../types.js'

export interface GroupListOptions {
  /** Kafka's words, in any case; every state when empty. */
  readonly states?: readonly GroupState[]
  /** Every type when empty. */
  readonly types?: readonly GroupType[]
  /** Also how far each is behind: commits and log ends are read for it. */
  readonly lag: boolean
  /** Also who is in it; always told together with the lag. */
  readonly members: boolean
}

export interface GroupEntry {
  readonly group: string
  readonly type: GroupType
  readonly state: GroupState
  /** Node id. */
  readonly coordinator?: number
  /** Absent when nobody asked for them. */
  readonly members?: readonly LagMember[]
  readonly lag?: LagTotal
  /** Why the group, or its members or offsets, could not be read. */
  readonly error?: LagError
}

export interface GroupList {
  readonly cluster: string
  /** Worst first with their lag, otherwise by name. */
  readonly groups: readonly GroupEntry[]
  /** Brokers that could not be asked which groups they have: their groups are missing. */
  readonly unanswered: readonly {readonly broker: number; readonly error: LagError}[]
}

/**
 * The groups of a cluster, of every type: one request a broker, and with lag one of each kind per coordinator and
 * leader. Throws `GROUP_NOT_FOUND` when groups are selected and there is none of them.
 */
export async function listGroupEntries(
  cluster: Cluster,
  selection: GroupSelection,
  options: GroupListOptions,
): Promise<GroupList> {
  const list = await (options.lag ? withLag : withoutLag)(cluster, selection, options)
  const groups = list.groups.filter((group) => passes(options, group))
  const narrowed = selection.all || (options.states?.length ?? 0) + (options.types?.length ?? 0) > 0
  if (groups.length === 0 && !narrowed && list.unanswered.length === 0) {
    throw await noSuchGroup(cluster, selection)
  }
  return {...list, groups}
}

async function withLag(
  cluster: Cluster,
  selection: GroupSelection,
  options: GroupListOptions,
): Promise<GroupList> {
  const where = (group: ListedGroup): boolean => selects(selection, group.groupId) && passes(options, group)
  const report = await describeLag(cluster, {all: true, names: [], patterns: [], where}, {time: false})
  return {cluster: cluster.name, groups: report.groups.map(measured), unanswered: report.unanswered}
}

async function withoutLag(
  cluster: Cluster,
  selection: GroupSelection,
  options: GroupListOptions,
): Promise<GroupList> {
  const listing = await listGroups(cluster)
  const listed = listing.groups.filter((group) => selects(selection, group.groupId) && passes(options, group))
  const asked = options.members ? listed : listed.filter(isVague)
  const described = await describeGroups(
    cluster,
    asked.map(({groupId}) => groupId),
  )
  const byId = new Map(described.map((group) => [group.groupId, group]))
  return {
    cluster: cluster.name,
    groups: listed.map((group) => entry(group, byId.get(group.groupId), options.members)),
    unanswered: listing.failed.map(({broker, error}) => ({broker, error: plain(error)})),
  }
}

/** Brokers of before Kafka 3.8 list groups without their type, those of before 2.6 without their state too. */
const isVague = ({type, state}: ListedGroup): boolean => type === 'unknown' || state === 'Unknown'

/** What is not known yet passes: it is looked at again once the group is described. */
function passes(
  {states = [], types = []}: GroupListOptions,
  {type, state}: {readonly type: GroupType; readonly state: GroupState},
): boolean {
  const given = state.toLowerCase()
  return (
    (types.length === 0 || type === 'unknown' || types.includes(type)) &&
    (states.length === 0 || given === 'unknown' || states.some((one) => one.toLowerCase() === given))
  )
}

const measured = ({group, type, state, coordinator, members, total, error}: GroupLag): GroupEntry => ({
  group,
  type,
  state,
  ...(coordinator === undefined ? {} : {coordinator}),
  members,
  lag: total,
  ...(error ? {error} : {}),
})

function entry(
  {groupId, coordinator, type, state}: ListedGroup,
  description: GroupDescription | undefined,
  withMembers: boolean,
): GroupEntry {
  const error = description?.error
  const known = description && !error ? description : {type, state}
  return {
    group: groupId,
    type: known.type,
    state: known.state,
    coordinator,
    ...(withMembers && description && !error ? {members: description.members.map(lagMember)} : {}),
    ...(error ? {error: plain(error)} : {}),
  }
}
