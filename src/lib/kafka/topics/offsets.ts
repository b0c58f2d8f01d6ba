import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {compactedTopics} from '../lag/compacted-topics.js'
import {readEnds} from '../lag/read-ends.js'
import {listOffsets} from '../list-offsets.js'
import type {ListedOffset, TopicPartition} from '../types.js'
import {selectPartitions} from './select.js'

/** An offset and when its record was written, ISO 8601, UTC. */
export interface OffsetAt {
  readonly offset: bigint
  readonly timestamp: string | undefined
}

export interface PartitionOffsets extends TopicPartition {
  /** Log start offset. */
  readonly earliest?: bigint
  /** Where readers of committed records end. */
  readonly lastStable?: bigint
  /** High watermark. */
  readonly latest?: bigint
  /** Offsets from the first to the last. */
  readonly messages?: bigint
  /** The record with the newest timestamp; null when there is none, absent where the cluster does not tell. */
  readonly newest?: OffsetAt | null
  /** The first record at or after the time asked for; null when there is none. */
  readonly at?: OffsetAt | null
  readonly error?: KbookError | undefined
}

export interface TopicOffsets {
  readonly cluster: string
  /** ISO 8601, UTC. */
  readonly at?: string
  readonly partitions: readonly PartitionOffsets[]
  /** Topics that are compacted: fewer messages than offsets. */
  readonly compacted: readonly string[]
}

export interface TopicOffsetsOptions {
  /** Milliseconds since the epoch. */
  readonly at?: number | undefined
}

/** The version of ListOffsets from which a broker tells the newest timestamp (Kafka 3.0). */
const MAX_TIMESTAMP_VERSION = 7

/** Where partitions begin and end, and where they are at a time. @throws KbookError `TOPIC_NOT_FOUND` */
export async function topicOffsets(
  cluster: Cluster,
  words: readonly string[],
  {at}: TopicOffsetsOptions = {},
): Promise<TopicOffsets> {
  const infos = await selectPartitions(cluster, words, {internal: true})
  const led = infos.filter(({error}) => !error)
  const names = [...new Set(infos.map(({topic}) => topic))]
  const [ends, policies] = await Promise.all([
    readEnds(cluster, new Set(infos)),
    compactedTopics(cluster, names),
  ])
  const [newest, then] = await Promise.all([
    (await cluster.supports('ListOffsets', MAX_TIMESTAMP_VERSION))
      ? listOffsets(cluster, led, 'maxTimestamp')
      : undefined,
    at === undefined ? undefined : listOffsets(cluster, led, {timestamp: at}),
  ])
  const newestOf = new Map(newest?.map((one, index) => [led[index], one]))
  const thenOf = new Map(then?.map((one, index) => [led[index], one]))
  return {
    cluster: cluster.name,
    compacted: names.filter((name) => policies.get(name)),
    ...(at !== undefined && {at: new Date(at).toISOString()}),
    partitions: infos.map((info): PartitionOffsets => {
      const {topic, partition} = info
      const one = ends.get(info)
      if (!one || one.error) return {topic, partition, error: one?.error ?? info.error}
      const [last, found] = [newestOf.get(info), thenOf.get(info)]
      const error = last?.error ?? found?.error
      return {
        ...{topic, partition, earliest: one.logStart, lastStable: one.lastStable, latest: one.highWatermark},
        messages: one.highWatermark - one.logStart,
        ...(last && !last.error && {newest: offsetAt(last)}),
        ...(found && !found.error && {at: offsetAt(found)}),
        ...(error && {error}),
      }
    }),
  }
}

const offsetAt = ({offset, timestamp}: ListedOffset): OffsetAt | null =>
  offset === undefined
    ? null
    : {offset, timestamp: timestamp === undefined ? undefined : new Date(timestamp).toISOString()}
