import {afterAll, beforeAll, expect, test} from 'vitest'
import {openCluster, type Cluster} from '../../../src/lib/kafka/cluster.js'
import {plainLines} from '../../../src/lib/kafka/producer/input/plain-lines.js'
import {produceInput} from '../../../src/lib/kafka/producer/produce-input.js'
import {PRODUCER_DEFAULTS} from '../../../src/lib/kafka/producer/types.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import {createTopic, kafkaTool, startSandbox} from '../../helpers/kafka.js'

const topic = 'failover'
const CHUNKS = 60
const LINES = 200
let sandbox: Sandbox
let cluster: Cluster

beforeAll(async () => {
  const config = {
    ...{'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500'},
    'min.insync.replicas': '2',
  }
  sandbox = await startSandbox({nodes: 3, config, ephemeral: true})
  await createTopic(sandbox.connection(), topic, {partitions: 3, replicas: 3})
  cluster = openCluster(sandbox.connection())
})

afterAll(async () => {
  await cluster.close()
  await sandbox.stop()
})

test('a broker that dies and comes back costs no record and repeats none', async () => {
  async function* input(): AsyncGenerator<Buffer> {
    for (let chunk = 0; chunk < CHUNKS; chunk++) {
      if (chunk === 20) await sandbox.killBroker(2)
      if (chunk === 40) await sandbox.restartBroker(2)
      yield Buffer.from(
        Array.from({length: LINES}, (_, n) => `${String(chunk * LINES + n).padStart(6, '0')}\n`).join(''),
      )
    }
  }
  const result = await produceInput(
    cluster,
    {topic, parse: plainLines({headers: []}), producer: {...PRODUCER_DEFAULTS, batchBytes: 2000}},
    input(),
    {signal: new AbortController().signal},
  )
  expect(result.error).toBeUndefined()
  expect(result.records).toBe(CHUNKS * LINES)
  const args = ['--topic', topic, '--from-beginning', '--max-messages', String(CHUNKS * LINES)]
  const {stdout} = await kafkaTool(sandbox, 'consoleConsumer', [...args, '--timeout-ms', '20000'])
  const ends = await kafkaTool(sandbox, 'getOffsets', ['--topic', topic])
  const total = [...ends.stdout.matchAll(/:(\d+)$/gm)].reduce((sum, [, end]) => sum + Number(end), 0)
  expect(total).toBe(CHUNKS * LINES)
  expect(new Set(stdout.trim().split('\n')).size).toBe(CHUNKS * LINES)
})
