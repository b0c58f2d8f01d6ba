import {join} from 'node:path'
import {beforeAll, expect, test} from 'vitest'
import type {ActionRunner} from '../../src/lib/consumer/actions/runner.js'
import type {ConsumerConfig} from '../../src/lib/consumer/config/types.js'
import {createIncidentConsumer, type IncidentConsumerOptions} from '../../src/lib/consumer/engine/consumer.js'
import type {ConsumerEvent} from '../../src/lib/consumer/engine/events.js'
import {
  consumerConfig,
  incident,
  kafkaSettings,
  runConsumer,
  scratchFolder,
  story,
} from '../helpers/consumer.js'
import {createTopic, produce, sharedKafka, uniqueName, until, type SharedKafka} from '../helpers/kafka.js'

let kafka: SharedKafka
beforeAll(async () => {
  kafka = await sharedKafka()
})

const ok: ActionRunner = {run: () => Promise.resolve({outcome: 'succeeded'})}

async function scene(
  partitions = 2,
): Promise<{topic: string; options: IncidentConsumerOptions; history: string}> {
  const topic = uniqueName('incidents')
  await createTopic(kafka.connection(), topic, {partitions})
  const history = join(scratchFolder(), 'history.db')
  const config: ConsumerConfig = consumerConfig({
    kafka: kafkaSettings(uniqueName('group'), topic),
  })
  const source = {kind: 'kafka', connection: kafka.connection()} as const
  return {topic, history, options: {config, source, history, actions: {act: ok}}}
}

test('acts once on incidents of a topic, commits, and goes on where it stopped', async () => {
  const {topic, options} = await scene()
  await produce(kafka.connection(), topic, [
    {value: incident('1'), partition: 0},
    {value: incident('2'), partition: 1},
    {value: incident('3', {team: 'web'}), partition: 1},
    {value: 'not json', partition: 0},
    {value: incident('1'), partition: 0},
  ])
  const first = await runConsumer({...options, once: true})
  expect(first.summary).toMatchObject({
    reason: 'end-of-input',
    counts: {messages: 5, matched: 3, succeeded: 2, dead: 1, skipped: {repeated: 1}},
    deadLetters: `${topic}.dlq`,
  })
  await produce(kafka.connection(), topic, [{value: incident('4'), partition: 0}])
  const second = await runConsumer({...options, once: true})
  expect(story(second.events)).toEqual(['matched', 'running bigpanda:4:act', 'succeeded bigpanda:4:act'])
})
