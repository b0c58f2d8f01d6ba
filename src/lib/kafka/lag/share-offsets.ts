import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import type {CommittedOffset, GroupOffsets} from '../types.js'
import {attempt} from './attempt.js'

/**
 * Where each share group's records begin that are not acknowledged yet (KIP-932). Records behind that offset may
 * have been read already, since share groups acknowledge each on its own. One request a group, pipelined.
 */
export async function shareOffsets(cluster: Cluster, groupIds: readonly string[]): Promise<GroupOffsets[]> {
  return Promise.all(groupIds.map((groupId) => one(cluster, groupId)))
}

async function one(cluster: Cluster, groupId: string): Promise<GroupOffsets> {
  const answer = await attempt(() =>
    cluster.toCoordinator(groupId, 'DescribeShareGroupOffsets', {groups: [{groupId, topics: null}]}),
  )
  if ('error' in answer) return {groupId, partitions: [], error: answer.error}
  const [group] = answer.value.groups
  const error = group?.errorCode
    ? kafkaError(group.errorCode, `group "${groupId}"`, group.errorMessage, {
        operation: 'Describe',
        type: 'group',
        name: groupId,
      })
    : undefined
  const partitions = (group?.topics ?? []).flatMap(({topicName: topic, partitions}) =>
    partitions.map(({partitionIndex: partition, startOffset, errorCode, errorMessage}): CommittedOffset => ({
      topic,
      partition,
      offset: startOffset < 0n || errorCode !== 0 ? undefined : startOffset,
      leaderEpoch: undefined,
      metadata: '',
      error: errorCode === 0 ? undefined : kafkaError(errorCode, `${topic}-${partition}`, errorMessage),
    })),
  )
  return {groupId, partitions, error}
}
