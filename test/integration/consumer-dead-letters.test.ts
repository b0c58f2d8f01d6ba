import {ConfigResourceTypes} from 'kafkajs'
import {beforeAll, describe, expect, test} from 'vitest'
import type {ConsumerConfig} from '../../src/lib/consumer/config/types.js'
import type {SourceMessage} from '../../src/lib/consumer/types.js'
import {openCluster} from '../../src/lib/kafka/cluster.js'
import {createTopic as createTopicByKafka} from '../../src/lib/kafka/topics/create-topic.js'
import {fetchRecords} from '../../src/lib/kafka/fetch-records.js'
import {produce as produceRecords} from '../../src/lib/kafka/produce.js'
import {decodeRecords} from '../../src/lib/kafka/records/decode.js'
import type {KafkaRecord} from '../../src/lib/kafka/records/types.js'
import {consumerScene, startConsumer, type Scene} from '../helpers/consumer-scene.js'
import {incident, runConsumer} from '../helpers/consumer.js'
import {hostileMessages} from '../helpers/hostile.js'
import {createTopic, kafkaClient, produce, sharedKafka, until, type SharedKafka} from '../helpers/kafka.js'

let kafka: SharedKafka
beforeAll(async () => {
  kafka = await sharedKafka()
})

/** All records of a partition, headers byte for byte. */
async function recordsOf(topic: string, partition = 0): Promise<KafkaRecord[]> {
  const cluster = openCluster(kafka.connection())
  const records: KafkaRecord[] = []
  for (let offset = 0n; ;) {
    const [fetched] = await fetchRecords(cluster, [{topic, partition, offset}])
    if (!fetched || fetched.error) throw fetched?.error ?? new Error('no answer')
    for (const batch of fetched.batches) records.push(...(await decodeRecords(batch)))
    if (fetched.nextOffset === offset) break
    offset = fetched.nextOffset
  }
  await cluster.close()
  return records
}

type Header = SourceMessage['headers'][number]
const isOurs = ([name]: Header): boolean =>
  name.startsWith('__connect.errors.') || name.startsWith('__kbook.')
const why = ({headers}: KafkaRecord): Record<string, string> =>
  Object.fromEntries(headers.filter(isOurs).map(([name, value]) => [name, value?.toString() ?? '']))

test('a letter has key, value and headers byte for byte, and why it is there', async () => {
  const {topic, group, options} = await consumerScene(kafka.connection(), {partitions: 2})
  const headers: Header[] = [
    ['trace', Buffer.from([0, 255])],
    ['__proto__', Buffer.from('x')],
    ['trace', null],
    ['10', Buffer.alloc(0)],
    ['constructor', Buffer.from('y')],
    ['2', Buffer.from('z')],
  ]
  const message = {timestamp: 1, key: Buffer.from([255, 0]), value: Buffer.from([0xff, 0xfe, 0]), headers}
  const cluster = openCluster(kafka.connection())
  await produceRecords(cluster, {topic, partition: 1}, [message])
  await cluster.close()
  const {events} = await runConsumer({...options, once: true, version: '1.2.3'})
  expect(events.find(({type}) => type === 'dead')).toMatchObject({
    place: {topic, partition: 1, offset: 0n},
    to: `${topic}.dlq`,
  })
  const [letter] = await recordsOf(`${topic}.dlq`, 1)
  if (!letter) throw new Error('no letter')
  expect(letter.key).toEqual(message.key)
  expect(letter.value).toEqual(message.value)
  expect(letter.headers.filter((header) => !isOurs(header))).toEqual(headers)
  expect(why(letter)).toMatchObject({
    '__connect.errors.topic': topic,
    '__connect.errors.partition': '1',
    '__connect.errors.offset': '0',
    '__connect.errors.stage': 'decode',
    '__connect.errors.exception.class.name': 'NotUtf8',
    '__kbook.group': group,
    '__kbook.attempt': '1',
    '__kbook.version': '1.2.3',
  })
})

