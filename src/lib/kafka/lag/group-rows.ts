import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {byTopic} from '../topic-partitions.js'
import type {CommittedOffset, GroupMember, PartitionInfo, TopicInfo, TopicPartition} from '../types.js'
import type {FoundGroup} from './find-groups.js'
import {partitionKey} from './partition-key.js'
import type {TopicScope} from './selection.js'

/** A partition that concerns a group. */
export interface GroupRow {
  readonly commit: CommittedOffset
  readonly member: GroupMember | undefined
  readonly info: PartitionInfo
}

/** Topics that a group has committed on or is assigned to. */
export function topicsOf({offsets, description}: FoundGroup): ReadonlySet<string> {
  const topics = new Set<string>()
  for (const {topic} of offsets.partitions) topics.add(topic)
  for (const {assignment = []} of description.members) for (const {topic} of assignment) topics.add(topic)
  return topics
}

/**
 * Every partition of every topic of a group, so that one without a commit is seen too; and each that it committed,
 * even when it is gone.
 */
export function groupRows(
  group: FoundGroup,
  topics: ReadonlyMap<string, TopicInfo>,
  scope: TopicScope,
): GroupRow[] {
  const committed = byTopic(group.offsets.partitions)
  const readers = readersOf(group)
  return [...topicsOf(group)].flatMap((name) => {
    const topic = topics.get(name)
    const commits = new Map(committed.get(name)?.map((commit) => [commit.partition, commit]))
    const rows: GroupRow[] = []
    for (const info of topic?.partitions ?? []) {
      const commit = commits.get(info.partition) ?? neverCommitted(info)
      commits.delete(info.partition)
      rows.push({commit, member: readers?.get(partitionKey(info)), info})
    }
    for (const commit of commits.values())
      rows.push({commit, member: undefined, info: goneInfo(commit, topic)})
    return rows.filter(({info}) => scope.includes(name, info.partition))
  })
}

function readersOf({description: {members}}: FoundGroup): ReadonlyMap<string, GroupMember> | undefined {
  if (members.length === 0) return undefined
  return new Map(
    members.flatMap((member) =>
      (member.assignment ?? []).map((assigned) => [partitionKey(assigned), member] as const),
    ),
  )
}

/** Stands for a partition that the cluster does not have (any more). */
export function goneInfo({topic, partition}: TopicPartition, info: TopicInfo | undefined): PartitionInfo {
  const error = info?.error ?? kafkaError(ERROR_CODE.unknownTopicOrPartition, `${topic}-${partition}`)
  return {
    topic,
    partition,
    leader: undefined,
    leaderEpoch: undefined,
    replicas: [],
    isr: [],
    offlineReplicas: [],
    error,
  }
}

/** Stands for the commit that a group never made. */
export const neverCommitted = ({topic, partition}: TopicPartition): CommittedOffset => ({
  topic,
  partition,
  offset: undefined,
  leaderEpoch: undefined,
  metadata: '',
  error: undefined,
})
