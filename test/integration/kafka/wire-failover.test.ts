import {afterAll, beforeAll, expect, it} from 'vitest'
import {openCluster, type Cluster} from '../../../src/lib/kafka/cluster.js'
import {fetchCommitted} from '../../../src/lib/kafka/committed-offsets.js'
import {describeGroups} from '../../../src/lib/kafka/describe-groups.js'
import {kafkaErrorName} from '../../../src/lib/kafka/error-map.js'
import {listGroups} from '../../../src/lib/kafka/list-groups.js'
import {partitionEnds} from '../../../src/lib/kafka/partition-ends.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import {commitOffsets, createTopic, produce, startSandbox, until} from '../../helpers/kafka.js'

const REPLICATED = 'replicated'
const SINGLE = 'single'
const groups = Array.from({length: 6}, (_, index) => `group-${index}`)

let sandbox: Sandbox
let cluster: Cluster
beforeAll(async () => {
  const config = {'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500'}
  sandbox = await startSandbox({nodes: 3, config, ephemeral: true})
  const connection = sandbox.connection()
  await createTopic(connection, REPLICATED, {
    assignment: [
      [1, 2, 3],
      [2, 3, 1],
      [3, 1, 2],
    ],
  })
  await createTopic(connection, SINGLE, {assignment: [[1], [2], [3]]})
  for (const topic of [REPLICATED, SINGLE]) {
    await produce(
      connection,
      topic,
      [0, 1, 2].map((partition) => ({value: 'v', partition})),
    )
  }
  await Promise.all(
    groups.map((group) => commitOffsets(connection, group, {[REPLICATED]: {0: 1, 1: 1, 2: 1}})),
  )
  cluster = openCluster(connection)
})
afterAll(async () => {
  await cluster.close()
  await sandbox.stop()
})

const partitions = (topic: string): {topic: string; partition: number}[] =>
  [0, 1, 2].map((partition) => ({topic, partition}))

const ends = async (topic: string): Promise<(bigint | string | undefined)[]> =>
  (await partitionEnds(cluster, partitions(topic))).map((row) =>
    row.error ? kafkaErrorName(row.error) : row.highWatermark,
  )

it('asks every broker for its own part', async () => {
  expect(await ends(REPLICATED)).toEqual([1n, 1n, 1n])
  expect((await cluster.info()).brokers.map(({id}) => id)).toEqual([1, 2, 3])
  const homes = new Set((await cluster.coordinators(groups)).values())
  expect(homes.size).toBeGreaterThan(1)
  const listed = (await listGroups(cluster)).groups.map(({groupId}) => groupId)
  expect(listed).toEqual(expect.arrayContaining(groups))
})

it('goes on without a killed broker: leaders and coordinators are followed, what is lost is said', async () => {
  await sandbox.killBroker(2)
  // The same cluster object, with the leaders, coordinators and connections that it knew before.
  expect(await ends(REPLICATED)).toEqual([1n, 1n, 1n])
  const committed = await fetchCommitted(cluster, groups)
  expect(committed.map(({error, partitions}) => error?.message ?? partitions.length)).toEqual(
    groups.map(() => 3),
  )
  const described = await describeGroups(cluster, groups)
  expect(
    described.map(({error, coordinator}) => error?.message ?? [1, 3].includes(coordinator ?? -1)),
  ).toEqual(groups.map(() => true))

  expect(await ends(SINGLE)).toEqual([1n, 'LEADER_NOT_AVAILABLE', 1n])
  const leaderless = (await cluster.topics([SINGLE])).get(SINGLE)?.partitions[1]
  expect(leaderless).toMatchObject({
    leader: undefined,
    replicas: [2],
    error: {message: 'single-1 has no leader'},
  })
})

it('finds the broker again when it is back', async () => {
  await sandbox.restartBroker(2)
  await until(async () => (await ends(SINGLE))[1] === 1n)
})

it('does not wait for ever for a broker that hangs, and keeps what the others say', async () => {
  const impatient = openCluster({...sandbox.connection(), requestTimeoutMs: 1000})
  try {
    expect((await partitionEnds(impatient, partitions(SINGLE))).map(({error}) => error)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    sandbox.pauseBroker(3)
    const [one, two, three] = await partitionEnds(impatient, partitions(SINGLE))
    expect([one?.error, two?.error]).toEqual([undefined, undefined])
    expect(three?.error).toBeDefined()
  } finally {
    sandbox.resumeBroker(3)
    await impatient.close()
  }
})