describe('when letters cannot be stored', () => {
  async function stuck(): Promise<{scene: Scene; letters: string}> {
    const scene = await consumerScene(kafka.connection(), {partitions: 2})
    const letters = `${scene.topic}.dlq`
    await createTopic(kafka.connection(), letters, {partitions: 2, config: {'max.message.bytes': '200'}})
    await produce(kafka.connection(), scene.topic, [
      {value: incident('before'), partition: 0},
      {value: 'not json', partition: 0},
      {value: incident('after'), partition: 0},
      {value: incident('other'), partition: 1},
    ])
    return {scene, letters}
  }

  async function mend(letters: string): Promise<void> {
    const admin = kafkaClient(kafka.connection()).admin()
    await admin.connect()
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          type: ConfigResourceTypes.TOPIC,
          name: letters,
          configEntries: [{name: 'max.message.bytes', value: '100000'}],
        },
      ],
    })
    await admin.disconnect()
  }

  test('their partition stands still, readiness goes, the others go on; when they can, all is made up for', async () => {
    const {scene, letters} = await stuck()
    const running = startConsumer(scene.options)
    expect(await running.seen('dead-letter-failed')).toMatchObject({
      place: {partition: 0, offset: 1n},
      error: {code: 'BAD_INPUT', message: expect.stringContaining(letters) as string},
    })
    await until(() => scene.done.length === 2)
    expect([...scene.done].sort()).toEqual(['before', 'other'])
    const notReady = running.consumer.state().conditions.filter(({ok}) => !ok)
    expect(notReady).toMatchObject([{name: 'dead-letters'}])
    await mend(letters)
    await running.seen('dead')
    await until(() => scene.done.includes('after'))
    await until(() => running.consumer.state().conditions.every(({ok}) => ok))
    await running.stop()
    expect((await recordsOf(letters)).map(({value}) => value?.toString())).toEqual(['not json'])
  })

  test('a stop leaves them for the next run', async () => {
    const {scene, letters} = await stuck()
    const running = startConsumer(scene.options)
    await running.seen('dead-letter-failed')
    await running.stop()
    await mend(letters)
    const {summary} = await runConsumer({...scene.options, once: true})
    expect(summary.counts).toMatchObject({dead: 1})
    expect([...scene.done].sort()).toEqual(['after', 'before', 'other'])
  })
})

test('letters may go to a topic that is named, or to a file', async () => {
  const {topic, options} = await consumerScene(kafka.connection(), {partitions: 1})
  await produce(kafka.connection(), topic, ['not json'])
  const cluster = openCluster(kafka.connection())
  const named = `${topic}-letters`
  await createTopicByKafka(cluster, {name: named, partitions: 1, configs: {}})
  await cluster.close()
  const config = (deadLetter: ConsumerConfig['deadLetter']): ConsumerConfig => ({
    ...options.config,
    deadLetter,
  })
  const first = await runConsumer({...options, config: config({topic: named}), once: true})
  expect(first.summary.deadLetters).toBe(named)
  await produce(kafka.connection(), topic, ['not json either'])
  const file = `${options.history}.letters`
  const second = await runConsumer({...options, config: config({file}), once: true})
  expect(second.summary.deadLetters).toBe(file)
})

test(
  'hostile messages are acted on or become letters, byte for byte; none is lost',
  {timeout: 240_000},
  async () => {
    const COUNT = 10_000
    const shape = {partitions: 1, config: {'max.message.bytes': '8000000'}}
    const {topic, options, done} = await consumerScene(kafka.connection(), shape)
    const messages = hostileMessages(COUNT)
    for (let start = 0; start < COUNT; start += 200) {
      await produce(
        kafka.connection(),
        topic,
        messages.slice(start, start + 200).map(({value}) => ({value})),
      )
    }
    const config = {...options.config, maxInFlight: 2000}
    const {summary} = await runConsumer({...options, config, once: true})
    const letters = await recordsOf(`${topic}.dlq`)
    expect(summary.counts.messages).toBe(COUNT)
    expect(letters).toHaveLength(summary.counts.dead)
    for (const letter of letters) {
      const offset = Number(why(letter)['__connect.errors.offset'])
      const original = messages[offset]
      if (!original?.value || !letter.value?.equals(original.value))
        throw new Error(`letter of ${offset} differs`)
    }
    // Whatever is an incident of ours was acted on, whatever is none became a letter.
    const dead = new Set(letters.map((letter) => Number(why(letter)['__connect.errors.offset'])))
    const wrong = messages.flatMap(({expected}, offset) =>
      (expected === 'dead') === dead.has(offset) ? [] : [offset],
    )
    expect(wrong).toEqual([])
    expect(done).toHaveLength(messages.filter(({expected}) => expected === 'act').length)
  },
)
