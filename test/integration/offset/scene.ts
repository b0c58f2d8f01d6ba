import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import type {KafkaConnection} from '../../../src/lib/config/connection.js'
import {createTopic, kafkaClient, kafkaTool, produce, until, type ToolTarget} from '../../helpers/kafka.js'
import {scratchFolder} from '../../helpers/scratch.js'

export type Offsets = Readonly<Record<string, Readonly<Record<number, number>>>>

/** A topic with so many messages in each partition, `minutes` apart and the last one so long ago. */
export async function filledTopic(
  connection: KafkaConnection,
  topic: string,
  counts: readonly number[],
  {minutes = 10, now = Date.now()} = {},
): Promise<void> {
  await createTopic(connection, topic, {partitions: counts.length})
  const messages = counts.flatMap((count, partition) =>
    Array.from({length: count}, (_, n) => ({
      value: `${n}`,
      partition,
      timestamp: String(Math.round(now - (count - n - 0.5) * minutes * 60_000)),
    })),
  )
  await produce(connection, topic, messages)
}

/** Removes what is before an offset of each partition, where it is not 0. */
export async function trim(
  connection: KafkaConnection,
  topic: string,
  starts: readonly number[],
): Promise<void> {
  const partitions = starts.flatMap((offset, partition) =>
    offset > 0 ? [{partition, offset: String(offset)}] : [],
  )
  if (partitions.length === 0) return
  const admin = kafkaClient(connection).admin()
  await admin.connect()
  try {
    // The client looks the leaders up once only, and a new topic may not have them everywhere yet.
    await until(async () => {
      await admin.fetchTopicOffsets(topic)
      return admin.deleteTopicRecords({topic, partitions}).then(
        () => true,
        () => false,
      )
    })
  } finally {
    await admin.disconnect()
  }
}

/** Committed offsets as Kafka's own tool tells them: `topic-partition` → offset, of groups without members. */
export async function committedByTool(
  target: ToolTarget,
  groups: readonly string[],
): Promise<Record<string, Record<string, number>>> {
  const {stdout} = await kafkaTool(target, 'consumerGroups', [
    '--describe',
    '--offsets',
    ...groups.flatMap((group) => ['--group', group]),
  ])
  const found: Record<string, Record<string, number>> = {}
  for (const group of groups) found[group] = {}
  for (const line of stdout.split('\n')) {
    const [group = '', topic = '', partition = '', offset = ''] = line.trim().split(/\s+/)
    const rows = found[group]
    if (rows && /^\d+$/.test(offset)) rows[`${topic}-${partition}`] = Number(offset)
  }
  return found
}

export async function file(name: string, text: string): Promise<string> {
  const path = join(scratchFolder(), name)
  await writeFile(path, text)
  return path
}
