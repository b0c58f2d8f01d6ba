import {once} from 'node:events'
import {connect} from 'node:net'
import {expect, test} from 'vitest'
import {encodeRequest} from '../../src/lib/kafka/protocol/codec.js'
import {
  createTopic,
  kafkaClient,
  kafkaTool,
  produce,
  sharedRedpanda,
  uniqueName,
  until,
} from '../helpers/kafka.js'

test('kafkajs produces and consumes in a group, and asks for nothing that is not offered', async () => {
  const redpanda = await sharedRedpanda()
  const topic = uniqueName('redpanda')
  const connection = {...redpanda.connection(), clientId: topic}
  await createTopic(connection, topic, {partitions: 2})
  await produce(connection, topic, ['one', 'two'])

  const consumer = kafkaClient(connection).consumer({groupId: topic, maxWaitTimeInMs: 200})
  const read: string[] = []
  await consumer.connect()
  await consumer.subscribe({topic, fromBeginning: true})
  await consumer.run({
    eachMessage: async ({message}) => {
      read.push(String(message.value))
      return Promise.resolve()
    },
  })
  await until(() => read.length === 2)
  await consumer.disconnect()

  expect(read.sort()).toEqual(['one', 'two'])
  expect(await redpanda.refusals(topic)).toEqual([])
})

test('Kafka’s own tools work through it', async () => {
  const redpanda = await sharedRedpanda()
  const topic = uniqueName('redpanda')

  const created = await kafkaTool(redpanda, 'topics', ['--create', '--topic', topic, '--partitions', '1'])
  const produced = await kafkaTool(redpanda, 'consoleProducer', ['--topic', topic], {input: 'hello\n'})
  const consumed = await kafkaTool(redpanda, 'consoleConsumer', [
    ...[
      '--topic',
      topic,
      '--from-beginning',
      '--max-messages',
      '1',
      '--timeout-ms',
      '20000',
      '--group',
      topic,
    ],
  ])
  const described = await kafkaTool(redpanda, 'consumerGroups', ['--describe', '--group', topic])

  expect(created).toMatchObject({exitCode: 0})
  expect(produced).toMatchObject({exitCode: 0})
  expect(consumed.stdout).toBe('hello')
  expect(described.stdout).toMatch(new RegExp(`${topic} +0 +1 +1 +0`))
})

test('brokers are found at the proxy’s address only', async () => {
  const redpanda = await sharedRedpanda()
  const admin = kafkaClient(redpanda.connection()).admin()
  await admin.connect()
  const {brokers} = await admin.describeCluster()
  await admin.disconnect()
  expect(brokers.map(({host, port}) => `${host}:${port}`)).toEqual(redpanda.brokers)
})

test('what is not offered ends the connection and is recorded', async () => {
  const redpanda = await sharedRedpanda()
  const clientId = uniqueName('curious')
  const [host, port] = (redpanda.brokers[0] ?? '').split(':')
  const socket = connect({host: host ?? '', port: Number(port)})
  // Kafka 4.1 would answer: version 5 is its own, Redpanda stops at 4.
  socket.write(
    encodeRequest('ListGroups', 5, {correlationId: 1, clientId}, {statesFilter: [], typesFilter: []}),
  )
  await once(socket, 'close')
  expect(await redpanda.refusals(clientId)).toEqual([{apiKey: 16, apiVersion: 5, clientId}])
})

test('a flood of large frames passes whole, in both directions', async () => {
  const redpanda = await sharedRedpanda()
  const topic = uniqueName('flood')
  const connection = {...redpanda.connection(), clientId: topic}
  await createTopic(connection, topic)
  const five = Array.from({length: 5}, () => ({value: Buffer.alloc(100_000, 'x')}))
  await Promise.all(Array.from({length: 20}, () => produce(connection, topic, five)))
  const read = await kafkaTool(redpanda, 'consoleConsumer', [
    ...['--topic', topic, '--from-beginning', '--max-messages', '100', '--timeout-ms', '20000'],
  ])
  expect(read.stdout.length).toBe(100 * 100_001 - 1)
})

test('what is no Kafka at all loses its connection and nothing else', async () => {
  const redpanda = await sharedRedpanda()
  const [host, port] = (redpanda.brokers[0] ?? '').split(':')
  const socket = connect({host: host ?? '', port: Number(port)})
  socket.write('GET / HTTP/1.1\r\n\r\n')
  await once(socket, 'close')
  await createTopic(redpanda.connection(), uniqueName('after'))
})
