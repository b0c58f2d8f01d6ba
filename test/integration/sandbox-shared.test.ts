import {expect, test} from 'vitest'
import {createTopic, kafkaTool, produce, sharedKafka, uniqueName} from '../helpers/kafka.js'

const FROM_START = ['--from-beginning', '--max-messages', '1', '--timeout-ms', '20000']

test('the shared broker takes messages, and groups of every kind read them', async () => {
  const kafka = await sharedKafka()
  const topic = uniqueName('shared')
  const [classic, consumer, share] = [`${topic}-classic`, `${topic}-consumer`, `${topic}-share`]
  await createTopic(kafka.connection(), topic, {partitions: 2})
  await produce(kafka.connection(), topic, [{value: 'hello', partition: 1}])
  await kafkaTool(kafka, 'configs', [
    ...['--alter', '--entity-type', 'groups', '--entity-name', share],
    ...['--add-config', 'share.auto.offset.reset=earliest'],
  ])

  const read = [
    await kafkaTool(kafka, 'consoleConsumer', ['--topic', topic, '--group', classic, ...FROM_START]),
    await kafkaTool(kafka, 'consoleConsumer', [
      ...['--topic', topic, '--group', consumer, ...FROM_START],
      ...['--consumer-property', 'group.protocol=consumer'],
    ]),
    await kafkaTool(kafka, 'consoleShareConsumer', [
      ...['--topic', topic, '--group', share, '--max-messages', '1', '--timeout-ms', '20000'],
    ]),
  ]

  expect(read.map(({stdout}) => stdout)).toEqual(['hello', 'hello', 'hello'])
  const {stdout} = await kafkaTool(kafka, 'groups', ['--list'])
  expect(stdout).toMatch(new RegExp(`${classic} +Classic`))
  expect(stdout).toMatch(new RegExp(`${consumer} +Consumer`))
  expect(stdout).toMatch(new RegExp(`${share} +Share`))
})

test('Kafka’s performance tools run too', async () => {
  const kafka = await sharedKafka()
  const topic = uniqueName('perf')
  await createTopic(kafka.connection(), topic)
  const load = ['--topic', topic, '--num-records', '100', '--record-size', '10', '--throughput', '-1']
  expect(await kafkaTool(kafka, 'producerPerformance', load)).toMatchObject({exitCode: 0})
  const {stdout} = await kafkaTool(kafka, 'consumerPerformance', ['--topic', topic, '--messages', '100'])
  expect(stdout).toContain(', 100, ')
})
