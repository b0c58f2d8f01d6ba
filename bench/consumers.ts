import {mkdir, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {Kafka, logLevel} from 'kafkajs'
import {loadConsumerConfig} from '../src/lib/consumer/config/load.js'
import {createIncidentConsumer} from '../src/lib/consumer/engine/consumer.js'

export interface Backlog {
  brokers: string
  topic: string
  messages: number
  /** Scratch folder of this run. */
  folder: string
}

export interface Consumed {
  messages: number
  /** From the first message to the last one done. */
  ms: number
  /** Largest resident memory seen, in bytes. */
  maxRss: number
}

function watchMemory(): () => number {
  let largest = process.memoryUsage.rss()
  const timer = setInterval(() => (largest = Math.max(largest, process.memoryUsage.rss())), 50)
  return () => {
    clearInterval(timer)
    return Math.max(largest, process.memoryUsage.rss())
  }
}

const groupId = (): string => `bench-${String(process.pid)}-${String(Date.now())}`

/** The bare peer: counts messages and lets kafkajs commit. */
export async function consumeWithKafkajs({brokers, topic, messages}: Backlog): Promise<Consumed> {
  const maxRss = watchMemory()
  const kafka = new Kafka({brokers: brokers.split(','), logLevel: logLevel.NOTHING})
  const consumer = kafka.consumer({groupId: groupId()})
  await consumer.connect()
  await consumer.subscribe({topic, fromBeginning: true})
  let seen = 0
  let first = 0
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachBatch: async ({batch}) => {
          first ||= performance.now()
          seen += batch.messages.length
          if (seen >= messages) resolve()
          return Promise.resolve()
        },
      })
      .catch(reject)
  })
  return {messages: seen, ms: performance.now() - first, maxRss: maxRss()}
}

/** The incident consumer with a durable history and an action in this process. */
export async function consumeWithKbook({brokers, topic, messages, folder}: Backlog): Promise<Consumed> {
  await mkdir(folder, {recursive: true})
  const file = join(folder, 'config.yaml')
  await writeFile(
    file,
    JSON.stringify({
      kafka: {consumer_group_id: groupId(), topics: [topic]},
      max_incident_age: 'never',
      concurrency: 64,
      incident_conditions: [
        {active: true, tags: {alert_type: 'oozie'}, alert_actions: ['count']},
        {active: true, tags: {alert_type: 'grid'}, alert_actions: ['count']},
        {active: true, tags: {alert_type: ['network', 'switch']}, alert_actions: ['count']},
      ],
      actions: {count: {exec: {command: ['true']}}},
    }),
  )
  const maxRss = watchMemory()
  const consumer = createIncidentConsumer({
    config: await loadConsumerConfig({file, env: {}}),
    source: {
      kind: 'kafka',
      connection: {
        name: 'bench',
        brokers: brokers.split(','),
        clientId: 'kbook',
        connectTimeoutMs: 5000,
        requestTimeoutMs: 30_000,
      },
    },
    history: join(folder, 'history.db'),
    from: 'beginning',
    maxMessages: messages,
    actions: {count: {run: () => Promise.resolve({outcome: 'succeeded'})}},
  })
  let first = 0
  let last = 0
  consumer.on((event) => {
    if (event.type === 'joined') first ||= performance.now()
    if (event.type === 'stopping') last = performance.now()
    if (event.type === 'succeeded') last = performance.now()
  })
  const {counts} = await consumer.run()
  return {messages: counts.messages, ms: last - first, maxRss: maxRss()}
}
