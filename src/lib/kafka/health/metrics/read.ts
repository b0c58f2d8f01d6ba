import {KbookError} from '../../../errors.js'
import {attempt} from '../../lag/attempt.js'
import {sleep} from '../../retry.js'
import {getText, parseUrl} from './http.js'
import {isKnownMetric, measure} from './meters.js'
import {parseMetrics} from './parse.js'
import {queryMeter} from './prometheus.js'
import {METERS, type MeterReading, type MetricsReport, type MetricsSources, type Sample} from './types.js'

/** Counters are looked at twice: long enough that a busy processor shows. */
const BETWEEN_MS = 1000

/** CPU, heap, disk and network of brokers. A page that does not answer takes no other with it. */
export async function readMetrics(
  {pages, prometheus, match}: MetricsSources,
  timeoutMs: number,
): Promise<MetricsReport> {
  const parts = await Promise.all([
    ...pages.map((text) => {
      const url = parseUrl('metrics-url', text)
      return named(url.host, () => readPage(url, timeoutMs))
    }),
    ...(prometheus === undefined ? [] : [readPrometheus(prometheus, match, timeoutMs)]),
  ])
  return {
    readings: parts.flatMap(({readings}) => readings),
    failed: parts.flatMap(({failed}) => failed),
  }
}

async function named(subject: string, read: () => Promise<readonly MeterReading[]>): Promise<MetricsReport> {
  const answer = await attempt(read)
  return 'error' in answer
    ? {readings: [], failed: [{subject, error: answer.error}]}
    : {readings: answer.value, failed: []}
}

async function readPage(url: URL, timeoutMs: number): Promise<MeterReading[]> {
  const first = await look(url, timeoutMs)
  await sleep(BETWEEN_MS)
  const second = await look(url, timeoutMs)
  const page = {first: first.samples, second: second.samples, seconds: (second.at - first.at) / 1000}
  const readings = METERS.flatMap((meter) => {
    const percent = measure(meter, page)
    return percent === undefined ? [] : [{meter, instance: url.host, percent}]
  })
  return nonEmpty(readings)
}

/** A page is of some instant while it was fetched: the middle is wrong by half of that time at most. */
async function look(url: URL, timeoutMs: number): Promise<{samples: Sample[]; at: number}> {
  const asked = performance.now()
  const text = await getText(url, timeoutMs)
  return {samples: parseMetrics(text, isKnownMetric), at: (asked + performance.now()) / 2}
}

async function readPrometheus(
  text: string,
  match: string | undefined,
  timeoutMs: number,
): Promise<MetricsReport> {
  const url = parseUrl('prometheus', text)
  return named(url.host, async () =>
    nonEmpty((await Promise.all(METERS.map((meter) => queryMeter(url, meter, match, timeoutMs)))).flat()),
  )
}

function nonEmpty(readings: MeterReading[]): MeterReading[] {
  if (readings.length > 0) return readings
  throw new KbookError('NOT_FOUND', 'nothing there tells CPU, heap, disk or network of a broker', {
    hint: 'The names of JMX exporter, node exporter and Redpanda are known. For Prometheus name the brokers: --prometheus-match job="kafka"',
  })
}
