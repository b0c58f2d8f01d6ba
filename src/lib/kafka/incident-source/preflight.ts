import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeGroups} from '../describe-groups.js'
import type {TopicPartition} from '../types.js'

/**
 * The partitions of the topics.
 *
 * @throws KbookError `TOPIC_NOT_FOUND`, or what else stands against reading one
 */
export async function partitionsOf(
  cluster: Cluster,
  names: readonly string[],
  only?: readonly number[],
): Promise<TopicPartition[]> {
  const topics = await cluster.topics(names, {refresh: true})
  return names.flatMap((name) => {
    const info = topics.get(name)
    if (!info || info.error)
      throw info?.error ?? new KbookError('TOPIC_NOT_FOUND', `topic "${name}" does not exist`)
    const missing = only?.find((wanted) => !info.partitions.some(({partition}) => partition === wanted))
    if (missing !== undefined) {
      throw new KbookError('BAD_FLAG', `topic "${name}" has no partition ${missing}`, {
        hint: `It has ${info.partitions.length}, numbered from 0.`,
      })
    }
    return info.partitions
      .filter(({partition}) => only?.includes(partition) ?? true)
      .map(({partition}) => ({topic: name, partition}))
  })
}

/**
 * Refuses a group that somebody else is in: with a history of its own, each would act on half of the messages
 * and know nothing of the other half.
 *
 * @throws KbookError `GROUP_ACTIVE`
 */
export async function refuseOtherMembers(cluster: Cluster, group: string, instanceId: string): Promise<void> {
  const [description] = await describeGroups(cluster, [group])
  // A group that does not exist yet is an error here, too, and the best one.
  if (!description || description.error?.code === 'GROUP_NOT_FOUND') return
  if (description.error) throw description.error
  const others = description.members.filter((member) => member.instanceId !== instanceId)
  if (others.length === 0) return
  const names = others.map(({clientId, host}) => `${clientId} on ${host}`)
  throw new KbookError('GROUP_ACTIVE', `group "${group}" already has other members: ${names.join(', ')}`, {
    hint: [
      'Each would get a part of the messages, and this history knows only its own part.',
      'Stop the others first, or give this consumer a group of its own.',
    ],
    details: {group, members: others},
  })
}
