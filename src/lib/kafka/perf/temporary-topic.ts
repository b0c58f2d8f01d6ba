import {randomBytes} from 'node:crypto'
import type {Cluster} from '../cluster.js'
import {createTopic} from '../topics/create-topic.js'
import {deleteTopic} from '../topics/delete.js'
import {untilLed} from '../topics/until-led.js'

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
