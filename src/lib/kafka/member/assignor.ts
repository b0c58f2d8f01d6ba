import {decodeMessage, encodeMessage} from '../protocol/codec.js'
import {byTopic} from '../topic-partitions.js'
import type {TopicPartition} from '../types.js'

/** The assignor that clients of every language know, so that a mixed group has one in common. */
export const ASSIGNOR = 'range'

/** Subscriptions and assignments begin with their version; the oldest is understood by all. */
const VERSION = 0
const VERSION_BYTES = Buffer.from([0, VERSION])

/** What a member sends when it joins: the topics that it wants. */
export const encodeSubscription = (topics: readonly string[]): Buffer =>
  Buffer.concat([
    VERSION_BYTES,
    encodeMessage('ConsumerProtocolSubscription', VERSION, {topics, userData: null}),
  ])

export const decodeSubscription = (bytes: Buffer): readonly string[] =>
  decodeMessage('ConsumerProtocolSubscription', VERSION, bytes.subarray(VERSION_BYTES.length))[
    'topics'
  ] as readonly string[]

export function encodeAssignment(partitions: readonly TopicPartition[]): Buffer {
  const assignedPartitions = [...byTopic(partitions)].map(([topic, rows]) => ({
    topic,
    partitions: rows.map(({partition}) => partition),
  }))
  const message = encodeMessage('ConsumerProtocolAssignment', VERSION, {assignedPartitions, userData: null})
  return Buffer.concat([VERSION_BYTES, message])
}

export interface Subscriber {
  readonly memberId: string
  /** A static member keeps its share when it comes back under another member id. */
  readonly instanceId: string | null
  readonly topics: readonly string[]
}

/**
 * Shares out the partitions as Kafka's range assignor does: of each topic, neighbouring partitions to each of
 * its subscribers in the order of their ids, one more to the first ones where it does not come out even.
 */
export function assignRanges(
  subscribers: readonly Subscriber[],
  partitionCounts: ReadonlyMap<string, number>,
): Map<string, TopicPartition[]> {
  const shares = new Map(subscribers.map(({memberId}) => [memberId, [] as TopicPartition[]]))
  const order = [...subscribers].sort((a, b) =>
    compare(a.instanceId ?? a.memberId, b.instanceId ?? b.memberId),
  )
  for (const [topic, count] of partitionCounts) {
    const takers = order.filter(({topics}) => topics.includes(topic))
    let next = 0
    for (const [index, {memberId}] of takers.entries()) {
      const size = Math.floor(count / takers.length) + (index < count % takers.length ? 1 : 0)
      for (const end = next + size; next < end; next++) shares.get(memberId)?.push({topic, partition: next})
    }
  }
  return shares
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
