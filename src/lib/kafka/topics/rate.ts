import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {partitionKey} from '../lag/partition-key.js'
import {listOffsets} from '../list-offsets.js'
import {sleep} from '../retry.js'
import type {BrokerFailure, ListedOffset, PartitionInfo, TopicInfo, TopicPartition} from '../types.js'
import {selectTopics} from './select.js'
import {storedSizes, type StoredSizes} from './sizes.js'

export interface PartitionRate extends TopicPartition {
  /** Offsets a second: fewer messages where producers use transactions. Undefined when it could not be read. */
  readonly messagesPerSecond: number | undefined
  /** Bytes a second that one copy grew by; undefined where it is not known, or shrank as old segments went. */
  readonly bytesPerSecond: number | undefined
  /** High watermark at the end of the window. */
  readonly end?: bigint | undefined
  readonly error?: KbookError | undefined
}

export interface TopicRate {
  readonly topic: string
  /** Of those partitions that could be read. */
  readonly messagesPerSecond: number
  /** Undefined where it is not known of one of them. */
  readonly bytesPerSecond: number | undefined
  /** The busiest first. */
  readonly partitions: readonly PartitionRate[]
}

export interface TopicRates {
  readonly cluster: string
  /** Milliseconds between the two samples. */
  readonly overMs: number
  /** The busiest first. */
  readonly topics: readonly TopicRate[]
  /** Brokers that did not tell their sizes. */
  readonly failed: readonly BrokerFailure[]
}

interface Sample {
  readonly at: number
  readonly ends: readonly ListedOffset[]
  readonly sizes: StoredSizes
}

/** How fast topics are written, from two samples that are `overMs` apart. Every topic without words. */
export async function topicRates(
  cluster: Cluster,
  words: readonly string[],
  overMs: number,
): Promise<TopicRates> {
  const topics = (await selectTopics(cluster, words)).filter(({error}) => !error)
  const partitions = topics.flatMap((topic) => topic.partitions)
  const before = await sample(cluster, partitions)
  await sleep(overMs)
  const after = await sample(cluster, partitions)
  const rates = partitionRates(before, after)
  return {
    cluster: cluster.name,
    overMs: Math.round(after.at - before.at),
    topics: topics.map((topic) => rateOf(topic, rates)).sort(busiest),
    failed: after.sizes.failed,
  }
}

async function sample(cluster: Cluster, partitions: readonly PartitionInfo[]): Promise<Sample> {
  const [ends, sizes] = await Promise.all([
    listOffsets(cluster, partitions, 'latest'),
    storedSizes(cluster, partitions),
  ])
  return {at: performance.now(), ends, sizes}
}

/** Rates by `partitionKey`, from two samples of the same partitions in the same order. */
export function partitionRates(before: Sample, after: Sample): ReadonlyMap<string, PartitionRate> {
  const seconds = (after.at - before.at) / 1000
  return new Map(
    after.ends.map(({topic, partition, offset: end, error}, index) => {
      const key = partitionKey({topic, partition})
      const [first, ...sizes] = [before.ends[index], before.sizes, after.sizes]
      const start = first?.offset
      const failure = error ?? first?.error
      const [from, to] = sizes.map(({partitions}) => partitions.get(key))
      const grown = from === undefined || to === undefined || to < from ? undefined : Number(to - from)
      const rate = {
        messagesPerSecond:
          start === undefined || end === undefined ? undefined : Math.max(0, Number(end - start)) / seconds,
        bytesPerSecond: grown === undefined ? undefined : grown / seconds,
        end,
        ...(failure && {error: failure}),
      }
      return [key, {topic, partition, ...rate}]
    }),
  )
}

function rateOf({name, partitions}: TopicInfo, rates: ReadonlyMap<string, PartitionRate>): TopicRate {
  const rows = partitions.flatMap((info) => rates.get(partitionKey(info)) ?? []).sort(busiest)
  const bytes = rows.map(({bytesPerSecond}) => bytesPerSecond)
  return {
    topic: name,
    messagesPerSecond: rows.reduce((sum, {messagesPerSecond = 0}) => sum + messagesPerSecond, 0),
    bytesPerSecond: bytes.every((one) => one !== undefined)
      ? bytes.reduce((sum, one) => sum + one, 0)
      : undefined,
    partitions: rows,
  }
}

type Rated = Pick<PartitionRate, 'messagesPerSecond'>
/** What could not be read comes first. */
const busiest = (a: Rated, b: Rated): number =>
  (b.messagesPerSecond ?? Infinity) - (a.messagesPerSecond ?? Infinity) || 0
