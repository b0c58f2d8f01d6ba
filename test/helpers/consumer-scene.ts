import {join} from 'node:path'
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import type {ActionRunner} from '../../src/lib/consumer/actions/runner.js'
import type {ConsumerConfig} from '../../src/lib/consumer/config/types.js'
import {createIncidentConsumer} from '../../src/lib/consumer/engine/consumer.js'
import type {IncidentConsumer, IncidentConsumerOptions} from '../../src/lib/consumer/engine/consumer.js'
import type {ConsumerEvent, RunSummary} from '../../src/lib/consumer/engine/events.js'
import {consumerConfig, kafkaSettings} from './consumer.js'
import {scratchFolder} from './scratch.js'
import {createTopic, uniqueName, type TopicShape} from './kafka.js'

/** A topic, a group and a history of their own. */
export interface Scene {
  topic: string
  group: string
  /** Ids of the incidents that were acted on, in order. */
  done: string[]
  options: IncidentConsumerOptions & {config: ConsumerConfig & {kafka: NonNullable<ConsumerConfig['kafka']>}}
}

export async function consumerScene(
  connection: KafkaConnection,
  shape: TopicShape = {partitions: 2},
  kafka: Partial<NonNullable<ConsumerConfig['kafka']>> = {},
): Promise<Scene> {
  const topic = uniqueName('incidents')
  const group = uniqueName('group')
  await createTopic(connection, topic, shape)
  const done: string[] = []
  const act: ActionRunner = {
    run: ({claim}) => {
      done.push(claim.incidentId)
      return Promise.resolve({outcome: 'succeeded'})
    },
  }
  return {
    topic,
    group,
    done,
    options: {
      config: {...consumerConfig(), kafka: {...kafkaSettings(group, topic), ...kafka}},
      source: {kind: 'kafka', connection},
      history: join(scratchFolder(), 'history.db'),
      actions: {act},
    },
  }
}

export interface Running {
  consumer: IncidentConsumer
  events: ConsumerEvent[]
  /** Resolves when an event of the type has come, for the given time since the start. */
  seen: <T extends ConsumerEvent['type']>(
    type: T,
    times?: number,
  ) => Promise<Extract<ConsumerEvent, {type: T}>>
  /** Stops it and waits for its end. */
  stop: () => Promise<RunSummary>
  run: Promise<RunSummary>
}

/** A consumer that runs until it is stopped. */
export function startConsumer(options: IncidentConsumerOptions): Running {
  const consumer = createIncidentConsumer(options)
  const events: ConsumerEvent[] = []
  consumer.on((event) => events.push(event))
  const run = consumer.run()
  run.catch(() => undefined)
  return {
    consumer,
    events,
    run,
    seen: (type, times = 1) =>
      new Promise((resolve, reject) => {
        const check = (): void => {
          const found = events.filter((event) => event.type === type)[times - 1]
          if (found) resolve(found as never)
        }
        consumer.on(check)
        check()
        // What was waited for cannot come any more.
        run.then(() => reject(new Error(`ended without ${type}`)), reject)
      }),
    stop: () => {
      consumer.stop()
      return run
    },
  }
}
