import type {BrokerFailure, GroupMember, PartitionEnds, PartitionInfo} from '../types.js'
import {partitionLag, plain} from './calculate.js'
import type {FoundGroup} from './find-groups.js'
import type {GroupRow} from './group-rows.js'
import {GroupLag, LagReport} from './report.js'
import type {BlockingTransaction, GroupIdentity, LagMember, NextRecord} from './types.js'

/** A group with the partitions that concern it. */
export interface GroupRows {
  readonly group: FoundGroup
  readonly rows: readonly GroupRow[]
}

/** Everything that was read for a sample. */
export interface LagFacts {
  readonly cluster: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly groups: readonly GroupRows[]
  readonly failed: readonly BrokerFailure[]
  readonly ends: ReadonlyMap<PartitionInfo, PartitionEnds>
  readonly next: ReadonlyMap<GroupRow, NextRecord>
  readonly blocked: ReadonlyMap<PartitionInfo, BlockingTransaction>
  /** By topic. */
  readonly compacted: ReadonlyMap<string, boolean>
}

/** What the facts add up to. */
export function buildReport(facts: LagFacts): LagReport {
  const groups = facts.groups.map(({group, rows}) => {
    const share = group.description.type === 'share'
    const partitions = rows.flatMap((row) => {
      const ends = facts.ends.get(row.info)
      if (!ends) return []
      const {commit, member, info} = row
      const given = {
        commit,
        ends,
        leaderless: info.leader === undefined && info.replicas.length > 0,
        compacted: facts.compacted.get(info.topic),
        share,
        next: facts.next.get(row),
        transaction: facts.blocked.get(info),
        member,
      }
      return [partitionLag(given, facts.at)]
    })
    return new GroupLag(identity(group), partitions)
  })
  const unanswered = facts.failed.map(({broker, error}) => ({broker, error: plain(error)}))
  return new LagReport(facts.cluster, new Date(facts.at), groups, unanswered)
}

function identity({description, offsets}: FoundGroup): GroupIdentity {
  const {groupId, type, state, assignor, coordinator, members} = description
  const error = offsets.error ?? description.error
  return {
    group: groupId,
    type,
    state,
    members: members.map(lagMember),
    ...(assignor === '' ? {} : {assignor}),
    ...(coordinator === undefined ? {} : {coordinator}),
    ...(error ? {error: plain(error)} : {}),
  }
}

/** A member as overviews tell it. */
export const lagMember = ({
  memberId,
  clientId,
  host,
  instanceId,
  assignment = [],
}: GroupMember): LagMember => ({
  memberId,
  clientId,
  host,
  ...(instanceId === undefined ? {} : {instanceId}),
  partitions: assignment.length,
})
