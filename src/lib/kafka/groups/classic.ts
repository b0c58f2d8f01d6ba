import type {DescribeGroupsResponse} from '../protocol/apis/describe-groups.js'
import {decodeMessage} from '../protocol/codec.js'
import {inOrder} from '../topic-partitions.js'
import type {GroupDescription, GroupMember, TopicPartition} from '../types.js'
import {plainHost} from './host.js'

type Row = DescribeGroupsResponse['groups'][number]

/** A group of the classic protocol, as DescribeGroups tells it. */
export function classicGroup(row: Row): Omit<GroupDescription, 'error' | 'coordinator'> {
  const consumers = row.protocolType === 'consumer'
  return {
    groupId: row.groupId,
    type: 'classic',
    state: row.groupState,
    assignor: row.protocolData,
    epoch: undefined,
    members: row.members.map((member): GroupMember => ({
      memberId: member.memberId,
      instanceId: member.groupInstanceId ?? undefined,
      clientId: member.clientId,
      host: plainHost(member.clientHost),
      assignment: consumers ? readAssignment(member.memberAssignment) : undefined,
    })),
  }
}

/** Versions that the table knows of the assignment; later ones only add fields at the end. */
const NEWEST = 3

/**
 * What a consumer is to read, from the bytes that its group's leader made: any client may write them, so that
 * bytes that do not fit are `undefined` and no error. Empty bytes are a member that has not been given any yet.
 */
export function readAssignment(bytes: Buffer): readonly TopicPartition[] | undefined {
  if (bytes.length === 0) return []
  try {
    const version = Math.min(bytes.readInt16BE(0), NEWEST)
    const {assignedPartitions} = decodeMessage('ConsumerProtocolAssignment', version, bytes.subarray(2)) as {
      assignedPartitions: readonly {topic: string; partitions: readonly number[]}[]
    }
    return assignedPartitions
      .flatMap(({topic, partitions}) => partitions.map((partition) => ({topic, partition})))
      .sort(inOrder)
  } catch {
    return undefined
  }
}
