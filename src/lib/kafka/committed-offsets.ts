import {KbookError} from '../errors.js'
import type {Cluster} from './cluster.js'
import {kafkaError} from './error-map.js'
import type {OffsetFetchRequest, OffsetFetchResponse} from './protocol/apis/offset-fetch.js'
import {ERROR_CODE} from './protocol/errors.js'
import {failureOf, scatter, type Failure} from './scatter.js'
import {byTopic} from './topic-partitions.js'
import type {CommittedOffset, GroupOffsets, TopicPartition} from './types.js'

/** Many groups travel in one request from this version on (Kafka 3.0). */
const MANY_GROUPS = 8
/** Names topics; the next version knows them by id only. */
const LATEST = 9
/** Can ask for all topics of a group. */
const OLDEST = 2

/** Groups a request: answers stay small enough to be decoded while the broker prepares the next. */
const CHUNK = 200

/**
 * Committed offsets of each group, in the order asked: of all partitions that it ever committed, or of those
 * that are named, then with `offset: undefined` where it never did. A group that does not exist has none.
 */
export async function fetchCommitted(
  cluster: Cluster,
  groupIds: readonly string[],
  partitions?: readonly TopicPartition[],
): Promise<GroupOffsets[]> {
  const topics = partitions && topicRows(partitions)
  const results = await scatter<string, readonly CommittedOffset[]>(
    {
      keys: groupIds,
      locate: (groups, refresh) => cluster.coordinators(groups, {refresh}),
      ask: async (broker, groups) => {
        const size = (await cluster.supports('OffsetFetch', MANY_GROUPS)) ? CHUNK : 1
        const parts = Array.from({length: Math.ceil(groups.length / size)}, (_, n) =>
          groups.slice(n * size, (n + 1) * size),
        )
        const answers = await Promise.all(parts.map((part) => askGroups(cluster, broker, part, topics)))
        return new Map(answers.flat())
      },
    },
    cluster.requestTimeoutMs,
  )
  return groupIds.map((groupId, index) => {
    const result = results[index] ?? []
    if (result instanceof KbookError) return {groupId, partitions: [], error: result}
    return {groupId, partitions: result, error: undefined}
  })
}

type TopicRows = readonly {name: string; partitionIndexes: readonly number[]}[]
type GroupRow = Pick<OffsetFetchResponse['groups'][number], 'topics' | 'errorCode'>
type Answer = [groupId: string, offsets: readonly CommittedOffset[] | Failure]

const topicRows = (partitions: readonly TopicPartition[]): TopicRows =>
  [...byTopic(partitions)].map(([name, rows]) => ({
    name,
    partitionIndexes: rows.map(({partition}) => partition),
  }))

async function askGroups(
  cluster: Cluster,
  broker: number,
  groups: readonly string[],
  topics: TopicRows | undefined,
): Promise<Answer[]> {
  const body = (version: number): OffsetFetchRequest =>
    version >= MANY_GROUPS
      ? {groups: groups.map((groupId) => ({groupId, topics: topics ?? null}))}
      : {groupId: groups[0] ?? '', topics: topics ?? null}
  const options = {minVersion: groups.length > 1 ? MANY_GROUPS : OLDEST, maxVersion: LATEST}
  const answer = await cluster.toBroker(broker, 'OffsetFetch', body, options)
  if (answer.groups.length > 0) return answer.groups.map((row) => [row.groupId, offsets(row.groupId, row)])
  const [group = ''] = groups
  return [[group, offsets(group, answer)]]
}

type AnyTopics = readonly (GroupRow['topics'][number] | OffsetFetchResponse['topics'][number])[]

function offsets(
  groupId: string,
  row: {errorCode: number; topics: AnyTopics},
): readonly CommittedOffset[] | Failure {
  if (row.errorCode !== ERROR_CODE.none) {
    return failureOf(row.errorCode, `group "${groupId}"`, undefined, {
      operation: 'Describe',
      type: 'group',
      name: groupId,
    })
  }
  return row.topics.flatMap(({name, partitions}) =>
    partitions.map((partition) => ({
      topic: name,
      partition: partition.partitionIndex,
      offset: partition.committedOffset < 0n ? undefined : partition.committedOffset,
      leaderEpoch: partition.committedLeaderEpoch < 0 ? undefined : partition.committedLeaderEpoch,
      metadata: partition.metadata ?? '',
      error:
        partition.errorCode === ERROR_CODE.none
          ? undefined
          : kafkaError(partition.errorCode, `${name}-${partition.partitionIndex}`, undefined, {
              operation: 'Describe',
              type: 'topic',
              name,
            }),
    })),
  )
}
