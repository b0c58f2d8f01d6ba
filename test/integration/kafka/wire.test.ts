import {afterAll, beforeAll, describe, expect, it, test} from 'vitest'
import {fetchCommitted} from '../../../src/lib/kafka/committed-offsets.js'
import {openCluster, type Cluster} from '../../../src/lib/kafka/cluster.js'
import {describeGroups} from '../../../src/lib/kafka/describe-groups.js'
import {kafkaErrorName} from '../../../src/lib/kafka/error-map.js'
import {listGroups} from '../../../src/lib/kafka/list-groups.js'
import {listOffsets} from '../../../src/lib/kafka/list-offsets.js'
import {partitionEnds} from '../../../src/lib/kafka/partition-ends.js'
import type {TopicPartition} from '../../../src/lib/kafka/types.js'
import {
  commitOffsets,
  createTopic,
  kafkaClient,
  produce,
  sharedKafka,
  sharedRedpanda,
  uniqueName,
  until,
  type SharedKafka,
} from '../../helpers/kafka.js'

const CLIENT_ID = uniqueName('wire')
const topic = uniqueName('wire')
const group = uniqueName('wire-group')
/** More groups than travel in one request. */
const many = Array.from({length: 210}, (_, index) => `${group}-${index}`)
const AT = 1_700_000_000_000

let kafka: SharedKafka
beforeAll(async () => {
  kafka = await sharedKafka()
  const connection = kafka.connection()
  await createTopic(connection, topic, {partitions: 3})
  const at = (seconds: number, partition: number): {value: string; timestamp: string; partition: number} => ({
    value: `${seconds}`,
    timestamp: String(AT + seconds * 1000),
    partition,
  })
  await produce(connection, topic, [at(0, 0), at(10, 0), at(20, 0), at(5, 1)])
  await commitOffsets(connection, group, {[topic]: {0: 2, 1: 0}})
  await Promise.all(many.slice(0, 4).map((id) => commitOffsets(connection, id, {[topic]: {0: 1}})))
})

const at = (partition: number, name = topic): TopicPartition => ({topic: name, partition})

// What follows holds on Kafka 4.1 and through a proxy that speaks Redpanda's older versions only.
describe.each(['kafka', 'redpanda'])('on %s', (kind) => {
  let cluster: Cluster
  beforeAll(async () => {
    const connection = kind === 'kafka' ? kafka.connection() : (await sharedRedpanda()).connection()
    cluster = openCluster({...connection, clientId: CLIENT_ID})
  })
  afterAll(() => cluster.close())

  it('tells the cluster and its brokers', async () => {
    const info = await cluster.info()
    expect(info.clusterId).toBe(kafka.clusterId)
    expect(info.brokers).toHaveLength(1)
    expect(info.controllerId).toBe(info.brokers[0]?.id)
  })

  it('knows what the brokers speak', async () => {
    expect(await cluster.supports('Metadata')).toBe(true)
    expect(await cluster.supports('OffsetFetch', 8)).toBe(kind === 'kafka')
    expect(await cluster.supports('ConsumerGroupDescribe')).toBe(kind === 'kafka')
  })

  it('describes topics, and says of an unknown one so without creating it', async () => {
    const missing = uniqueName('missing')
    const topics = await cluster.topics([topic, missing])
    expect(topics.get(topic)?.partitions.map(({partition, leader}) => [partition, leader])).toEqual([
      [0, 1],
      [1, 1],
      [2, 1],
    ])
    expect(topics.get(missing)?.error?.code).toBe('TOPIC_NOT_FOUND')
    expect([...(await cluster.topics()).keys()]).not.toContain(missing)
    expect((await cluster.topics()).has(topic)).toBe(true)
  })

  it('finds coordinators', async () => {
    const homes = await cluster.coordinators([group, ...many])
    expect(homes.size).toBe(many.length + 1)
    expect([...homes.values()].every((home) => home === 1)).toBe(true)
  })

  it('lists offsets in the order asked, each failure with its partition', async () => {
    const asked = [at(1), at(0), at(7), at(2), at(0, 'no-such-topic')]
    const ends = await listOffsets(cluster, asked, 'latest')
    expect(ends.map(({offset}) => offset)).toEqual([1n, 3n, undefined, 0n, undefined])
    expect(ends.map(({error}) => kafkaErrorName(error))).toEqual([
      undefined,
      undefined,
      'UNKNOWN_TOPIC_OR_PARTITION',
      undefined,
      'UNKNOWN_TOPIC_OR_PARTITION',
    ])
  })

  it('lists offsets by time', async () => {
    const found = await listOffsets(cluster, [at(0), at(1), at(2)], {timestamp: AT + 6000})
    expect(found.map(({offset, timestamp}) => [offset, timestamp])).toEqual([
      [1n, AT + 10_000],
      [undefined, undefined],
      [undefined, undefined],
    ])
  })

  it('reads both ends of partitions', async () => {
    const [full, empty, none] = await partitionEnds(cluster, [at(0), at(2), at(7)])
    expect(full).toEqual({...at(0), logStart: 0n, lastStable: 3n, highWatermark: 3n})
    expect(empty).toEqual({...at(2), logStart: 0n, lastStable: 0n, highWatermark: 0n})
    expect(none?.error?.code).toBe('TOPIC_NOT_FOUND')
  })

  it('fetches committed offsets of many groups, in the order asked', async () => {
    const committed = await fetchCommitted(cluster, [...many, group])
    expect(committed.map(({groupId}) => groupId)).toEqual([...many, group])
    expect(committed.every(({error}) => error === undefined)).toBe(true)
    expect(committed.slice(0, 5).map(({partitions}) => partitions.length)).toEqual([1, 1, 1, 1, 0])
    const own = committed.at(-1)?.partitions ?? []
    expect(new Map(own.map(({partition, offset}) => [partition, offset]))).toEqual(
      new Map([
        [0, 2n],
        [1, 0n],
      ]),
    )
  })

  it('tells partitions without a commit when they are asked for', async () => {
    const [offsets] = await fetchCommitted(cluster, [group], [at(0), at(2)])
    expect(offsets?.partitions.map(({partition, offset}) => [partition, offset])).toEqual([
      [0, 2n],
      [2, undefined],
    ])
  })

  it('describes groups, also one that does not exist', async () => {
    const unknown = uniqueName('unknown')
    const [known, missing] = await describeGroups(cluster, [group, unknown])
    expect(known).toMatchObject({
      groupId: group,
      type: 'classic',
      state: 'Empty',
      members: [],
      coordinator: 1,
    })
    expect(missing?.error).toMatchObject({
      code: 'GROUP_NOT_FOUND',
      message: `group "${unknown}" does not exist`,
    })
  })

  it('lists groups', async () => {
    const {groups, failed} = await listGroups(cluster)
    expect(failed).toEqual([])
    const type = kind === 'kafka' ? 'classic' : 'unknown'
    expect(groups.find(({groupId}) => groupId === group)).toMatchObject({
      type,
      state: 'Empty',
      coordinator: 1,
    })
  })
})

