import type {Cluster} from './cluster.js'
import {kafkaError} from './error-map.js'
import {ERROR_CODE} from './protocol/errors.js'

export interface NewTopic {
  readonly name: string
  readonly partitions: number
  readonly configs: Readonly<Record<string, string>>
}

/** From here on the cluster's own default replication can be asked for (Kafka 2.4). */
const DEFAULT_REPLICATION_VERSION = 4

/** Makes a topic with the cluster's default replication. One that exists already is fine. */
export async function createTopic(cluster: Cluster, topic: NewTopic): Promise<void> {
  const {topics} = await cluster.toController(
    'CreateTopics',
    {
      topics: [
        {
          name: topic.name,
          numPartitions: topic.partitions,
          replicationFactor: -1,
          assignments: [],
          configs: Object.entries(topic.configs).map(([name, value]) => ({name, value})),
        },
      ],
      timeoutMs: cluster.requestTimeoutMs,
    },
    {minVersion: DEFAULT_REPLICATION_VERSION, maxVersion: 7},
  )
  const [row] = topics
  const code = row?.errorCode ?? ERROR_CODE.none
  if (code !== ERROR_CODE.none && code !== ERROR_CODE.topicAlreadyExists) {
    throw kafkaError(code, `topic "${topic.name}"`, row?.errorMessage)
  }
}
