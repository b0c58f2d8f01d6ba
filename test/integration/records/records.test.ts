import {readFile} from 'node:fs/promises'
import {beforeAll, describe, expect, it, test} from 'vitest'
import PerfConsume from '../../../src/commands/perf/consume.js'
import PerfProduce from '../../../src/commands/perf/produce.js'
import {onEachCluster, testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaClient, kafkaTool, produce, uniqueName} from '../../helpers/kafka.js'
import {consumeFrom, file, lines, produceTo, readByKafka} from '../../helpers/records.js'

// The times of the records are long past: a broker deletes such records at its next look.
const FOR_EVER = {'retention.ms': '-1'}

onEachCluster((cluster) => {
  let topic: string
  beforeAll(async () => {
    topic = uniqueName('records')
    const {sandbox, size} = await cluster()
    await createTopic(sandbox.connection(), topic, {partitions: 3, replicas: size})
  })

  it('writes what Kafka reads, reads what Kafka wrote, and places keys as Kafka does', async () => {
    const one = await cluster()
    const input = Array.from({length: 200}, (_, n) => `key-${n}:value ${n}\n`).join('')
    const {stdout, stderr, exitCode} = await produceTo(
      one,
      topic,
      '--file',
      await file(input),
      '--key-separator',
      ':',
    )
    expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0})
    expect(stdout).toContain(`200 records · `)
    // The same again by Kafka's own client: each key has both of its records in one partition.
    const properties = ['--property', 'parse.key=true', '--property', 'key.separator=:']
    await kafkaTool(one.target, 'consoleProducer', ['--topic', topic, ...properties], {input})
    const printed = await readByKafka(
      one,
      topic,
      400,
      '--property',
      'print.partition=true',
      '--property',
      'print.key=true',
    )
    const theirs = printed.trim().split('\n').sort()
    expect(new Set(theirs).size).toBe(200)
    const ours = await consumeFrom(one, topic, '--format', 'Partition:%p\t%k\t%v\n')
    expect(ours.exitCode).toBe(0)
    expect(ours.stdout.trim().split('\n').sort()).toEqual(theirs)
  })

  it('measures, and leaves no topic behind', async () => {
    const one = await cluster()
    const produced = await one.run(
      PerfProduce,
      'perf:produce',
      '--num-records',
      '2000',
      '--record-size',
      '100',
      '--json',
    )
    expect(produced.json()).toMatchObject({
      ok: true,
      result: {records: 2000, applied: true, interrupted: false},
    })
    const consumed = await one.run(
      PerfConsume,
      'perf:consume',
      '--messages',
      '2000',
      '--record-size',
      '100',
      '--json',
    )
    expect(consumed.json()).toMatchObject({
      ok: true,
      result: {records: 2000, bytes: 200_000, ended: 'enough'},
    })
    const admin = kafkaClient(one.sandbox.connection()).admin()
    await admin.connect()
    expect((await admin.listTopics()).filter((name) => name.startsWith('kbook-perf-'))).toEqual([])
    await admin.disconnect()
  })
})

