import {CompressionTypes} from 'kafkajs'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openCluster, type Cluster} from '../../src/lib/kafka/cluster.js'
import {describeLag} from '../../src/lib/kafka/lag/describe.js'
import type {GroupLag} from '../../src/lib/kafka/lag/report.js'
import {groupSelection, topicScope} from '../../src/lib/kafka/lag/selection.js'
import type {PartitionLag} from '../../src/lib/kafka/lag/types.js'
import {
  commitOffsets,
  createTopic,
  kafkaClient,
  produce,
  sharedKafka,
  sharedRedpanda,
  uniqueName,
  until,
  type ProducedMessage,
  type SharedKafka,
} from '../helpers/kafka.js'

const CLIENT_ID = uniqueName('lag')
const group = uniqueName('lag')
const topics = {
  plain: uniqueName('lag-plain'),
  logAppend: uniqueName('lag-append'),
  compacted: uniqueName('lag-compacted'),
  packed: uniqueName('lag-packed'),
  large: uniqueName('lag-large'),
}
const MINUTE = 60_000

let kafka: SharedKafka

const aged = (partition: number, ...minutes: number[]): ProducedMessage[] =>
  minutes.map((age) => ({value: `${age}`, partition, timestamp: String(Date.now() - age * MINUTE)}))

beforeAll(async () => {
  kafka = await sharedKafka()
  const connection = kafka.connection()
  await createTopic(connection, topics.plain, {partitions: 6})
  await createTopic(connection, topics.logAppend, {config: {'message.timestamp.type': 'LogAppendTime'}})
  await createTopic(connection, topics.compacted, {config: {'cleanup.policy': 'compact'}})
  await createTopic(connection, topics.packed, {})
  await produce(connection, topics.plain, [
    ...aged(0, 50, 40, 30, 20, 10),
    ...aged(1, 50, 40, 30, 20, 10),
    ...aged(2, 50, 40, 30),
    ...aged(3, 20, 10),
    ...aged(5, -60, -50),
  ])
  await produce(connection, topics.logAppend, aged(0, 50, 40))
  await produce(connection, topics.compacted, [
    {key: 'a', value: '1'},
    {key: 'b', value: '2'},
  ])
  await createTopic(connection, topics.large, {partitions: 3})
  await produce(
    connection,
    topics.large,
    [0, 1, 2].flatMap((partition) =>
      aged(partition, 20).map((one) => ({...one, value: 'x'.repeat(100_000)})),
    ),
  )
  await produceCompressed(topics.packed, aged(0, 40, 30, 20, 10))
  await deleteRecords(topics.plain, 1, 3)
  await commitOffsets(connection, group, {
    [topics.plain]: {0: 2, 1: 1, 2: 3, 3: 700, 5: 0},
    [topics.logAppend]: {0: 1},
    [topics.compacted]: {0: 0},
    [topics.packed]: {0: 1},
    [topics.large]: {0: 0, 1: 0, 2: 0},
  })
})

async function produceCompressed(topic: string, messages: ProducedMessage[]): Promise<void> {
  const producer = kafkaClient(kafka.connection()).producer()
  await producer.connect()
  await producer.send({topic, messages, compression: CompressionTypes.GZIP})
  await producer.disconnect()
}

async function deleteRecords(topic: string, partition: number, before: number): Promise<void> {
  const admin = kafkaClient(kafka.connection()).admin()
  await admin.connect()
  // The client looks the leaders up once only, and a new topic may not have them everywhere yet.
  await until(async () => {
    await admin.fetchTopicOffsets(topic)
    return admin.deleteTopicRecords({topic, partitions: [{partition, offset: String(before)}]}).then(
      () => true,
      () => false,
    )
  })
  await admin.disconnect()
}

const one = async (cluster: Cluster, name: string, ...scope: string[]): Promise<GroupLag> => {
  const report = await describeLag(cluster, groupSelection([name], false), {scope: topicScope(scope)})
  const [found] = report.groups
  if (!found) throw new Error('no group')
  return found
}

/** Tens of minutes that the next record of a partition has been waiting. */
const decades = ({time}: PartitionLag): number => Math.floor((time?.ms ?? Number.NaN) / (10 * MINUTE))

const at = ({partitions}: GroupLag, topic: string, partition = 0): PartitionLag => {
  const found = partitions.find((row) => row.topic === topic && row.partition === partition)
  if (!found) throw new Error(`no row for ${topic}[${partition}]`)
  return found
}

