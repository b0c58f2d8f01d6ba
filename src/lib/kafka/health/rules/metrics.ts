import {METERS, type Meter, type MeterReading, type MetricsReport} from '../metrics/types.js'
import {plural} from '../../../output/format.js'
import {about, fine, trouble} from '../finding.js'
import type {Finding, HealthLevel, HealthSnapshot} from '../types.js'

interface Limit {
  readonly words: string
  /** In percent: normal below the first, an alert above the second. */
  readonly warning: number
  readonly critical: number
  readonly meaning: string
}

const LIMITS: Readonly<Record<Meter, Limit>> = {
  cpu: {
    words: 'CPU',
    warning: 70,
    critical: 85,
    meaning: 'Requests wait. Add brokers, or find what is expensive: compression, TLS, many small batches.',
  },
  heap: {
    words: 'heap',
    warning: 75,
    critical: 85,
    meaning: 'Collecting garbage takes over, and the broker may drop out. Give it a larger heap.',
  },
  disk: {
    words: 'disk',
    warning: 80,
    critical: 90,
    meaning: 'A full disk takes the broker down. Shorten retention, add storage, or move partitions.',
  },
  network: {
    words: 'network',
    warning: 80,
    critical: 90,
    meaning:
      'Clients and followers wait for the network. Look for a client that reads or writes much more than usual.',
  },
}

/** What the machines of brokers are used to, by the figures of their exporters. */
export function judgeMetrics({
  info,
  logDirs,
  metrics,
}: Pick<HealthSnapshot, 'info' | 'logDirs' | 'metrics'>): readonly Finding[] {
  return about('metrics', 'figures of brokers', metrics, (report) => {
    const found = [
      ...METERS.flatMap((meter) => over(meter, report.readings)),
      ...unread(report),
      ...untold(report, info.brokers.length, tellsDisks(logDirs)),
    ]
    return found.length > 0 ? found : [within(report.readings)]
  })
}

/** All is known and low enough: the highest of each figure, and all of each broker. */
function within(readings: readonly MeterReading[]): Finding {
  const of = (meter: Meter): number[] =>
    readings.filter((one) => one.meter === meter).map(({percent}) => percent)
  const highest = METERS.flatMap((meter) =>
    of(meter).length > 0 ? [`${LIMITS[meter].words} ${Math.max(...of(meter)).toFixed(0)}%`] : [],
  )
  const instances = [...new Set(readings.map(({instance}) => instance))].sort()
  const evidence = instances.map((subject) => ({
    subject,
    detail: readings
      .filter(({instance}) => instance === subject)
      .map(({meter, percent}) => `${LIMITS[meter].words} ${percent.toFixed(1)}%`)
      .join(' · '),
  }))
  return {
    ...fine('metrics', `within limits: ${highest.join(', ')} at most`),
    evidence,
    count: instances.length,
  }
}

/** Volumes that Kafka itself tells the size of are judged by their log directories. */
const tellsDisks = (logDirs: HealthSnapshot['logDirs']): boolean =>
  'value' in logDirs &&
  logDirs.value.every(({dirs, error}) => !error && dirs.every(({totalBytes}) => totalBytes !== undefined))

/** A figure that fewer tell than there are brokers may be too high where nobody tells it. */
function untold({readings}: MetricsReport, brokers: number, disks: boolean): Finding[] {
  const evidence = METERS.flatMap((meter) => {
    if (meter === 'disk' && disks) return []
    const n = new Set(readings.filter((one) => one.meter === meter).map(({instance}) => instance)).size
    return n < brokers
      ? [{subject: LIMITS[meter].words, detail: `told of ${n} of ${plural(brokers, 'broker')}`}]
      : []
  })
  if (evidence.length === 0) return []
  return [
    trouble({
      check: 'metrics',
      level: 'unknown',
      title: `not told of every broker: ${evidence.map(({subject}) => subject).join(', ')}`,
      meaning:
        'What is not told may be too high. Give the page of each broker with --metrics-url, that of its node exporter too, or mean all of them with --prometheus-match.',
      evidence,
    }),
  ]
}

function over(meter: Meter, readings: readonly MeterReading[]): Finding[] {
  const {words, warning, critical, meaning} = LIMITS[meter]
  const high = readings
    .filter((one) => one.meter === meter && one.percent >= warning)
    .sort((a, b) => b.percent - a.percent)
  const [worst] = high
  if (!worst) return []
  const level: HealthLevel = worst.percent > critical ? 'critical' : 'warning'
  return [
    trouble({
      check: 'metrics',
      level,
      title: `${words} at ${worst.percent.toFixed(0)}% (${level} ${level === 'critical' ? `above ${critical}` : `from ${warning}`}%)`,
      meaning,
      evidence: high.map(({instance, percent}) => ({subject: instance, detail: `${percent.toFixed(1)}%`})),
      next: [meter === 'disk' ? 'kbook broker logdirs' : 'kbook broker list'],
    }),
  ]
}

function unread({failed}: MetricsReport): Finding[] {
  if (failed.length === 0) return []
  return [
    trouble({
      check: 'metrics',
      level: 'unknown',
      title: `figures of ${failed.length} source${failed.length === 1 ? '' : 's'} could not be read`,
      meaning: ['What is not told may be too high.', ...(failed[0]?.error.hints ?? [])].join(' '),
      evidence: failed.map(({subject, error}) => ({subject, detail: error.line})),
    }),
  ]
}
