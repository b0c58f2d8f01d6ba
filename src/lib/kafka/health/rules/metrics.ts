import {METERS, type Meter, type MeterReading, type MetricsReport} from '../metrics/types.js'
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
export function judgeMetrics({metrics}: Pick<HealthSnapshot, 'metrics'>): readonly Finding[] {
  return about('metrics', 'figures of brokers', metrics, (report) => {
    const found = [...METERS.flatMap((meter) => over(meter, report.readings)), ...unread(report)]
    if (found.length > 0) return found
    const told = METERS.filter((meter) => report.readings.some((one) => one.meter === meter))
    const untold = METERS.filter((meter) => !told.includes(meter))
    const words = (of: readonly Meter[]): string => of.map((meter) => LIMITS[meter].words).join(', ')
    return [
      fine(
        'metrics',
        `${words(told)} within limits${untold.length > 0 ? `; not told: ${words(untold)}` : ''}`,
      ),
    ]
  })
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
