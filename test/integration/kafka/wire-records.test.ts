import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {openCluster, type Cluster} from '../../../src/lib/kafka/cluster.js'
import {fetchRecords, type FetchedPartition} from '../../../src/lib/kafka/fetch-records.js'
import {committedBatches} from '../../../src/lib/kafka/records/committed.js'
import {decodeRecords} from '../../../src/lib/kafka/records/decode.js'
import type {RecordBatch} from '../../../src/lib/kafka/records/types.js'
import {
  createTopic,
  kafkaClient,
  kafkaTool,
  produce,
  sharedKafka,
  uniqueName,
  until,
} from '../../helpers/kafka.js'
import type {SharedKafka} from '../../helpers/kafka.js'

let kafka: SharedKafka
let cluster: Cluster
beforeAll(async () => {
  kafka = await sharedKafka()
  cluster = openCluster(kafka.connection())
})
afterAll(() => cluster.close())

type Fetched = Exclude<FetchedPartition, {error: Error}>

function whole(fetched: FetchedPartition | undefined): Fetched {
  if (!fetched || fetched.error) throw fetched?.error ?? new Error('nothing was fetched')
  return fetched
}

async function valuesOf(batches: readonly RecordBatch[]): Promise<string[]> {
  const records = await Promise.all(batches.map(decodeRecords))
  return records.flat().map(({value}) => String(value))
}

/** Larger than one batch of the producer's, so that several come. */
const lines = Array.from(
  {length: 3000},
  (_, index) => `incident ${index} is still open on node-${index % 97}`,
)

describe('records that Kafka’s own producer compressed', () => {
  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('%s', async (compression) => {
    const topic = uniqueName(compression)
    await createTopic(kafka.connection(), topic)
    const args = ['--topic', topic, '--compression-codec', compression]
    await kafkaTool(kafka, 'consoleProducer', args, {input: lines.join('\n')})

    const fetched = whole((await fetchRecords(cluster, [{topic, partition: 0, offset: 0n}]))[0])
    expect(new Set(fetched.batches.map((batch) => batch.compression))).toEqual(new Set([compression]))
    expect(await valuesOf(fetched.batches)).toEqual(lines)
    expect(fetched).toMatchObject({nextOffset: 3000n, highWatermark: 3000n, lastStable: 3000n, logStart: 0n})
  })
})

describe('fetching', () => {
  it('reads on from any offset, and ends where the log does', async () => {
    const topic = uniqueName('walk')
    await createTopic(kafka.connection(), topic)
    for (let batch = 0; batch < 5; batch++) {
      await produce(kafka.connection(), topic, [`${batch}a`.padEnd(500), `${batch}b`.padEnd(500)])
    }
    const values: string[] = []
    const offsets: bigint[] = []
    for (let offset = 0n; ;) {
      const asked = [{topic, partition: 0, offset}]
      const fetched = whole((await fetchRecords(cluster, asked, {partitionMaxBytes: 1}))[0])
      values.push(...(await valuesOf(fetched.batches)).map((value) => value.trim()))
      if (fetched.nextOffset === offset) break
      offsets.push((offset = fetched.nextOffset))
    }
    expect(values).toEqual(['0a', '0b', '1a', '1b', '2a', '2b', '3a', '3b', '4a', '4b'])
    expect(offsets).toEqual([2n, 4n, 6n, 8n, 10n])
  })

  it('keeps keys, headers, nulls and bytes as they are', async () => {
    const topic = uniqueName('bytes')
    await createTopic(kafka.connection(), topic)
    const value = Buffer.from([0, 0xff, 0xfe, 0x80])
    await produce(kafka.connection(), topic, [
      {key: 'k', value, headers: {one: 'first', two: Buffer.from([0xff])}, timestamp: '1700000000000'},
      {key: null, value: null},
    ])
    const fetched = whole((await fetchRecords(cluster, [{topic, partition: 0, offset: 0n}]))[0])
    const [first, second] = (await Promise.all(fetched.batches.map(decodeRecords))).flat()
    expect(first).toEqual({
      offset: 0n,
      timestamp: 1_700_000_000_000,
      key: Buffer.from('k'),
      value,
      headers: [
        ['one', Buffer.from('first')],
        ['two', Buffer.from([0xff])],
      ],
    })
    expect(second).toMatchObject({offset: 1n, key: null, value: null})
  })

  it('waits for a record on a connection of its own, so that others are answered meanwhile', async () => {
    const topic = uniqueName('wait')
    await createTopic(kafka.connection(), topic)
    let waiting = true
    const asked = [{topic, partition: 0, offset: 0n}]
    const fetch = fetchRecords(cluster, asked, {maxWaitMs: 20_000}).finally(() => (waiting = false))
    await cluster.topics([topic], {refresh: true})
    expect(waiting).toBe(true)
    await produce(kafka.connection(), topic, ['at last'])
    expect(await valuesOf(whole((await fetch)[0]).batches)).toEqual(['at last'])
  })

  it('keeps an offset that is gone to its partition', async () => {
    const topic = uniqueName('range')
    await createTopic(kafka.connection(), topic, {partitions: 2})
    await produce(kafka.connection(), topic, [{value: 'here', partition: 1}])
    const positions = [
      {topic, partition: 0, offset: 99n},
      {topic, partition: 1, offset: 0n},
    ]
    const [gone, here] = await fetchRecords(cluster, positions)
    expect(gone?.error).toMatchObject({code: 'BAD_INPUT', message: `${topic}-0 does not have that offset`})
    expect(await valuesOf(whole(here).batches)).toEqual(['here'])
  })
})

describe('transactions', () => {
  it('that were aborted are invisible to who reads committed records only', async () => {
    const topic = uniqueName('aborted')
    await createTopic(kafka.connection(), topic)
    const options = {transactionalId: topic, maxInFlightRequests: 1, idempotent: true}
    const producer = kafkaClient(kafka.connection()).producer(options)
    await producer.connect()
    try {
      for (const [value, commit] of [
        ['committed', true],
        ['aborted', false],
        ['committed too', true],
      ] as const) {
        const transaction = await producer.transaction()
        await transaction.send({topic, messages: [{value}]})
        await (commit ? transaction.commit() : transaction.abort())
      }
    } finally {
      await producer.disconnect()
    }
    const fetched = await until(async () => {
      const asked = [{topic, partition: 0, offset: 0n}]
      const [answer] = await fetchRecords(cluster, asked, {isolation: 'committed'})
      return whole(answer).nextOffset === 6n && whole(answer)
    })
    expect(await valuesOf(committedBatches(fetched.batches, fetched.aborted))).toEqual([
      'committed',
      'committed too',
    ])
    const all = fetched.batches.filter(({control}) => !control)
    expect(await valuesOf(all)).toEqual(['committed', 'aborted', 'committed too'])
  })
})
