import type {PerfConsumed, PerfConsumeResult} from '../../kafka/perf/consume.js'
import type {Latency} from '../../kafka/perf/histogram.js'
import type {PerfProduced, PerfWindow} from '../../kafka/perf/produce.js'
import {byteSize, count, duration, plural} from '../format.js'

interface Rated {
  readonly records: number
  readonly bytes: number
  readonly ms: number
}

/** Records and bytes a second. */
export function rateOf({records, bytes, ms}: Rated): {recordsPerSecond: number; bytesPerSecond: number} {
  const seconds = Math.max(ms, 1) / 1000
  return {recordsPerSecond: Math.round(records / seconds), bytesPerSecond: Math.round(bytes / seconds)}
}

const rates = (rated: Rated): string => {
  const {recordsPerSecond, bytesPerSecond} = rateOf(rated)
  return `${count(recordsPerSecond)} records/s · ${byteSize(bytesPerSecond)}/s`
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : count(Math.round(value))}ms`

const percentiles = ({p50Ms, p95Ms, p99Ms, p999Ms, maxMs}: Latency): string =>
  `p50 ${ms(p50Ms)} · p95 ${ms(p95Ms)} · p99 ${ms(p99Ms)} · p99.9 ${ms(p999Ms)} · max ${ms(maxMs)}`

export const produceWindow = (window: PerfWindow): string =>
  `${plural(window.records, 'record')} · ${rates(window)} · p50 ${ms(window.latency.p50Ms)} · p99 ${ms(window.latency.p99Ms)}`

export function perfProduceView(result: PerfProduced, topic: string): string {
  return [
    `${plural(result.records, 'record')} to ${topic} in ${duration(result.ms)} · ${rates(result)}`,
    `  latency  ${percentiles(result.latency)}`,
  ].join('\n')
}

/** How it was sent. */
export const metricsView = ({records, bytes, batches}: PerfProduced): string =>
  `  batches  ${count(batches)} · ${count(Math.round(records / Math.max(batches, 1)))} records and ` +
  `${byteSize(Math.round(bytes / Math.max(batches, 1)))} each, before compression`

export const consumeWindow = (window: PerfConsumed): string =>
  `${plural(window.records, 'record')} · ${rates(window)}`

export function perfConsumeView(
  result: PerfConsumeResult,
  topic: string,
  {messages, timeout}: {messages: number; timeout: string},
): string {
  const line = `${plural(result.records, 'record')} from ${topic} in ${duration(result.ms)} · ${rates(result)}`
  if (result.ended !== 'timeout') return line
  return `${line}\n  ${count(messages - result.records)} fewer than asked for: none came for ${timeout}`
}
