import {afterAll, beforeAll, expect, it} from 'vitest'
import TransactionsAbort from '../../../src/commands/cluster/transactions/abort.js'
import TransactionsFindHanging from '../../../src/commands/cluster/transactions/find-hanging.js'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import {BatchBuilder} from '../../../src/lib/kafka/records/batch-builder.js'
import {crc32c} from '../../../src/lib/kafka/records/crc32c.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import {createTopic, kafkaTool, produce, startSandbox, until} from '../../helpers/kafka.js'
import {runCommand, type CommandRun} from '../../helpers/run-command.js'

const TOPIC = 'payments'
/** Bit of a batch's attributes. */
const TRANSACTIONAL = 0x10
const HOUR_AGO = Date.now() - 3_600_000

let sandbox: Sandbox
let producerId: bigint
beforeAll(async () => {
  // Without it, brokers let in what no coordinator knows of, as all did before Kafka 3.6.
  const config = {'transaction.partition.verification.enable': 'false'}
  sandbox = await startSandbox({ephemeral: true, name: 'hanging', config})
  await createTopic(sandbox.connection(), TOPIC, {partitions: 2})
  producerId = await leaveOpen()
  await produce(sandbox.connection(), TOPIC, [{value: 'waits', partition: 0}])
}, 120_000)
afterAll(() => sandbox.stop())

/** A transactional batch of an hour ago, of a producer that no coordinator has ever heard of. */
async function leaveOpen(): Promise<bigint> {
  const cluster = openCluster(sandbox.connection())
  try {
    const body = {transactionalId: null, transactionTimeoutMs: 60_000}
    const started = await until(async () => {
      const answer = await cluster.toAny('InitProducerId', body)
      return answer.errorCode === 0 && answer
    })
    const builder = new BatchBuilder()
    builder.append(HOUR_AGO, null, Buffer.from('a'), [])
    const batch = builder.finish({...started, baseSequence: 0})
    batch.writeInt16BE(batch.readInt16BE(21) | TRANSACTIONAL, 21)
    batch.writeUInt32BE(crc32c(batch.subarray(21)) >>> 0, 17)
    const {responses} = await cluster.toBroker(
      1,
      'Produce',
      {
        transactionalId: 'forgotten',
        acks: -1,
        timeoutMs: 5000,
        topicData: [{name: TOPIC, partitionData: [{index: 0, records: batch}]}],
      },
      {maxVersion: 11},
    )
    expect(responses[0]?.partitionResponses[0]?.errorCode).toBe(0)
    return started.producerId
  } finally {
    await cluster.close()
  }
}

const brokers = (): string[] => ['--brokers', sandbox.brokers.join(',')]
const find = (...argv: string[]): Promise<CommandRun> =>
  runCommand(TransactionsFindHanging, [...argv, ...brokers()], 'cluster:transactions:find-hanging')
const abort = (...argv: string[]): Promise<CommandRun> =>
  runCommand(
    TransactionsAbort,
    ['--topic', TOPIC, '--partition', '0', ...argv, ...brokers()],
    'cluster:transactions:abort',
  )
/** What Kafka's own tool finds, as text. */
const theirs = async (): Promise<string> =>
  (await kafkaTool(sandbox, 'transactions', ['find-hanging', '--broker-id', '1'])).stdout
/** The end for who reads committed records. */
const stable = async (): Promise<string> =>
  (
    await kafkaTool(sandbox, 'consoleConsumer', [
      ...['--topic', TOPIC, '--partition', '0', '--from-beginning', '--timeout-ms', '3000'],
      ...['--isolation-level', 'read_committed'],
    ])
  ).stdout

it('finds it as Kafka’s own tool does, and says what to do', async () => {
  expect(await theirs()).toMatch(new RegExp(`${TOPIC}\\s+0\\s+${producerId}\\s`))
  const {stdout, exitCode} = await find()
  expect(exitCode).toBe(3)
  expect(stdout).toContain('! 1 hanging transaction in ')
  expect(stdout).toMatch(/ ! {2}payments +0 +0 +\d+ +0 +1h.* no coordinator knows its producer/)
  expect(stdout).toContain('abort --topic payments --partition 0 --start-offset 0')
  expect((await find('--json')).json().result).toMatchObject({
    hanging: [{topic: TOPIC, partition: 0, startOffset: '0', reason: 'unknown-producer'}],
    failed: [],
  })
  expect((await find('--max-transaction-timeout', '2h')).exitCode).toBe(0)
})

it('aborts nothing unless it is told to', async () => {
  const dry = await abort('--start-offset', '0', '--dry-run')
  expect(dry.exitCode).toBe(0)
  expect(dry.stdout).toMatch(/holds back {3}2 messages from there/)
  expect((await abort('--producer-id', producerId.toString(), '--json')).json()).toMatchObject({
    ok: false,
    error: {code: 'REFUSED', exitCode: 5},
  })
  expect((await find()).exitCode).toBe(3)
})

it('names what is open when another one was meant', async () => {
  const {stderr, exitCode} = await abort('--start-offset', '7', '--yes')
  expect(exitCode).toBe(2)
  expect(stderr).toContain(`Open there: from 0 by producer ${producerId}.`)
})

it('aborts it, and its readers get on', async () => {
  const {json, exitCode, stdout} = await abort('--start-offset', '0', '--yes', '--json')
  expect(exitCode, stdout).toBe(0)
  expect(json().result).toMatchObject({applied: true, rows: [{subject: 'payments-0', status: 'done'}]})
  expect((await find()).exitCode).toBe(0)
  expect(await theirs()).not.toContain(TOPIC)
  expect(await stable()).toBe('waits')
})