test('nothing of all this needs what Redpanda does not speak', async () => {
  expect(await (await sharedRedpanda()).refusals(CLIENT_ID)).toEqual([])
})

describe('members', () => {
  it('of a classic group, with what each reads', async () => {
    const id = uniqueName('members')
    const consumer = kafkaClient({...kafka.connection(), clientId: 'worker-1'}).consumer({groupId: id})
    const cluster = openCluster(kafka.connection())
    try {
      await consumer.connect()
      await consumer.subscribe({topics: [topic]})
      await consumer.run({eachMessage: () => Promise.resolve()})
      const described = await until(async () => {
        const [found] = await describeGroups(cluster, [id])
        return found?.state === 'Stable' && found
      })
      expect(described.assignor).toBe('RoundRobinAssigner')
      const [member] = described.members
      expect(member).toMatchObject({clientId: 'worker-1', host: '127.0.0.1', instanceId: undefined})
      expect(member?.assignment).toEqual([at(0), at(1), at(2)])
    } finally {
      await consumer.disconnect()
      await cluster.close()
    }
  })
})

describe('transactions', () => {
  it('that are open hold back the last stable offset, not the high watermark', async () => {
    const name = uniqueName('open-txn')
    await createTopic(kafka.connection(), name)
    const producer = kafkaClient(kafka.connection()).producer({
      transactionalId: name,
      maxInFlightRequests: 1,
      idempotent: true,
    })
    const cluster = openCluster(kafka.connection())
    try {
      await producer.connect()
      const transaction = await producer.transaction()
      await transaction.send({topic: name, messages: [{value: 'open'}]})
      const [ends] = await partitionEnds(cluster, [at(0, name)])
      expect(ends).toMatchObject({logStart: 0n, lastStable: 0n, highWatermark: 1n})
      await transaction.abort()
      // The abort's marker takes an offset too, and is written after the answer to the abort.
      await until(async () => {
        const [after] = await listOffsets(cluster, [at(0, name)], 'lastStable')
        return after?.offset === 2n
      })
    } finally {
      await producer.disconnect()
      await cluster.close()
    }
  })
})

test('a request that the cluster does not speak says so', async () => {
  const cluster = openCluster((await sharedRedpanda()).connection())
  try {
    const described = cluster.toAny('ConsumerGroupDescribe', {
      groupIds: [],
      includeAuthorizedOperations: false,
    })
    await expect(described).rejects.toMatchObject({code: 'UNSUPPORTED', exitCode: 7})
    const newest = listOffsets(cluster, [at(0)], 'maxTimestamp')
    expect((await newest)[0]?.error?.message).toMatch(
      /does not support ListOffsets version 7: it speaks version \d/,
    )
  } finally {
    await cluster.close()
  }
})

test('partitions that were added after the first look are found', async () => {
  const name = uniqueName('growing')
  await createTopic(kafka.connection(), name)
  const cluster = openCluster(kafka.connection())
  const admin = kafkaClient(kafka.connection()).admin()
  try {
    expect((await listOffsets(cluster, [at(0, name)], 'latest'))[0]?.offset).toBe(0n)
    await admin.connect()
    await admin.createPartitions({topicPartitions: [{topic: name, count: 3}]})
    await until(async () => {
      const {topics} = await admin.fetchTopicMetadata({topics: [name]})
      return topics[0]?.partitions.length === 3
    })
    const grown = await listOffsets(cluster, [at(2, name), at(3, name)], 'latest')
    expect(grown[0]?.offset).toBe(0n)
    expect(grown[1]?.error?.code).toBe('TOPIC_NOT_FOUND')
  } finally {
    await admin.disconnect()
    await cluster.close()
  }
})