describe('one broker', () => {
  let cluster: TestCluster
  beforeAll(async () => {
    cluster = await testCluster('one broker')
  })
  const newTopic = async (partitions = 1, config: Record<string, string> = {}): Promise<string> => {
    const topic = uniqueName('records')
    await createTopic(cluster.sandbox.connection(), topic, {partitions, config})
    return topic
  }

  test('every codec and every kind of acks is read by Kafka, in order', async () => {
    const topic = await newTopic()
    const input = lines(3000)
    const path = await file(input)
    for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
      expect((await produceTo(cluster, topic, '--file', path, '--compression', codec)).exitCode).toBe(0)
    }
    for (const acks of ['1', '0']) {
      expect((await produceTo(cluster, topic, '--file', path, '--acks', acks)).exitCode).toBe(0)
    }
    expect(await readByKafka(cluster, topic, 21_000)).toBe(input.repeat(7).trimEnd())
    expect((await consumeFrom(cluster, topic, '--format', 'raw')).stdout).toBe(input.repeat(7))
  })

  test('what ndjson writes comes back byte for byte', async () => {
    const [from, to] = [await newTopic(3, FOR_EVER), await newTopic(3, FOR_EVER)]
    const timestamp = '1700000000123'
    await produce(cluster.sandbox.connection(), from, [
      {
        partition: 2,
        timestamp,
        key: Buffer.from([0, 255, 254]),
        value: Buffer.from([255, 0, 1]),
        headers: {a: Buffer.from([200])},
      },
      {partition: 1, timestamp, key: null, value: 'text \u2028 "quoted" \u0007 ü', headers: {b: ['1', '2']}},
      {partition: 0, timestamp, key: '', value: null},
      {partition: 0, timestamp, key: 'k', value: ''},
    ])
    const {stdout} = await consumeFrom(cluster, from, '--format', 'ndjson')
    expect((await produceTo(cluster, to, '--format', 'ndjson', '--file', await file(stdout))).exitCode).toBe(
      0,
    )
    const properties = ['timestamp', 'partition', 'offset', 'key', 'headers'].flatMap((name) => [
      '--property',
      `print.${name}=true`,
    ])
    const [first, second] = await Promise.all(
      [from, to].map((topic) => readByKafka(cluster, topic, 4, ...properties)),
    )
    expect(second?.split('\n').sort()).toEqual(first?.split('\n').sort())
    expect((await consumeFrom(cluster, to, '--json')).stdout.replaceAll(to, from).split('\n').sort()).toEqual(
      stdout.split('\n').sort(),
    )
  })

  test('a record that is too large is named by its line, and what was before it is in', async () => {
    const topic = await newTopic(1, {'max.message.bytes': '20000'})
    const input = `${lines(500)}${'y'.repeat(30_000)}\nlast\n`
    const {stdout, exitCode} = await produceTo(cluster, topic, '--file', await file(input))
    expect(exitCode).toBe(6)
    expect(stdout).toContain('line 501: a record is too large')
    // Batches that were too large for the topic were cut until they fit.
    expect(await readByKafka(cluster, topic, 500)).toBe(lines(500).trimEnd())
  })

  test('places in a log, filters, and the order of time', async () => {
    const topic = await newTopic(2, FOR_EVER)
    await produce(
      cluster.sandbox.connection(),
      topic,
      Array.from({length: 10}, (_, n) => ({
        ...{
          partition: n % 2,
          key: `k${n}`,
          value: `value ${n}`,
          timestamp: String(1_700_000_000_000 + n * 1000),
        },
        headers: n === 4 ? {trace: 'abc'} : {},
      })),
    )
    const offsets = async (...argv: string[]): Promise<string[]> => {
      const {stdout} = await consumeFrom(cluster, topic, '--format', '%p@%o ', ...argv)
      return stdout.trim().split(' ').filter(Boolean).sort()
    }
    expect(await offsets('--from', '-1')).toEqual(['0@4', '1@4'])
    expect(await offsets('--from', '3', '--partition', '0')).toEqual(['0@3', '0@4'])
    expect(await offsets('--from', '1', '--to', '2')).toEqual(['0@1', '1@1'])
    expect(await offsets('--from', '2023-11-14T22:13:28Z')).toEqual(['0@4', '1@4'])
    expect(await offsets('--to', '2023-11-14T22:13:21Z')).toEqual(['0@0'])
    expect(await offsets('--key', 'k3')).toEqual(['1@1'])
    expect(await offsets('--value', '/ue [56]$/')).toEqual(['0@3', '1@2'])
    expect(await offsets('--header', 'trace=abc')).toEqual(['0@2'])
    expect(await offsets('--num', '3')).toHaveLength(3)
    const {stdout} = await consumeFrom(cluster, topic, '--sort', 'time', '--format', '%k ')
    expect(stdout).toBe('k0 k1 k2 k3 k4 k5 k6 k7 k8 k9 ')
    const idle = await consumeFrom(cluster, topic, '--follow', '--idle-timeout', '300ms')
    expect({...idle, json: undefined}).toMatchObject({exitCode: 0, stdout: ''})
  })

  test('aborted records are left out of committed ones, and markers never shown', async () => {
    const topic = await newTopic()
    const producer = kafkaClient(cluster.sandbox.connection()).producer({
      transactionalId: topic,
      idempotent: true,
      maxInFlightRequests: 1,
    })
    await producer.connect()
    for (const [value, end] of [
      ['gone', 'abort'],
      ['kept', 'commit'],
    ] as const) {
      const transaction = await producer.transaction()
      await transaction.send({topic, messages: [{value}]})
      await transaction[end]()
    }
    await producer.disconnect()
    expect((await consumeFrom(cluster, topic, '--format', 'raw')).stdout).toBe('gone\nkept\n')
    expect((await consumeFrom(cluster, topic, '--format', 'raw', '--read-committed')).stdout).toBe('kept\n')
  })

  test('a table is safe on a terminal and names the id of a schema', async () => {
    const topic = await newTopic()
    await produce(cluster.sandbox.connection(), topic, [
      {key: 'a\u001b[31m', value: 'b\u0007'},
      {value: Buffer.from([0, 0, 0, 0, 42, 7, 255])},
    ])
    const {stdout} = await consumeFrom(cluster, topic, '--format', 'table')
    expect(stdout).toContain('a\\u001b[31m')
    expect(stdout).toContain('b\\u0007')
    expect(stdout).toContain('schema 42 07ff (hex)')
  })

  test('the documented JSON is what is printed', async () => {
    const topic = await newTopic()
    const {json} = await produceTo(cluster, topic, '--file', await file('a\n'), '--json')
    expect(json()).toMatchObject({
      ok: true,
      result: {
        topic,
        records: 1,
        lines: 1,
        interrupted: false,
        applied: true,
        partitions: [{partition: 0, firstOffset: '0', lastOffset: '0'}],
      },
    })
    const docs = await readFile('docs/records.md', 'utf8')
    const line = JSON.parse((await consumeFrom(cluster, topic, '--json')).stdout) as object
    for (const name of Object.keys(line)) expect(docs).toContain(`"${name}"`)
  })
})
