import {afterAll, beforeAll, expect, test} from 'vitest'
import {isRunning} from '../../src/lib/sandbox/process.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {createTopic, kafkaClient, kafkaTool, produce, startSandbox, until} from '../helpers/kafka.js'

const TOPIC = 'survivor'
const consumeAll = (messages: number): string[] => [
  ...['--topic', TOPIC, '--from-beginning', '--max-messages', String(messages), '--timeout-ms', '30000'],
]

let sandbox: Sandbox
beforeAll(async () => {
  const config = {'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500'}
  sandbox = await startSandbox({nodes: 3, config, ephemeral: true})
  await createTopic(sandbox.connection(), TOPIC, {
    assignment: [[2, 1, 3]],
    config: {'min.insync.replicas': '2'},
  })
  await produce(sandbox.connection(), TOPIC, ['before'])
})
afterAll(() => sandbox.stop())

/** The node id, or undefined while there is none. */
async function leaderOf(topic: string): Promise<number | undefined> {
  const impatient = {...sandbox.connection(), connectTimeoutMs: 500, requestTimeoutMs: 500}
  const admin = kafkaClient(impatient, {retries: 0}).admin()
  try {
    await admin.connect()
    const {topics} = await admin.fetchTopicMetadata({topics: [topic]})
    return topics[0]?.partitions[0]?.leader
  } catch {
    return undefined
  } finally {
    await admin.disconnect()
  }
}

test('a killed broker loses its leadership, comes back on its port and has its data', async () => {
  const leader = await until(() => leaderOf(TOPIC))
  const address = sandbox.address(leader)

  await sandbox.killBroker(leader)
  expect(sandbox.missing()).toEqual([leader])
  await until(async () => {
    const next = await leaderOf(TOPIC)
    return next !== leader && next
  })
  await produce(sandbox.connection(), TOPIC, ['meanwhile'])

  await sandbox.restartBroker(leader)
  expect(sandbox.address(leader)).toBe(address)
  const target = {brokers: [address], clientProperties: () => sandbox.clientProperties()}
  const read = await kafkaTool(target, 'consoleConsumer', consumeAll(2))
  expect(read.stdout.split('\n')).toEqual(['before', 'meanwhile'])
})

test('a stopped broker hands over its partitions before it is gone', async () => {
  const leader = await until(() => leaderOf(TOPIC))
  await sandbox.stopBroker(leader)
  await until(async () => (await leaderOf(TOPIC)) !== leader)
  await sandbox.restartBroker(leader)
  expect(sandbox.isRunning(leader)).toBe(true)
})

test('a paused broker is silent and goes on where it was', async () => {
  await createTopic(sandbox.connection(), 'paused', {assignment: [[3]]})
  sandbox.pauseBroker(3)
  const [process] = sandbox.nodes.flatMap((node) => (node.id === 3 && node.process ? [node.process] : []))
  if (!process) throw new Error('broker 3 runs')
  expect(isRunning(process)).toBe(true)
  const answer = produce({...sandbox.connection(), requestTimeoutMs: 60_000}, 'paused', ['late'])
  let answered = false
  void answer.then(() => (answered = true))
  await until(async () => (await leaderOf('paused')) !== 3)
  expect(answered).toBe(false)
  sandbox.resumeBroker(3)
  await answer
})

test('all brokers away: none comes back alone, all come back together', async () => {
  await Promise.all([1, 2, 3].map((id) => sandbox.killBroker(id)))
  expect(sandbox.missing()).toEqual([1, 2, 3])
  await expect(sandbox.restartBroker(1)).rejects.toMatchObject({code: 'REFUSED'})
  await sandbox.start()
  expect(sandbox.missing()).toEqual([])
  await until(() => leaderOf(TOPIC))
  const read = await kafkaTool(sandbox, 'consoleConsumer', consumeAll(2))
  expect(read.stdout.split('\n')).toEqual(['before', 'meanwhile'])
})

test('what is not there is named', async () => {
  await expect(sandbox.killBroker(4)).rejects.toMatchObject({code: 'BAD_INPUT'})
  await sandbox.killBroker(1)
  await expect(sandbox.killBroker(1)).rejects.toMatchObject({code: 'NOT_FOUND'})
  expect(() => sandbox.pauseBroker(1)).toThrow('broker 1 of sandbox "default" is not running')
})
