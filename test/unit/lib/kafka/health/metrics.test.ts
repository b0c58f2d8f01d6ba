import {createServer, type Server} from 'node:http'
import type {AddressInfo} from 'node:net'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {measure} from '../../../../../src/lib/kafka/health/metrics/meters.js'
import {parseMetrics} from '../../../../../src/lib/kafka/health/metrics/parse.js'
import {readMetrics} from '../../../../../src/lib/kafka/health/metrics/read.js'
import type {Meter, MeterReading} from '../../../../../src/lib/kafka/health/metrics/types.js'
import {judgeMetrics} from '../../../../../src/lib/kafka/health/rules/metrics.js'
import {told} from './scene.js'

const samples = (text: string): ReturnType<typeof parseMetrics> => parseMetrics(text, () => true)
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
  ])('%s tells %s', (_what, meter, first, second, percent) => {
    const found = measure(meter, page(first, second === '' ? first : second))
    if (percent === undefined) expect(found).toBeUndefined()
    else expect(found).toBeCloseTo(percent)
  })
})

describe('figures', () => {
  const judge = (...readings: MeterReading[]): string[] =>
    told(judgeMetrics({metrics: {value: {readings, failed: []}}}))

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
    expect(judge({meter, instance: 'b1', percent})[0]).toMatch(new RegExp(`^${level} `))
  })

  it('say what was not told', () => {
    expect(judge({meter: 'cpu', instance: 'b1', percent: 1})).toEqual([
      'ok | CPU within limits; not told: heap, disk, network',
    ])
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
      else if (request.url === '/other') response.end('<html>hello</html>')
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
    expect(told(judgeMetrics({metrics: {value: report}}))).toEqual([
      expect.stringMatching(/^critical \| CPU at 90%/),
      expect.stringMatching(/^unknown \| figures of 3 sources could not be read/),
    ])
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
