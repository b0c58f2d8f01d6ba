import {writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import TopicConsume from '../../src/commands/topic/consume.js'
import TopicProduce from '../../src/commands/topic/produce.js'
import type {TestCluster} from './clusters.js'
import {kafkaTool} from './kafka.js'
import type {CommandRun} from './run-command.js'
import {scratchFolder} from './scratch.js'

export const lines = (count: number, prefix = 'v'): string =>
  Array.from({length: count}, (_, n) => `${prefix}${n} ${'x'.repeat(n % 90)}\n`).join('')

export async function file(content: string | Buffer): Promise<string> {
  const path = join(scratchFolder(), 'input')
  await writeFile(path, content)
  return path
}

export const produceTo = (cluster: TestCluster, topic: string, ...argv: string[]): Promise<CommandRun> =>
  cluster.run(TopicProduce, 'topic:produce', topic, ...argv)
export const consumeFrom = (cluster: TestCluster, topic: string, ...argv: string[]): Promise<CommandRun> =>
  cluster.run(TopicConsume, 'topic:consume', topic, ...argv)

/** What Kafka's own consumer reads, in the order of each partition. */
export async function readByKafka(
  {target}: TestCluster,
  topic: string,
  count: number,
  ...argv: string[]
): Promise<string> {
  const args = [
    '--topic',
    topic,
    '--from-beginning',
    '--max-messages',
    String(count),
    '--timeout-ms',
    '20000',
  ]
  return (await kafkaTool(target, 'consoleConsumer', [...args, ...argv])).stdout
}
