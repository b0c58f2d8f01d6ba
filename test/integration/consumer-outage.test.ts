import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest'
import {openCluster, type Cluster} from '../../src/lib/kafka/cluster.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import {scratchFolder} from '../helpers/scratch.js'
import {kafkaClient, startSandbox, until} from '../helpers/kafka.js'
import {allAway, type Away} from '../helpers/all-away.js'
import {OutageScene, type OutageReport} from '../helpers/outage.js'

const LONG_MS = 300_000
const BROKERS = [1, 2, 3]

let sandbox: Sandbox
let cluster: Cluster
let scene: OutageScene
beforeAll(async () => {
  const config = {'broker.session.timeout.ms': '2000', 'broker.heartbeat.interval.ms': '400'}
  sandbox = await startSandbox({nodes: 3, config, ephemeral: true})
  cluster = openCluster(sandbox.connection())
}, LONG_MS)
afterAll(async () => {
  await cluster.close()
  await sandbox.stop()
})
beforeEach(async () => {
  scene = new OutageScene(sandbox, scratchFolder())
  await scene.start()
}, LONG_MS)
afterEach(() => scene.close(), LONG_MS)

const nothingWrong = ({published}: OutageReport): object => ({
  published,
  twice: [],
  lost: [],
  exitCode: 0,
  live: {failed: []},
})

const partition = async (number: number): Promise<{leader: number; isr: readonly number[]}> =>
  until(async () => {
    const topics = await cluster.topics([scene.topic], {refresh: true})
    const {leader, isr = []} = topics.get(scene.topic)?.partitions[number] ?? {}
    return leader !== undefined && {leader, isr}
  })

/** Until each replica of the topic and of the groups' offsets is in sync, so that any broker can be missed. */
const inSync = (): Promise<boolean> =>
  until(async () => {
    const topics = await cluster.topics([scene.topic, '__consumer_offsets'], {refresh: true})
    return [...topics.values()].every(({partitions}) =>
      partitions.every(({isr}) => isr.length === BROKERS.length),
    )
  })

async function coordinator(): Promise<number> {
  const homes = await cluster.coordinators([scene.group], {refresh: true})
  const home = homes.get(scene.group)
  if (typeof home !== 'number') throw new Error('the group has no coordinator')
  return home
}

/** Sets the replicas of a partition, whose leader moves when it is not among them. */
async function reassign(number: number, replicas: number[]): Promise<void> {
  const admin = kafkaClient(sandbox.connection()).admin()
  await admin.connect()
  try {
    const partitionAssignment = [{partition: number, replicas}]
    await admin.alterPartitionReassignments({topics: [{topic: scene.topic, partitionAssignment}]})
  } finally {
    await admin.disconnect()
  }
}

test(
  'a broker stopped and restarted, one killed and restarted, a leader moved: it goes on by itself',
  async () => {
    const stopped = (await partition(0)).leader
    await sandbox.stopBroker(stopped)
    await scene.progress()
    await sandbox.restartBroker(stopped)
    await scene.progress()

    await inSync()
    const killed = await coordinator()
    await sandbox.killBroker(killed)
    await scene.progress()
    await sandbox.restartBroker(killed)
    await scene.progress()

    await inSync()
    const {leader} = await partition(1)
    await reassign(
      1,
      BROKERS.filter((id) => id !== leader),
    )
    await until(async () => (await partition(1)).leader !== leader)
    await scene.progress()
    await reassign(1, BROKERS)
    await inSync()

    await scene.caughtUp()
    await scene.ready()
    const report = await scene.finish()
    expect(report).toMatchObject(nothingWrong(report))
  },
  LONG_MS,
)

test(
  'a broker that hangs, the coordinator of the group: it goes on without it',
  async () => {
    await inSync()
    const hanging = await coordinator()
    sandbox.pauseBroker(hanging)
    await scene.progress()
    sandbox.resumeBroker(hanging)
    await scene.progress()
    await inSync()
    await scene.caughtUp()
    const report = await scene.finish()
    expect(report).toMatchObject(nothingWrong(report))
  },
  LONG_MS,
)

test.each<Away>(['killed', 'hanging'])(
  'all brokers away (%s): live, not ready, and on again when they are back',
  async (away) => {
    const {reason} = await allAway(scene, {away, forMs: 15_000})
    // One line a condition, however many brokers it names.
    expect(reason).toMatch(/^\[-\] broker: .*127\.0\.0\.1.*\n\[\+\] joined\n/)
    const report = await scene.finish()
    expect(report).toMatchObject(nothingWrong(report))
  },
  LONG_MS,
)
