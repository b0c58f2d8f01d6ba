import {eachInTurn, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {compactedTopics} from '../lag/compacted-topics.js'
import {partitionKey} from '../lag/partition-key.js'
import {readEnds} from '../lag/read-ends.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import type {TopicInfo} from '../types.js'
import {requireOwn} from './alter.js'
import {lastWrites} from './last-write.js'
import {topicReaders, type TopicReaders} from './readers.js'
import {existingTopics} from './select.js'
import {storedSizes} from './sizes.js'

/** A topic that is to go, and what goes with it. */
export interface DoomedTopic {
  readonly name: string
  readonly id: string | undefined
  readonly partitions: number
  /** Undefined where a partition could not be read. */
  readonly messages: bigint | undefined
  /** Bytes of all replicas; undefined where no broker told. */
  readonly size: bigint | undefined
  /** ISO 8601, UTC, of the newest record; undefined when there is none, or it could not be read. */
  readonly lastWrite: string | undefined
}

export interface DeletePlan {
  readonly cluster: string
  readonly topics: readonly DoomedTopic[]
  /** Who has commits on them, which go too. */
  readonly readers: TopicReaders
  /** Topics that are compacted: fewer messages than offsets. */
  readonly compacted: readonly string[]
}

export interface DeleteOptions {
  readonly allowInternal?: boolean
}

/** From here on a topic is deleted by its id: not another one that has its name by then (Kafka 2.8). */
const BY_ID = 6

/**
 * What deleting topics destroys.
 *
 * @throws KbookError `TOPIC_NOT_FOUND` when one of them is missing, `REFUSED` for internal topics
 */
export async function planDelete(
  cluster: Cluster,
  words: readonly string[],
  {allowInternal = false}: DeleteOptions = {},
): Promise<DeletePlan> {
  const topics = await existingTopics(cluster, words, {internal: allowInternal})
  requireOwn(topics, allowInternal)
  const partitions = topics.flatMap((topic) => topic.partitions)
  const names = topics.map(({name}) => name)
  const [ends, sizes, readers, policies] = await Promise.all([
    readEnds(cluster, new Set(partitions)),
    storedSizes(cluster, partitions),
    topicReaders(cluster, names),
    compactedTopics(cluster, names),
  ])
  const written = await lastWrites(cluster, [...ends.values()])
  const messagesOf = (topic: TopicInfo): bigint | undefined =>
    topic.partitions.reduce<bigint | undefined>((sum, info) => {
      const one = ends.get(info)
      return sum === undefined || !one || one.error ? undefined : sum + one.highWatermark - one.logStart
    }, 0n)
  return {
    cluster: cluster.name,
    readers,
    compacted: names.filter((name) => policies.get(name)),
    topics: topics.map((topic) => ({
      name: topic.name,
      id: topic.topicId,
      partitions: topic.partitions.length,
      messages: messagesOf(topic),
      size: sizes.topics.get(topic.name),
      lastWrite: newest(topic.partitions.map((info) => written.get(partitionKey(info)))),
    })),
  }
}

/** Deletes the topics, one after another. */
export const applyDelete = (
  cluster: Cluster,
  {topics}: Pick<DeletePlan, 'topics'>,
  control: ChangeControl,
): Promise<RowOutcome[]> =>
  eachInTurn(
    topics,
    control,
    ({name}) => `topic "${name}" deleted`,
    (topic) => deleteTopic(cluster, topic),
  )

/** @throws KbookError when the cluster refuses */
export async function deleteTopic(
  cluster: Cluster,
  {name, id}: {readonly name: string; readonly id?: string | undefined},
): Promise<void> {
  const timeoutMs = cluster.requestTimeoutMs
  const {responses} = await cluster.toController('DeleteTopics', (version) =>
    version >= BY_ID
      ? {topics: [id === undefined ? {name} : {name: null, topicId: id}], timeoutMs}
      : {topicNames: [name], timeoutMs},
  )
  const [row] = responses
  if (!row) throw UNANSWERED
  if (row.errorCode === ERROR_CODE.none) return
  const needs = {operation: 'Delete', type: 'topic', name} as const
  throw kafkaError(row.errorCode, `topic "${name}"`, row.errorMessage, needs)
}

function newest(times: readonly (number | undefined)[]): string | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : new Date(Math.max(...known)).toISOString()
}
