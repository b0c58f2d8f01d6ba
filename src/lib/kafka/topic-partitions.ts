import type {Cluster} from './cluster.js'
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
  const topics = await cluster.topics([...grouped.keys()], {refresh})
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

function leaderOf(
  {topic, partition}: TopicPartition,
  info: TopicInfo | undefined,
  found: PartitionInfo | undefined,
): number | Failure {
  if (info?.error) return new Failure(info.error, 0)
  const missing = found ? ERROR_CODE.leaderNotAvailable : ERROR_CODE.unknownTopicOrPartition
  return found?.leader ?? failureOf(missing, `${topic}-${partition}`)
}