// What follows holds on Kafka 4.1 and through a proxy that speaks Redpanda's older versions only.
describe.each(['kafka', 'redpanda'])('on %s', (kind) => {
  let cluster: Cluster
  let lag: GroupLag
  beforeAll(async () => {
    const connection = kind === 'kafka' ? kafka.connection() : (await sharedRedpanda()).connection()
    cluster = openCluster({...connection, clientId: CLIENT_ID})
    lag = await one(cluster, group)
  })
  afterAll(() => cluster.close())

  it('counts messages, and tells how long the next one has been waiting', () => {
    const row = at(lag, topics.plain, 0)
    expect(row).toMatchObject({committed: 2n, logStart: 0n, highWatermark: 5n, lag: 3n, flags: ['ok']})
    expect(row.time).toMatchObject({method: 'record', timestampType: 'CreateTime'})
    expect(decades(row)).toBe(3)
  })

  it('counts what was deleted unread as lost', () => {
    const row = at(lag, topics.plain, 1)
    expect(row).toMatchObject({committed: 1n, logStart: 3n, lag: 2n, lost: 2n, flags: ['expired']})
    expect(row.time?.method).toBe('lower-bound')
    expect(decades(row)).toBe(2)
  })

  it('is 0 at the end', () => {
    expect(at(lag, topics.plain, 2)).toMatchObject({lag: 0n, lost: 0n, flags: ['ok'], time: undefined})
  })

  it('takes a commit beyond the end as one of another log', () => {
    expect(at(lag, topics.plain, 3)).toMatchObject({
      committed: 700n,
      lag: 2n,
      flags: ['ahead'],
      upperBound: true,
    })
  })

  it('sees a partition without a commit, here an empty one', () => {
    expect(at(lag, topics.plain, 4)).toMatchObject({
      committed: undefined,
      lag: 0n,
      flags: ['no-commit', 'empty'],
    })
  })

  it('never tells a negative time when the producer’s clock is ahead', () => {
    expect(at(lag, topics.plain, 5)).toMatchObject({lag: 2n, time: {method: 'unknown'}})
  })

  it('says when the time is the broker’s', () => {
    const row = at(lag, topics.logAppend)
    expect(row.time).toMatchObject({method: 'record', timestampType: 'LogAppendTime'})
    expect(decades(row)).toBe(0)
  })

  it('interpolates inside a compressed batch', () => {
    const row = at(lag, topics.packed)
    expect(row.time?.method).toBe('interpolated')
    expect(decades(row)).toBe(3)
  })

  it('finds the time in batches that are too large to be handed out together', () => {
    expect([0, 1, 2].map((partition) => decades(at(lag, topics.large, partition)))).toEqual([2, 2, 2])
  })

  it('says that offsets of a compacted topic may hold no message', () => {
    expect(at(lag, topics.compacted)).toMatchObject({lag: 2n, compacted: true, upperBound: true})
  })

  it('adds up per topic and in all', () => {
    expect(lag.total).toMatchObject({lag: 18n, lost: 2n, failed: 0, partitions: 12, upperBound: true})
    expect(lag.topics.map(({topic, lag}) => [topic, lag])).toEqual([
      [topics.plain, 9n],
      [topics.large, 3n],
      [topics.packed, 3n],
      [topics.compacted, 2n],
      [topics.logAppend, 1n],
    ])
  })

  it('has the group’s state, and no members', () => {
    expect(lag).toMatchObject({state: 'Empty', members: [], error: undefined})
  })

  it('looks at named topics, partitions and patterns only', async () => {
    const scoped = await one(cluster, group, `${topics.plain}:0,2`, '/lag-comp/')
    expect(scoped.partitions.map(({topic, partition}) => `${topic}/${partition}`)).toEqual([
      `${topics.plain}/0`,
      `${topics.compacted}/0`,
      `${topics.plain}/2`,
    ])
    expect(scoped.total.lag).toBe(5n)
  })

  it('refuses a topic on which the group has nothing', async () => {
    await expect(one(cluster, group, 'nowhere')).rejects.toMatchObject({code: 'TOPIC_NOT_FOUND', exitCode: 2})
    await expect(one(cluster, group, `${topics.plain}:99`)).rejects.toMatchObject({code: 'NOT_FOUND'})
  })

  it('names groups that look like one that does not exist', async () => {
    await expect(one(cluster, group.slice(0, -1))).rejects.toMatchObject({
      code: 'GROUP_NOT_FOUND',
      exitCode: 2,
      hints: expect.arrayContaining([`Groups that look like it: ${group}`]) as string[],
    })
  })

  it('keeps an unknown group beside a known one, as an error', async () => {
    const report = await describeLag(cluster, groupSelection([group, 'nobody-has-this'], false))
    expect(report.groups.map(({group, error}) => [group, error?.code])).toEqual([
      ['nobody-has-this', 'GROUP_NOT_FOUND'],
      [group, undefined],
    ])
    expect(report.isPartial()).toBe(true)
  })

  it('finds groups by pattern, with the same lag', async () => {
    const report = await describeLag(cluster, groupSelection([`/^${group}$/`], false))
    expect(report.groups.map(({group, total}) => [group, total.lag])).toEqual([[group, lag.total.lag]])
    await expect(describeLag(cluster, groupSelection(['/^no such/'], false))).rejects.toThrow('/^no such/')
  })

  it('has it among all groups, times left out unless asked for', async () => {
    const report = await describeLag(cluster, groupSelection([], true), {time: false})
    expect(report.group(group)?.total).toMatchObject({lag: lag.total.lag, oldest: undefined})
  })
})

it('asked nothing that Redpanda does not know', async () => {
  expect(await (await sharedRedpanda()).refusals(CLIENT_ID)).toEqual([])
})
