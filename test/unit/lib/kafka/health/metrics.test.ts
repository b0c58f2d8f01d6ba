import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {measure} from '../../../../../src/lib/kafka/health/metrics/meters.js'
import {parseMetrics} from '../../../../../src/lib/kafka/health/metrics/parse.js'
import {readMetrics} from '../../../../../src/lib/kafka/health/metrics/read.js'
import {METERS, type Meter, type MeterReading} from '../../../../../src/lib/kafka/health/metrics/types.js'
import {judgeMetrics} from '../../../../../src/lib/kafka/health/rules/metrics.js'
import {info, told, UNTOLD} from './scene.js'

const samples = (text: string): ReturnType<typeof parseMetrics> => parseMetrics(text, () => true)
const logDirs = {error: UNTOLD}
const page = (first: string, second = first): Parameters<typeof measure>[1] => ({
  first: samples(first),
  second: samples(second),
  seconds: 2,
})

describe('a metrics page', () => {
  it('is read line by line: labels, escapes, time stamps; what is no sample is skipped', () => {
    const text = [
      '# HELP a text',
      'a 1',
      'b{x="1",path="C:\\\\dir \\"q\\", {}"} 2.5e3 1700000000000',
      'c NaN',
      'd{le="+Inf"} +Inf',
      'not a sample at all',
      '{broken="yes"} 1',
      '',
    ].join('\n')
    expect(samples(text)).toEqual([
      {name: 'a', labels: {}, value: 1},
      {name: 'b', labels: {x: '1', path: 'C:\\dir "q", {}'}, value: 2500},
    ])
  })

  it.each<[string, Meter, string, string, number | undefined]>([
    ['JMX exporter', 'cpu', 'java_lang_OperatingSystem_ProcessCpuLoad 0.42', '', 42],
    [
      'JMX exporter, before 0.18',
      'heap',
      'jvm_memory_bytes_used{area="heap"} 60\njvm_memory_bytes_max{area="heap"} 80\njvm_memory_bytes_used{area="nonheap"} 900',
      '',
      75,
    ],
    [
      'JMX exporter, now',
      'heap',
      'jvm_memory_used_bytes{area="heap"} 20\njvm_memory_max_bytes{area="heap"} 80',
      '',
      25,
    ],
    ['JMX exporter', 'network', 'kafka_network_socketserver_networkprocessoravgidlepercent 0.05', '', 95],
    [
      'Redpanda',
      'cpu',
      'redpanda_cpu_busy_seconds_total{shard="0"} 10\nredpanda_cpu_busy_seconds_total{shard="1"} 10',
      'redpanda_cpu_busy_seconds_total{shard="0"} 12\nredpanda_cpu_busy_seconds_total{shard="1"} 11',
      75,
    ],
    [
      'Redpanda',
      'heap',
      'redpanda_memory_available_memory{shard="0"} 20\nredpanda_memory_allocated_memory{shard="0"} 90\nredpanda_memory_free_memory{shard="0"} 10',
      '',
      80,
    ],
    ['Redpanda', 'disk', 'redpanda_storage_disk_free_bytes 5\nredpanda_storage_disk_total_bytes 100', '', 95],
    [
      'node exporter',
      'disk',
      'node_filesystem_avail_bytes{mountpoint="/data",fstype="xfs"} 8\nnode_filesystem_size_bytes{mountpoint="/data",fstype="xfs"} 100\nnode_filesystem_avail_bytes{mountpoint="/run",fstype="tmpfs"} 0\nnode_filesystem_size_bytes{mountpoint="/run",fstype="tmpfs"} 9',
      '',
      92,
    ],
    [
      'node exporter',
      'cpu',
      'node_cpu_seconds_total{cpu="0",mode="idle"} 100',
      'node_cpu_seconds_total{cpu="0",mode="idle"} 100.5',
      75,
    ],
    [
      'a counter that began anew',
      'cpu',
      'redpanda_cpu_busy_seconds_total 10',
      'redpanda_cpu_busy_seconds_total 1',
      undefined,
    ],
    ['a page of something else', 'cpu', 'http_requests_total 3', '', undefined],
    ['a JVM that does not know its load', 'cpu', 'java_lang_OperatingSystem_CpuLoad -1.0', '', undefined],
    [
      'a JVM that knows only its own load',
      'cpu',
      'java_lang_OperatingSystem_CpuLoad -1.0\njava_lang_OperatingSystem_ProcessCpuLoad 0.4',
      '',
      40,
    ],
    [
      'the busiest of several',
      'cpu',
      'java_lang_OperatingSystem_CpuLoad{node="a"} 0.1\njava_lang_OperatingSystem_CpuLoad{node="b"} 0.9',
      '',
      90,
    ],
  ])('%s tells %s', (_what, meter, first, second, percent) => {
    const found = measure(meter, page(first, second === '' ? first : second))
    if (percent === undefined) expect(found).toBeUndefined()
    else expect(found).toBeCloseTo(percent)
  })
})

