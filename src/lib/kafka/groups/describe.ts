import type {Cluster} from '../cluster.js'
import {describeGroups} from '../describe-groups.js'
import {lagMember} from '../lag/build-report.js'
import {describeLag} from '../lag/describe.js'
import {GroupLag, type LagReport} from '../lag/report.js'
import type {GroupSelection, TopicScope} from '../lag/selection.js'
import type {GroupIdentity, LagMember, PartitionLag} from '../lag/types.js'
import {byTopic} from '../topic-partitions.js'
import type {BrokerInfo, GroupDescription, GroupMember} from '../types.js'

/** A member with what it was given. */
export interface MemberDetail extends LagMember {
  readonly assignment: readonly {readonly topic: string; readonly partitions: readonly number[]}[]
  /** How far it has followed the group's epoch; only where the broker assigns partitions. */
  readonly epoch?: number
  readonly rack?: string
}

interface DetailedIdentity extends GroupIdentity {
  readonly members: readonly MemberDetail[]
}

/** A group with its lag and everything that is known about its members. */
export class GroupDetail extends GroupLag {
  declare readonly members: readonly MemberDetail[]
  /** Of the whole group: each change of members or topics raises it. Only where the broker assigns partitions. */
  readonly epoch?: number
  /** Address of its coordinator. */
  readonly coordinatorAddress?: string

  constructor(
    identity: DetailedIdentity,
    partitions: readonly PartitionLag[],
    {epoch, coordinator}: {epoch: number | undefined; coordinator: BrokerInfo | undefined},
  ) {
    super(identity, partitions)
    if (epoch !== undefined) this.epoch = epoch
    if (coordinator) this.coordinatorAddress = `${coordinator.host}:${coordinator.port}`
  }

  /** Members that were given nothing to read. */
  idle(): readonly MemberDetail[] {
    return this.members.filter(({assignment}) => assignment.length === 0)
  }

  /** Members that have not taken over the present assignment yet. */
  behindEpoch(): readonly MemberDetail[] {
    const {epoch: current} = this
    return current === undefined ? [] : this.members.filter(({epoch = current}) => epoch < current)
  }
}

/** Several groups at one instant, those that need somebody first. */
export interface GroupDetails extends Pick<LagReport, 'cluster' | 'at' | 'unanswered'> {
  readonly groups: readonly GroupDetail[]
}

/** Members, assignments, coordinator, offsets and lag of the selected groups. */
export async function describeGroupDetails(
  cluster: Cluster,
  selection: GroupSelection,
  scope: TopicScope,
): Promise<GroupDetails> {
  const report = await describeLag(cluster, selection, {scope})
  const ids = report.groups.map(({group}) => group)
  const [descriptions, {brokers}] = await Promise.all([describeGroups(cluster, ids), cluster.info()])
  const {at, unanswered} = report
  const groups = report.groups.map((lag, index) => detail(lag, descriptions[index], brokers))
  return {cluster: cluster.name, at, groups, unanswered}
}

function detail(
  lag: GroupLag,
  description: GroupDescription | undefined,
  brokers: readonly BrokerInfo[],
): GroupDetail {
  const known = description?.error ? undefined : description
  const members = known?.members.map(memberDetail) ?? []
  const coordinator = brokers.find(({id}) => id === (known ?? lag).coordinator)
  const {state = lag.state, type = lag.type} = known ?? {}
  const {group, assignor, error} = lag
  const identity = {
    ...{group, type, state, members},
    ...(assignor === undefined ? {} : {assignor}),
    ...(coordinator ? {coordinator: coordinator.id} : {}),
    ...(error ? {error} : {}),
  }
  return new GroupDetail(identity, lag.partitions, {epoch: known?.epoch, coordinator})
}

function memberDetail(member: GroupMember): MemberDetail {
  const {assignment = [], epoch, rack} = member
  return {
    ...lagMember(member),
    assignment: [...byTopic(assignment)].map(([topic, rows]) => ({
      topic,
      partitions: rows.map(({partition}) => partition),
    })),
    ...(epoch === undefined ? {} : {epoch}),
    ...(rack === undefined ? {} : {rack}),
  }
}
