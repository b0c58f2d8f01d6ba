import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
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
  return new Set([
    ...offsets.partitions.map(({topic}) => topic),
    ...description.members.flatMap(({assignment = []}) => assignment.map(({topic}) => topic)),
  ])
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
  const commits = new Map(group.offsets.partitions.map((commit) => [partitionKey(commit), commit]))
  const readers = new Map(
    group.description.members.flatMap((member) =>
      (member.assignment ?? []).map((assigned) => [partitionKey(assigned), member] as const),
    ),
  )
  const present = [...topicsOf(group)].flatMap((name) => topics.get(name)?.partitions ?? [])
  const known = new Set(present.map(partitionKey))
  const gone = group.offsets.partitions
    .filter((commit) => !known.has(partitionKey(commit)))
    .map((commit) => goneInfo(commit, topics.get(commit.topic)))
  return [...present, ...gone]
    .filter(({topic, partition}) => scope.includes(topic, partition))
    .map((info) => {
      const key = partitionKey(info)
      return {commit: commits.get(key) ?? neverCommitted(info), member: readers.get(key), info}
    })
}

function goneInfo({topic, partition}: TopicPartition, info: TopicInfo | undefined): PartitionInfo {
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

const neverCommitted = ({topic, partition}: TopicPartition): CommittedOffset => ({
  topic,
  partition,
  offset: undefined,
  leaderEpoch: undefined,
  metadata: '',
  error: undefined,
})
