import {afterAll, beforeAll, expect, test} from 'vitest'
import {openCluster, type Cluster} from '../../../src/lib/kafka/cluster.js'
import {plainLines} from '../../../src/lib/kafka/producer/input/plain-lines.js'
import {produceInput, type ProduceResult} from '../../../src/lib/kafka/producer/produce-input.js'
import {PRODUCER_DEFAULTS} from '../../../src/lib/kafka/producer/types.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import {createTopic, kafkaTool, startSandbox, until} from '../../helpers/kafka.js'

const topic = 'interrupted'
let sandbox: Sandbox
let cluster: Cluster

beforeAll(async () => {
  sandbox = await startSandbox({nodes: 1, ephemeral: true})
  await createTopic(sandbox.connection(), topic, {partitions: 1, replicas: 1})
  cluster = openCluster({...sandbox.connection(), requestTimeoutMs: 1000})
})

afterAll(async () => {
  await cluster.close()
  await sandbox.stop()
})

/** Three lines are acknowledged; of two more nobody ever hears. */
async function interrupt(how: 'stop' | 'abandon'): Promise<ProduceResult> {
  const stop = new AbortController()
  const abandon = new AbortController()
  let acknowledged = 0
  async function* input(): AsyncGenerator<Buffer> {
    yield Buffer.from('1\n2\n3\n')
    await until(() => acknowledged === 3)
    sandbox.pauseBroker(1)
    yield Buffer.from('4\n5\n')
    await until(() => troubled)
    stop.abort()
    if (how === 'abandon') abandon.abort()
  }
  let troubled = false
  return produceInput(
    cluster,
    {
      topic,
      parse: plainLines({headers: []}),
      producer: {
        ...PRODUCER_DEFAULTS,
        onDelivered: ({records}) => (acknowledged += records),
        onTrouble: () => (troubled = true),
      },
    },
    input(),
    {signal: stop.signal, abandon: abandon.signal},
  )
}

test.each(['stop', 'abandon'] as const)('lines that a broker may have are told apart (%s)', async (how) => {
  const before = await written()
  const result = await interrupt(how)
  expect(result).toMatchObject({
    ...{records: 3, lines: 5, interrupted: true, firstLineMissing: 4},
    ...{unknown: {records: 2, first: 4, last: 5}, error: {code: 'UNREACHABLE'}},
  })
  sandbox.resumeBroker(1)
  expect((await written()) - before).toBeGreaterThanOrEqual(3)
})

async function written(): Promise<number> {
  const {stdout} = await kafkaTool(sandbox, 'getOffsets', ['--topic', topic])
  return Number(/:(\d+)$/m.exec(stdout)?.[1])
}
