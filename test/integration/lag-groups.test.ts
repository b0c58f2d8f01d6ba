import type {Consumer} from 'kafkajs'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openCluster, type Cluster} from '../../src/lib/kafka/cluster.js'
import {describeLag} from '../../src/lib/kafka/lag/describe.js'
import type {GroupLag} from '../../src/lib/kafka/lag/report.js'
import {groupSelection} from '../../src/lib/kafka/lag/selection.js'
import {
  commitOffsets,
  createTopic,
  kafkaClient,
  kafkaTool,
  produce,
  sharedKafka,
  uniqueName,
  until,
  type SharedKafka,
} from '../helpers/kafka.js'

let kafka: SharedKafka
let cluster: Cluster
beforeAll(async () => {
  kafka = await sharedKafka()
  cluster = openCluster(kafka.connection())
})
afterAll(() => cluster.close())

const topic = uniqueName('lag-groups')
beforeAll(async () => {
  await createTopic(kafka.connection(), topic, {partitions: 3})
  await produce(
    kafka.connection(),
    topic,
    [0, 0, 0, 1, 1, 1].map((partition) => ({value: 'x', partition})),
  )
})

const lagOf = async (group: string): Promise<GroupLag | undefined> => {
  const report = await describeLag(cluster, groupSelection([group], false)).catch(() => undefined)
  return report?.groups[0]
}

const withMember = (group: string): Promise<GroupLag> =>
  until(async () => {
    const lag = await lagOf(group)
    return lag?.state === 'Stable' && lag.members[0]?.partitions === 1 ? lag : undefined
  })

describe('a group of the new protocol (KIP-848)', () => {
  it('is named as such, alive and with its members; then empty, with its lag', async () => {
    const [topic, group] = [uniqueName('lag-848'), uniqueName('lag-848')]
    await createTopic(kafka.connection(), topic)
    await produce(kafka.connection(), topic, ['1'])
    const consumer = kafkaTool(kafka, 'consoleConsumer', [
      ...['--topic', topic, '--group', group, '--from-beginning', '--max-messages', '2'],
      ...['--consumer-property', 'group.protocol=consumer'],
    ])
    expect(await withMember(group)).toMatchObject({
      type: 'consumer',
      assignor: 'uniform',
      members: [{clientId: 'console-consumer', host: '127.0.0.1', partitions: 1}],
      partitions: [{topic, partition: 0, clientId: 'console-consumer'}],
    })
    await produce(kafka.connection(), topic, ['2', '3', '4', '5'])
    await consumer
    const after = await until(async () => {
      const lag = await lagOf(group)
      return lag?.state === 'Empty' && lag
    })
    expect(after).toMatchObject({type: 'consumer', members: [], total: {partitions: 1, failed: 0}})
    expect(after.partitions[0]).toMatchObject({highWatermark: 5n, flags: ['ok']})
  })
})

describe('a share group', () => {
  it('is named as such, and its lag is said to be an upper bound', async () => {
    const [topic, group] = [uniqueName('lag-share'), uniqueName('lag-share')]
    await createTopic(kafka.connection(), topic)
    const consumer = kafkaTool(kafka, 'consoleShareConsumer', [
      ...['--topic', topic, '--group', group, '--max-messages', '1'],
    ])
    const alive = await withMember(group)
    expect(alive).toMatchObject({type: 'share', members: [{clientId: 'console-share-consumer'}]})
    // The group begins at the end of the log, once its first fetch has come through.
    let sent = 0
    await until(async () => {
      await produce(kafka.connection(), topic, [`${sent++}`])
      return Promise.race([
        consumer.then(() => true),
        new Promise<false>((resolve) => setTimeout(() => resolve(false), 300)),
      ])
    })
    await produce(kafka.connection(), topic, ['a', 'b', 'c'])
    const [row] = (await lagOf(group))?.partitions ?? []
    const {stdout} = await kafkaTool(kafka, 'shareGroups', ['--describe', '--offsets', '--group', group])
    const [, , , start] =
      stdout
        .split('\n')
        .find((line) => line.startsWith(group))
        ?.split(/\s+/) ?? []
    expect(row).toMatchObject({topic, committed: BigInt(start ?? -1), flags: ['ok'], upperBound: true})
    expect(row?.lag).toBe((row?.highWatermark ?? 0n) - BigInt(start ?? -1))
    expect(row?.lag).toBeGreaterThanOrEqual(3n)
  })
})

describe('a group with members', () => {
  const group = uniqueName('lag-active')
  let consumer: Consumer
  beforeAll(async () => {
    consumer = kafkaClient({...kafka.connection(), clientId: 'reader-1'}).consumer({groupId: group})
    await consumer.connect()
    await consumer.subscribe({topics: [topic], fromBeginning: true})
    await consumer.run({autoCommit: false, eachMessage: () => Promise.resolve()})
  })
  afterAll(() => consumer.disconnect())

  it('names who reads each partition, also those without a commit', async () => {
    const lag = await until(async () => {
      const found = await lagOf(group)
      return found?.state === 'Stable' && found
    })
    expect(lag).toMatchObject({
      type: 'classic',
      assignor: 'RoundRobinAssigner',
      total: {lag: 6n, partitions: 3},
    })
    expect(lag.members).toMatchObject([{clientId: 'reader-1', host: '127.0.0.1', partitions: 3}])
    for (const row of lag.partitions) {
      expect(row).toMatchObject({clientId: 'reader-1', host: '127.0.0.1'})
      expect(row.flags).toContain('no-commit')
    }
  })
})

describe('an ordinary group', () => {
  it('is told as Kafka’s own tool tells it', async () => {
    const group = uniqueName('lag-ordinary')
    await commitOffsets(kafka.connection(), group, {[topic]: {0: 1, 1: 3, 2: 0}})
    const {stdout} = await kafkaTool(kafka, 'consumerGroups', ['--describe', '--group', group])
    const theirs = stdout
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([name]) => name === group)
      .map(([, topic, partition, committed, end, lag]) => [topic, partition, committed, end, lag].join(' '))
    const ours = (await lagOf(group))?.partitions.map(({topic, partition, committed, highWatermark, lag}) =>
      [topic, partition, committed, highWatermark, lag].join(' '),
    )
    expect(theirs).toHaveLength(3)
    expect(ours?.sort()).toEqual(theirs.sort())
  })
})
