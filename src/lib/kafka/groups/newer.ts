import type {ConsumerGroupDescribeResponse} from '../protocol/apis/consumer-group-describe.js'
import type {ShareGroupDescribeResponse} from '../protocol/apis/share-group-describe.js'
import type {StreamsGroupDescribeResponse} from '../protocol/apis/streams-group-describe.js'
import {inOrder} from '../topic-partitions.js'
import type {GroupDescription, GroupMember, GroupType, TopicPartition} from '../types.js'
import {plainHost} from './host.js'

/** Kinds of groups that have a describe request of their own. */
export const NEWER_KINDS = [
  {api: 'ConsumerGroupDescribe', type: 'consumer'},
  {api: 'ShareGroupDescribe', type: 'share'},
  {api: 'StreamsGroupDescribe', type: 'streams'},
] as const

type Row =
  | ConsumerGroupDescribeResponse['groups'][number]
  | ShareGroupDescribeResponse['groups'][number]
  | StreamsGroupDescribeResponse['groups'][number]

/** A group whose members the broker itself assigns (KIP-848, KIP-932, KIP-1071). */
export function newerGroup(type: GroupType, row: Row): Omit<GroupDescription, 'error' | 'coordinator'> {
  return {
    groupId: row.groupId,
    type,
    state: row.groupState,
    assignor: 'assignorName' in row ? row.assignorName : '',
    epoch: row.groupEpoch,
    members: row.members.map((member): GroupMember => ({
      memberId: member.memberId,
      instanceId: 'instanceId' in member ? (member.instanceId ?? undefined) : undefined,
      clientId: member.clientId,
      host: plainHost(member.clientHost),
      assignment: assignmentOf(member),
      epoch: member.memberEpoch,
      ...(member.rackId ? {rack: member.rackId} : {}),
    })),
  }
}

/** Streams members are given tasks, not partitions. */
function assignmentOf({assignment}: Row['members'][number]): readonly TopicPartition[] | undefined {
  if (!('topicPartitions' in assignment)) return undefined
  return assignment.topicPartitions
    .flatMap(({topicName, partitions}) => partitions.map((partition) => ({topic: topicName, partition})))
    .sort(inOrder)
}
