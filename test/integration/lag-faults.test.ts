import type {Transaction} from 'kafkajs'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openCluster, type Cluster} from '../../src/lib/kafka/cluster.js'
import {describeLag} from '../../src/lib/kafka/lag/describe.js'
import type {LagReport} from '../../src/lib/kafka/lag/report.js'
import {groupSelection} from '../../src/lib/kafka/lag/selection.js'
import type {PartitionLag} from '../../src/lib/kafka/lag/types.js'
import {waitForLag} from '../../src/lib/kafka/lag/wait.js'
import {watchLag} from '../../src/lib/kafka/lag/watch.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {commitOffsets, createTopic, kafkaClient, produce, startSandbox, until} from '../helpers/kafka.js'

const GROUP = 'reader'
const SELECTION = groupSelection([GROUP], false)
const NODES = [1, 2, 3]

let sandbox: Sandbox
let cluster: Cluster
beforeAll(async () => {
  // Transactions that outlive their time-out stay open, as those do that their coordinator has lost.
  const config = {'transaction.abort.timed.out.transaction.cleanup.interval.ms': '3600000'}
  sandbox = await startSandbox({ephemeral: true, name: 'lag-faults', nodes: 3, config})
  const connection = sandbox.connection()
  await createTopic(connection, 'solo', {assignment: [[1], [2], [3]]})
  await createTopic(connection, 'payments', {partitions: 3, replicas: 3})
  await produce(
    connection,
    'solo',
    [0, 1, 2].flatMap((partition) => [
      {value: 'a', partition},
      {value: 'b', partition},
    ]),
  )
  await commitOffsets(connection, GROUP, {solo: {0: 1, 1: 2, 2: 1}, payments: {0: 0, 1: 0, 2: 0}})
  cluster = openCluster({...connection, requestTimeoutMs: 2000})
}, 240_000)
afterAll(async () => {
  await cluster.close()
  await sandbox.stop()
})

const read = (): Promise<LagReport> => describeLag(cluster, SELECTION)

function at({groups: [group]}: LagReport, topic: string, partition: number): PartitionLag {
  const row = group?.partitions.find((one) => one.topic === topic && one.partition === partition)
  if (!row) throw new Error(`no row for ${topic}[${partition}]`)
  return row
}

/** Three records in a transaction that is left open. */
async function open(
  transactionalId: string,
  partition: number,
  transactionTimeout: number,
): Promise<Transaction> {
  const producer = kafkaClient(sandbox.connection()).producer({
    transactionalId,
    transactionTimeout,
    maxInFlightRequests: 1,
  })
  await producer.connect()
  const transaction = await producer.transaction()
  const messages = ['a', 'b', 'c'].map((value) => ({value, partition}))
  await transaction.send({topic: 'payments', messages})
  return transaction
}

describe('transactions', () => {
  it('an open one is ordinary: records wait behind it, nothing is blocked', async () => {
    const transaction = await open('ordinary', 0, 60_000)
    expect(at(await read(), 'payments', 0)).toMatchObject({
      lag: 3n,
      stableLag: 0n,
      lastStable: 0n,
      flags: ['ok'],
    })
    await transaction.abort()
  })

  it('one that has outlived its time-out blocks, and is named', async () => {
    await open('overdue', 1, 1000)
    const row = await until(async () => {
      const found = at(await read(), 'payments', 1)
      return found.flags.includes('txn-blocked') && found
    })
    expect(row).toMatchObject({lag: 3n, stableLag: 0n, transaction: {transactionalId: 'overdue'}})
    expect(row.transaction?.openForMs).toBeGreaterThan(1000)
  })

  it('markers at the end are nothing to read', async () => {
    const transaction = await open('done', 2, 60_000)
    await transaction.commit()
    await commitOffsets(sandbox.connection(), GROUP, {payments: {2: 3}})
    const row = await until(async () => {
      const found = at(await read(), 'payments', 2)
      return found.highWatermark === 4n && found.committed === 3n && found
    })
    expect(row).toMatchObject({lastStable: 4n, lag: 0n, stableLag: 0n, flags: ['ok']})
    const overview = await describeLag(cluster, groupSelection([], true), {time: false})
    expect(at(overview, 'payments', 2).lag).toBe(0n)
  })
})

describe('brokers that go away', () => {
  it('a partition without a leader is unknown, and the others are known', async () => {
    await sandbox.killBroker(3)
    const report = await until(async () => {
      const found = await read().catch(() => undefined)
      return found && at(found, 'solo', 2).flags.includes('leaderless') && found
    })
    expect(at(report, 'solo', 2)).toMatchObject({committed: 1n, flags: ['leaderless']})
    expect(at(report, 'solo', 2).lag).toBeUndefined()
    expect(at(report, 'solo', 2).error?.message).toContain('has no leader')
    expect(at(report, 'solo', 0)).toMatchObject({lag: 1n, flags: ['ok']})
    expect(report.groups[0]?.total).toMatchObject({failed: 1})
    expect(report.isPartial()).toBe(true)
  })

  it('waiting for the group to catch up does not take the unknown for 0', async () => {
    const wait = waitForLag(cluster, {group: GROUP, below: 1000n, intervalMs: 100, timeoutMs: 1500})
    await expect(wait).rejects.toMatchObject({code: 'TIMEOUT', exitCode: 3, details: {failed: 1}})
  })

  it('a watch tells of an outage of everything, and goes on by itself', async () => {
    await sandbox.restartBroker(3)
    const seen: string[] = []
    for await (const event of watchLag(cluster, SELECTION, {intervalMs: 200})) {
      const whole = event.kind === 'sample' && !event.report.isPartial()
      if (whole && seen.includes('failed')) break
      if (whole && !seen.includes('whole')) NODES.forEach((id) => sandbox.pauseBroker(id))
      if (event.kind === 'failed' && !seen.includes('failed')) NODES.forEach((id) => sandbox.resumeBroker(id))
      seen.push(whole ? 'whole' : event.kind)
    }
    expect(seen).toContain('waiting')
  })
})
