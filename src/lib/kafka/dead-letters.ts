import {setTimeout as sleep} from 'node:timers/promises'
import type {KafkaConnection} from '../config/connection.js'
import {letterHeaders, type DeadLetter, type Sender} from '../consumer/dead-letter/letter.js'
import type {DeadLetterSink} from '../consumer/dead-letter/sink.js'
import {KbookError} from '../errors.js'
import {openCluster, type Cluster} from './cluster.js'
import {kafkaErrorName} from './error-map.js'
import {produce} from './produce.js'
import type {NewRecord} from './records/encode.js'
import {createTopic} from './topics/create-topic.js'
import type {TopicInfo} from './types.js'

/** Of the letters of one batch; far below what a topic takes by default, with room for their headers. */
const BATCH_BYTES = 512 * 1024
/** A letter is a little larger than its message, which may have come compressed. */
const MAX_MESSAGE_BYTES = 16 * 1024 * 1024
const CREATION_MS = 10_000
const CREATION_RETRY_MS = 50

/**
 * Sends dead letters to topics: key, value and headers byte for byte, the reason in further headers. They keep
 * the number of their partition where the topic has as many, and so their order. A missing topic is made.
 */
export function kafkaDeadLetters(
  connection: KafkaConnection,
  target: DeadLetterSink['target'],
  sender: Sender,
): DeadLetterSink {
  const cluster = openCluster(connection)
  return {
    target,
    // The letters of one call come from one partition.
    async write(letters) {
      const [first] = letters
      if (!first) return
      const {topic, partition} = first.message
      const {name, partitions} = await targetTopic(cluster, target(topic), topic)
      for (const records of batches(letters, sender)) {
        await produce(cluster, {topic: name, partition: partition % partitions.length}, records)
      }
    },
    close: () => cluster.close(),
  }
}

async function targetTopic(cluster: Cluster, name: string, source: string): Promise<TopicInfo> {
  const known = await describe(cluster, name, {refresh: false})
  if (!known.error) return known
  if (known.error.code !== 'TOPIC_NOT_FOUND') throw known.error
  const like = await describe(cluster, source, {refresh: false})
  const configs = {'max.message.bytes': String(MAX_MESSAGE_BYTES)}
  try {
    await createTopic(cluster, {name, partitions: Math.max(1, like.partitions.length), configs})
  } catch (error) {
    // Somebody else was faster.
    const exists = error instanceof KbookError && kafkaErrorName(error) === 'TOPIC_ALREADY_EXISTS'
    if (!exists) throw error
  }
  return untilDescribed(cluster, name)
}

/** The brokers learn of a new topic one after the other. */
async function untilDescribed(cluster: Cluster, name: string): Promise<TopicInfo> {
  const deadline = Date.now() + CREATION_MS
  for (;;) {
    const topic = await describe(cluster, name, {refresh: true})
    if (!topic.error && topic.partitions.length > 0) return topic
    if (Date.now() > deadline) {
      throw topic.error ?? new KbookError('TOPIC_NOT_FOUND', `topic "${name}" does not appear`)
    }
    await sleep(CREATION_RETRY_MS)
  }
}

async function describe(cluster: Cluster, name: string, options: {refresh: boolean}): Promise<TopicInfo> {
  const topic = (await cluster.topics([name], options)).get(name)
  if (topic) return topic
  throw new KbookError('TOPIC_NOT_FOUND', `topic "${name}" does not exist`)
}

function batches(letters: readonly DeadLetter[], sender: Sender): NewRecord[][] {
  const result: NewRecord[][] = []
  let size = Infinity
  for (const letter of letters) {
    const record = toRecord(letter, sender)
    const bytes = sizeOf(record)
    if (size + bytes > BATCH_BYTES) {
      result.push([])
      size = 0
    }
    result.at(-1)?.push(record)
    size += bytes
  }
  return result
}

// The time is that of the letter: with the message's own, an old one would be deleted at once.
const toRecord = (letter: DeadLetter, sender: Sender): NewRecord => ({
  timestamp: Date.now(),
  key: letter.message.key,
  value: letter.message.value,
  headers: letterHeaders(letter, sender),
})

const sizeOf = ({key, value, headers}: NewRecord): number =>
  (key?.length ?? 0) +
  (value?.length ?? 0) +
  headers.reduce((sum, [name, bytes]) => sum + name.length + (bytes?.length ?? 0), 0)
