import {randomBytes} from 'node:crypto'
import type {Cluster} from '../cluster.js'
import {KbookError} from '../../errors.js'
import {pauseBefore, sleep} from '../retry.js'
import {createTopic} from '../topics/create-topic.js'
import {deleteTopic} from '../topics/delete.js'

export interface TemporaryTopic {
  readonly partitions: number | undefined
  readonly replicas: number | undefined
}

/** Makes a topic, works with it, and deletes it, however the work ends. */
export async function withTemporaryTopic<R>(
  cluster: Cluster,
  shape: TemporaryTopic,
  work: (topic: string) => Promise<R>,
): Promise<R> {
  const name = `kbook-perf-${randomBytes(4).toString('hex')}`
  await createTopic(cluster, {name, ...shape, configs: {'cleanup.policy': 'delete'}})
  try {
    await untilLed(cluster, name)
    return await work(name)
  } finally {
    await deleteTopic(cluster, {name})
  }
}

/** The brokers learn of a new topic one after the other. */
async function untilLed(cluster: Cluster, name: string): Promise<void> {
  const started = performance.now()
  for (let attempt = 1; ; attempt++) {
    const topic = (await cluster.topics([name], {refresh: true})).get(name)
    if (topic && !topic.error && topic.partitions.length > 0) {
      if (topic.partitions.every(({leader}) => leader !== undefined)) return
    }
    if (performance.now() - started > cluster.requestTimeoutMs) {
      throw new KbookError('REQUEST_FAILED', `topic "${name}" was made and has no leader`)
    }
    await sleep(pauseBefore(attempt))
  }
}
