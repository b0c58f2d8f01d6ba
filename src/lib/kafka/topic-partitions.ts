import type {Cluster} from './cluster.js'
import {kafkaError} from './error-map.js'
import {ERROR_CODE} from './protocol/errors.js'
import {Failure, failureOf} from './scatter.js'
import type {PartitionInfo, TopicInfo, TopicPartition} from './types.js'

/** Partitions under their topic's name, as requests carry them. */
export function byTopic<P extends TopicPartition>(partitions: readonly P[]): Map<string, P[]> {
  const topics = new Map<string, P[]>()
  for (const partition of partitions) {
    const rows = topics.get(partition.topic)
    if (rows) rows.push(partition)
    else topics.set(partition.topic, [partition])
  }
  return topics
}

/** By topic, then by number. */
export const inOrder = (a: TopicPartition, b: TopicPartition): number =>
  a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1

/** Node id of each partition's leader, or why there is none. */
export async function leadersOf<P extends TopicPartition>(
  cluster: Cluster,
  partitions: readonly P[],
  refresh: boolean,
): Promise<Map<P, number | Failure>> {
  const grouped = byTopic(partitions)
  const topics = await knownTopics(cluster, grouped, refresh)
  const leaders = new Map<P, number | Failure>()
  for (const [name, rows] of grouped) {
    const topic = topics.get(name)
    const byNumber = new Map(topic?.partitions.map((info) => [info.partition, info]))
    for (const row of rows) {
      leaders.set(row, leaderOf(row, topic, byNumber.get(row.partition)))
    }
  }
  return leaders
}

/** A partition that was added since the topic was looked up last is no reason to say that it does not exist. */
async function knownTopics(
  cluster: Cluster,
  grouped: ReadonlyMap<string, readonly TopicPartition[]>,
  refresh: boolean,
): Promise<ReadonlyMap<string, TopicInfo>> {
  const topics = await cluster.topics([...grouped.keys()], {refresh})
  const grown = [...grouped.keys()].filter((name) => {
    const numbers = new Set(topics.get(name)?.partitions.map(({partition}) => partition))
    return numbers.size > 0 && grouped.get(name)?.some(({partition}) => !numbers.has(partition))
  })
  if (refresh || grown.length === 0) return topics
  return new Map([...topics, ...(await cluster.topics(grown, {refresh: true}))])
}

function leaderOf(
  {topic, partition}: TopicPartition,
  info: TopicInfo | undefined,
  found: PartitionInfo | undefined,
): number | Failure {
  if (info?.error) return new Failure(info.error, 0)
  const subject = `${topic}-${partition}`
  if (!found) return new Failure(kafkaError(ERROR_CODE.unknownTopicOrPartition, subject), 0)
  return found.leader ?? failureOf(ERROR_CODE.leaderNotAvailable, subject)
}