describe('figures', () => {
  const all = (instance: string, ...of: readonly Meter[]): MeterReading[] =>
    of.map((meter) => ({meter, instance, percent: 12}))
  const judge = (...readings: MeterReading[]): string[] =>
    told(judgeMetrics({info: info(1), logDirs, metrics: {value: {readings, failed: []}}}))

  it.each<[Meter, number, string]>([
    ['cpu', 69, 'ok'],
    ['cpu', 70, 'warning'],
    ['cpu', 86, 'critical'],
    ['heap', 75, 'warning'],
    ['heap', 86, 'critical'],
    ['disk', 80, 'warning'],
    ['disk', 91, 'critical'],
    ['network', 90, 'warning'],
    ['network', 91, 'critical'],
  ])('%s at %s percent: %s', (meter, percent, level) => {
    const others = METERS.filter((one) => one !== meter)
    expect(judge({meter, instance: 'b1', percent}, ...all('b1', ...others))[0]).toMatch(
      new RegExp(`^${level} `),
    )
  })

  it('that are told of every broker are well, with what they are', () => {
    const readings = ['a', 'b', 'c'].flatMap((one) => all(one, 'cpu', 'heap', 'disk', 'network'))
    const [finding] = judgeMetrics({info: info(3), logDirs, metrics: {value: {readings, failed: []}}})
    expect(finding).toMatchObject({
      level: 'ok',
      title: 'within limits: CPU 12%, heap 12%, disk 12%, network 12% at most',
      evidence: [{subject: 'a', detail: 'CPU 12.0% · heap 12.0% · disk 12.0% · network 12.0%'}, {}, {}],
      count: 3,
    })
  })

  it('that nobody tells, or only some brokers, are unknown', () => {
    const readings = [...all('a', 'cpu', 'heap', 'network'), ...all('b', 'heap', 'disk', 'network')]
    const [finding, ...others] = judgeMetrics({
      info: info(2),
      logDirs,
      metrics: {value: {readings, failed: []}},
    })
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      level: 'unknown',
      title: 'not told of every broker: CPU, disk',
      evidence: [
        {subject: 'CPU', detail: 'told of 1 of 2 brokers'},
        {subject: 'disk', detail: 'told of 1 of 2 brokers'},
      ],
    })
  })

  it('of disks may be left to Kafka where it tells them itself', () => {
    const dir = {broker: 1, path: '/d', replicas: [], totalBytes: 9n, usableBytes: 8n, error: undefined}
    const known = {value: [{broker: 1, dirs: [dir], error: undefined}]}
    const readings = all('a', 'cpu', 'heap', 'network')
    expect(
      judgeMetrics({info: info(1), logDirs: known, metrics: {value: {readings, failed: []}}}),
    ).toMatchObject([{level: 'ok'}])
  })
})

describe('sources', () => {
  let server: Server
  let base: string
  const asked: {url: string; authorization: string | undefined}[] = []
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push({url: request.url ?? '', authorization: request.headers.authorization})
      if (request.url?.startsWith('/api/v1/query')) {
        const query = new URL(request.url, 'http://x').searchParams.get('query') ?? ''
        const known = query.includes('java_lang_operatingsystem') || query.includes('redpanda_storage_disk')
        const result = known ? [{metric: {instance: 'kafka-1:7071'}, value: [1, '88.5']}] : []
        response.end(JSON.stringify({status: 'success', data: {resultType: 'vector', result}}))
      } else if (request.url === '/metrics') response.end('java_lang_OperatingSystem_CpuLoad 0.9\n')
      else if (request.url === '/slow') {
        setTimeout(
          () => response.end(`node_cpu_seconds_total{mode="idle"} ${performance.now() / 1000}\n`),
          700,
        )
      } else if (request.url === '/other') response.end('<html>hello</html>')
      else response.writeHead(503).end('busy')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.close()
  })

  it('a page that fails takes no other with it, and is unknown', async () => {
    const pages = [`${base}/metrics`, `${base}/other`, `${base}/down`, 'http://127.0.0.1:1/metrics']
    const report = await readMetrics({pages}, 2000)
    expect(report.readings).toMatchObject([{meter: 'cpu', percent: 90}])
    expect(report.failed.map(({error}) => error.code)).toEqual(['NOT_FOUND', 'REQUEST_FAILED', 'UNREACHABLE'])
    expect(told(judgeMetrics({info: info(4), logDirs, metrics: {value: report}}))).toEqual([
      expect.stringMatching(/^critical \| CPU at 90%/),
      expect.stringMatching(/^unknown \| figures of 3 sources could not be read/),
      expect.stringMatching(/^unknown \| not told of every broker: CPU, heap, disk, network/),
    ])
  })

  it('the time that a page takes is no time that a machine was busy', async () => {
    const {readings} = await readMetrics({pages: [`${base}/slow`]}, 2000)
    expect(readings[0]?.percent).toBeLessThan(20)
  })

  it('Prometheus is asked for the brokers that are meant, with credentials that are never shown', async () => {
    asked.length = 0
    const prometheus = base.replace('http://', 'http://ops:s3cret@')
    const report = await readMetrics({pages: [], prometheus, match: 'job="kafka"'}, 2000)
    expect(report.readings).toEqual([
      {meter: 'cpu', instance: 'kafka-1:7071', percent: 88.5},
      {meter: 'disk', instance: 'kafka-1:7071', percent: 88.5},
    ])
    expect(asked[0]?.authorization).toBe(`Basic ${Buffer.from('ops:s3cret').toString('base64')}`)
    const queries = asked.map(({url}) => new URL(url, base).searchParams.get('query') ?? '')
    expect(queries.filter((query) => !query.includes('job="kafka"'))).toEqual([])
    const refused = await readMetrics({pages: [], prometheus: `${prometheus}/nowhere`}, 2000)
    expect(JSON.stringify(refused)).not.toContain('s3cret')
    expect(refused.failed).toHaveLength(1)
  })

  it('without labels asks only for what is Kafka’s own', async () => {
    asked.length = 0
    await readMetrics({pages: [], prometheus: base}, 2000)
    expect(
      asked.map(({url}) => decodeURIComponent(url)).filter((url) => /node_|jvm_|java_lang_/.test(url)),
    ).toEqual([])
  })
})
