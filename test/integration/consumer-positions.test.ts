import {copyFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {openSqliteHistory} from '../../src/lib/consumer/history/sqlite/store.js'
import {openCluster} from '../../src/lib/kafka/cluster.js'
import {consumerScene, startConsumer, type Scene} from '../helpers/consumer-scene.js'
import {incident, runConsumer} from '../helpers/consumer.js'
import {scratchFolder} from '../helpers/scratch.js'
import {
  createTopic,
  kafkaClient,
  kafkaTool,
  produce,
  sharedKafka,
  until,
  type SharedKafka,
} from '../helpers/kafka.js'

let kafka: SharedKafka
beforeAll(async () => {
  kafka = await sharedKafka()
})

let scene: Scene
beforeEach(async () => {
  scene = await consumerScene(kafka.connection(), {partitions: 1})
})

const send = (...ids: string[]): Promise<void> =>
  produce(
    kafka.connection(),
    scene.topic,
    ids.map((id) => incident(id)),
  )

/** Of partition 0, as any client of the group sees it. */
async function committed(): Promise<{offset: string; metadata: string | null} | undefined> {
  const admin = kafkaClient(kafka.connection()).admin()
  await admin.connect()
  try {
    const [topic] = await admin.fetchOffsets({groupId: scene.group, topics: [scene.topic]})
    const [partition] = topic?.partitions ?? []
    return partition && {offset: partition.offset, metadata: partition.metadata}
  } finally {
    await admin.disconnect()
  }
}

/** A commit of another tool, without a member. */
async function commitAs(metadata: string, offset: bigint): Promise<void> {
  const cluster = openCluster(kafka.connection())
  const row = {partitionIndex: 0, committedOffset: offset, committedMetadata: metadata}
  const topics = [{name: scene.topic, partitions: [row]}]
  const body = {groupId: scene.group, generationIdOrMemberEpoch: -1, memberId: '', topics}
  await cluster.toCoordinator(scene.group, 'OffsetCommit', body, {maxVersion: 8})
  await cluster.close()
}

async function deleteBefore(offset: string): Promise<void> {
  const admin = kafkaClient(kafka.connection()).admin()
  await admin.connect()
  try {
    // It can delete from topics only that it has asked about.
    await admin.fetchTopicOffsets(scene.topic)
    await admin.deleteTopicRecords({topic: scene.topic, partitions: [{partition: 0, offset}]})
  } finally {
    await admin.disconnect()
  }
}

const once = (more = {}) => runConsumer({...scene.options, once: true, ...more})

describe('a new group', () => {
  test('begins at the end by default, remembers that, and misses nothing from there on', async () => {
    const {options} = scene
    const config = {...options.config, kafka: {...options.config.kafka, startFrom: 'end' as const}}
    await send('old')
    const {events} = await once({config})
    expect(events.find(({type}) => type === 'joined')).toMatchObject({
      partitions: [{partition: 0, offset: 1n, reason: 'start-from'}],
    })
    await send('while-away')
    await once({config})
    expect(scene.done).toEqual(['while-away'])
  })

  test('commits with the mark of its history', async () => {
    await send('1', '2')
    await once()
    const store = await openSqliteHistory(scene.options.history)
    expect(await committed()).toEqual({offset: '2', metadata: store.identity().uuid})
    expect(store.identity()).toMatchObject({clusterId: kafka.clusterId, group: scene.group})
    expect(await store.positions()).toMatchObject([{topic: scene.topic, partition: 0, next: 2n}])
    await store.close()
  })

  test('from a time', async () => {
    await send('early')
    const time = Date.now()
    await until(() => Date.now() > time)
    await send('late')
    await once({from: {time: time + 1}})
    expect(scene.done).toEqual(['late'])
  })
})

describe('a history that does not cover what the group has committed', () => {
  beforeEach(async () => {
    await send('1', '2', '3')
    await commitAs('another tool', 2n)
  })

  test('is refused, before anything is touched', async () => {
    await expect(once()).rejects.toMatchObject({code: 'HISTORY_MISMATCH', exitCode: 5})
    expect(await committed()).toEqual({offset: '2', metadata: 'another tool'})
  })

  test('--new-history goes on from the commit', async () => {
    await once({newHistory: true})
    expect(scene.done).toEqual(['3'])
    await send('4')
    await once()
    expect(scene.done).toEqual(['3', '4'])
  })

  test('--from reads again, and what is in the history does not run twice', async () => {
    await once({from: 'beginning'})
    await once({from: 'beginning'})
    expect(scene.done).toEqual(['1', '2', '3'])
    expect(await committed()).toMatchObject({offset: '3'})
  })

  test('an older copy of it is refused, too', async () => {
    const older = join(scratchFolder(), 'older.db')
    await once({newHistory: true})
    await copyFile(scene.options.history, older)
    await send('4')
    await once()
    await expect(once({history: older})).rejects.toMatchObject({
      code: 'HISTORY_MISMATCH',
      message: expect.stringContaining('claimed up to 3') as string,
    })
  })
})

test('a group that was moved back by another tool reads again, and acts on nothing twice', async () => {
  await send('1', '2')
  await once()
  await kafkaTool(kafka, 'consumerGroups', [
    ...['--group', scene.group, '--topic', scene.topic],
    ...['--reset-offsets', '--to-earliest', '--execute'],
  ])
  const {events, summary} = await once()
  expect(events.find(({type}) => type === 'joined')).toMatchObject({
    partitions: [{offset: 0n, reason: 'moved'}],
  })
  expect(summary.counts).toMatchObject({messages: 2, skipped: {repeated: 2}})
  expect(scene.done).toEqual(['1', '2'])
})

test('a history belongs to one group', async () => {
  await once()
  const {options} = scene
  const other = {...options.config, kafka: {...options.config.kafka, groupId: `${scene.group}-other`}}
  await expect(once({config: other})).rejects.toMatchObject({code: 'HISTORY_MISMATCH'})
})

test('messages that were deleted before they were read are told as lost', async () => {
  await send('1')
  await once()
  await send('2', '3', '4')
  await deleteBefore('3')
  const {events} = await once()
  expect(events.find(({type}) => type === 'lost')).toMatchObject({partition: 0, from: 1n, to: 3n})
  expect(scene.done).toEqual(['1', '4'])
})

test('messages that are deleted while it runs are told as lost, and it goes on', async () => {
  const running = startConsumer(scene.options)
  await running.seen('ready')
  await running.consumer.pause()
  await send('1', '2', '3')
  await deleteBefore('2')
  await running.consumer.resume()
  expect(await running.seen('lost')).toMatchObject({from: 0n, to: 2n})
  await until(() => scene.done.length > 0)
  await running.stop()
  expect(scene.done).toEqual(['3'])
  expect(await committed()).toMatchObject({offset: '3'})
})

test('one partition can be read by itself, from an offset', async () => {
  scene = await consumerScene(kafka.connection(), {partitions: 2})
  await produce(kafka.connection(), scene.topic, [
    {value: incident('a'), partition: 0},
    {value: incident('b'), partition: 1},
    {value: incident('c'), partition: 1},
  ])
  const source = {kind: 'kafka', connection: kafka.connection(), partitions: [1]} as const
  await once({source, from: {offset: 1n}})
  expect(scene.done).toEqual(['c'])
  await expect(once({source: {...source, partitions: [7]}})).rejects.toMatchObject({code: 'BAD_FLAG'})
})

test('a topic that does not exist, and a broker that does not answer, are named', async () => {
  const {options} = scene
  const config = {...options.config, kafka: {...options.config.kafka, topics: ['no-such-topic'] as const}}
  await expect(once({config})).rejects.toMatchObject({code: 'TOPIC_NOT_FOUND', exitCode: 2})
  const connection = {...kafka.connection(), brokers: ['127.0.0.1:1'], requestTimeoutMs: 500}
  await expect(once({source: {kind: 'kafka', connection}})).rejects.toMatchObject({
    code: 'UNREACHABLE',
    exitCode: 4,
  })
})

/** Deletes the topic and creates another one of its name. */
async function makeAnew(): Promise<void> {
  const admin = kafkaClient(kafka.connection()).admin()
  await admin.connect()
  await admin.deleteTopics({topics: [scene.topic]})
  await admin.disconnect()
  await until(() =>
    createTopic(kafka.connection(), scene.topic).then(
      () => true,
      () => false,
    ),
  )
}

test('a topic that was made anew is read from its start', async () => {
  await send('1', '2', '3')
  await once()
  await makeAnew()
  await send('4')
  const {events} = await once()
  expect(events.find(({type}) => type === 'joined')).toMatchObject({
    partitions: [{offset: 0n, reason: 'new-partition'}],
  })
  expect(scene.done).toEqual(['1', '2', '3', '4'])
})

test('a topic that is made anew while it is read, and gets more messages than it had, is read from its start', async () => {
  const ids = (prefix: string, count: number): string[] =>
    Array.from({length: count}, (_, n) => `${prefix}-${n}`)
  const older = ids('old', 12)
  const newer = ids('new', 30)
  await send(...older)
  const running = startConsumer(scene.options)
  await until(() => scene.done.length === older.length)
  await running.consumer.pause()
  await makeAnew()
  await send(...newer)
  await running.consumer.resume()
  await until(() => scene.done.length >= older.length + newer.length)
  expect(running.events).toContainEqual(
    expect.objectContaining({
      type: 'warning',
      message: expect.stringContaining(`${scene.topic}[0] was made anew`) as string,
    }),
  )
  await running.stop()
  expect(scene.done.toSorted()).toEqual([...older, ...newer].toSorted())

  // The new id is in the history: nothing stands against the next run.
  await send('later')
  const {summary} = await once()
  expect(summary.counts).toMatchObject({messages: 1, succeeded: 1})
})
