import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeConfigs} from '../configs/describe.js'
import type {ConfigEntry} from '../configs/types.js'
import {partitionKey} from '../lag/partition-key.js'
import {readEnds} from '../lag/read-ends.js'
import type {BrokerFailure, PartitionEnds, PartitionInfo, TopicInfo} from '../types.js'
import {partitionFlags, replicationFactor, type PartitionFlag} from './condition.js'
import {selectTopics} from './select.js'
import {storedSizes, type StoredSizes} from './sizes.js'

export interface DescribedPartition {
  readonly partition: number
  readonly leader: number | undefined
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly offlineReplicas: readonly number[]
  readonly flags: readonly PartitionFlag[]
  /** Log start offset. */
  readonly start?: bigint
  /** High watermark. */
  readonly end?: bigint
  /** Offsets between the two: fewer messages where the topic is compacted or transactional. */
  readonly messages?: bigint
  /** Bytes of one copy. */
  readonly size?: bigint | undefined
  /** Why its offsets could not be read. */
  readonly error?: KbookError | undefined
}

export interface DescribedTopic {
  readonly name: string
  readonly id: string | undefined
  readonly internal: boolean
  readonly replicas: number
  /** Sum of those partitions that could be read. */
  readonly messages: bigint
  /** Bytes of all replicas; undefined where no broker told. */
  readonly size: bigint | undefined
  /** min.insync.replicas; undefined where settings could not be read. */
  readonly minIsr: number | undefined
  /** There are fewer messages than offsets; undefined where settings could not be read. */
  readonly compacted?: boolean
  readonly partitions: readonly DescribedPartition[]
  /** Settings with their sources, those of the topic itself first, then by name. */
  readonly config: readonly ConfigEntry[]
  readonly configError?: KbookError | undefined
  /** Why nothing could be read of this topic. */
  readonly error?: KbookError | undefined
}

export interface TopicDescriptions {
  readonly cluster: string
  readonly topics: readonly DescribedTopic[]
  /** Brokers that did not tell their sizes. */
  readonly failed: readonly BrokerFailure[]
}

export interface DescribeTopicsOptions {
  /** Also the settings that the topics do not set themselves. */
  readonly allConfigs?: boolean
}

/** Topics in depth: partitions, offsets, sizes and settings. @throws KbookError `TOPIC_NOT_FOUND` */
export async function describeTopics(
  cluster: Cluster,
  words: readonly string[],
  {allConfigs = false}: DescribeTopicsOptions = {},
): Promise<TopicDescriptions> {
  const topics = await selectTopics(cluster, words, {internal: true})
  const readable = topics.filter(({error}) => !error)
  const partitions = readable.flatMap((topic) => topic.partitions)
  const [ends, sizes, configs] = await Promise.all([
    readEnds(cluster, new Set(partitions)),
    storedSizes(cluster, partitions),
    describeConfigs(
      cluster,
      readable.map(({name}) => ({type: 'topic', name})),
    ),
  ])
  const settings = new Map(configs.map((one) => [one.resource.name, one]))
  return {
    cluster: cluster.name,
    failed: sizes.failed,
    topics: topics.map((topic) => {
      const {entries = [], error} = settings.get(topic.name) ?? {}
      const policy = entries.find(({name}) => name === 'cleanup.policy')?.value
      const minIsr = Number(entries.find(({name}) => name === 'min.insync.replicas')?.value ?? Number.NaN)
      const known = Number.isNaN(minIsr) ? undefined : minIsr
      return {
        ...describedTopic(topic, ends, sizes, known),
        ...(policy != null && {compacted: policy.includes('compact')}),
        config: entries.filter(({source}) => allConfigs || source === 'topic').sort(overridesFirst),
        ...(error && {configError: error}),
      }
    }),
  }
}

/** True when something of it could not be read. */
export const isPartial = ({topics, failed}: TopicDescriptions): boolean =>
  failed.length > 0 ||
  topics.some(
    ({error, configError, partitions}) => error ?? configError ?? partitions.some((one) => one.error),
  )

const overridesFirst = (a: ConfigEntry, b: ConfigEntry): number =>
  Number(b.source === 'topic') - Number(a.source === 'topic') || (a.name < b.name ? -1 : 1)

function describedTopic(
  topic: TopicInfo,
  ends: ReadonlyMap<PartitionInfo, PartitionEnds>,
  sizes: StoredSizes,
  minIsr: number | undefined,
): Omit<DescribedTopic, 'config'> {
  const partitions = topic.partitions.map((info): DescribedPartition => {
    const {partition, leader, replicas, isr, offlineReplicas} = info
    const size = sizes.partitions.get(partitionKey(info))
    return {
      ...{partition, leader, replicas, isr, offlineReplicas, flags: partitionFlags(info, minIsr)},
      ...offsetsOf(ends.get(info)),
      ...(size !== undefined && {size}),
    }
  })
  return {
    name: topic.name,
    id: topic.topicId,
    internal: topic.internal,
    replicas: replicationFactor(topic),
    messages: partitions.reduce((sum, {messages = 0n}) => sum + messages, 0n),
    size: sizes.topics.get(topic.name),
    minIsr,
    partitions,
    ...(topic.error && {error: topic.error}),
  }
}

function offsetsOf(ends: PartitionEnds | undefined): Partial<DescribedPartition> {
  if (!ends) return {}
  if (ends.error) return {error: ends.error}
  const {logStart, highWatermark} = ends
  return {start: logStart, end: highWatermark, messages: highWatermark - logStart}
}
