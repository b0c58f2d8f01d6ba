import {KbookError} from '../../../errors.js'
import {getText, shown} from './http.js'
import type {Meter, MeterReading} from './types.js'

/** Queries that tell a meter in percent by instance, tried in turn. `{m}` stands for the label matchers. */
const QUERIES: Readonly<Record<Meter, readonly string[]>> = {
  cpu: [
    '100 * max by (instance) ({__name__=~"(?i)java_lang_operatingsystem_(cpuload|systemcpuload|processcpuload)(_value)?",m} >= 0)',
    '100 * avg by (instance) (rate(redpanda_cpu_busy_seconds_total{m}[5m]))',
    '100 - 100 * avg by (instance) (rate(node_cpu_seconds_total{mode="idle",m}[5m]))',
  ],
  heap: [
    '100 * sum by (instance) (jvm_memory_used_bytes{area="heap",m}) / sum by (instance) (jvm_memory_max_bytes{area="heap",m} > 0)',
    '100 * sum by (instance) (jvm_memory_bytes_used{area="heap",m}) / sum by (instance) (jvm_memory_bytes_max{area="heap",m} > 0)',
    '100 - 100 * sum by (instance) (redpanda_memory_available_memory{m}) / sum by (instance) (redpanda_memory_allocated_memory{m} + redpanda_memory_free_memory{m})',
  ],
  disk: [
    '100 - 100 * min by (instance) (redpanda_storage_disk_free_bytes{m} / redpanda_storage_disk_total_bytes{m})',
    '100 - 100 * min by (instance) (node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs",m} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs",m})',
    '100 * max by (instance) (kubelet_volume_stats_used_bytes{m} / kubelet_volume_stats_capacity_bytes{m})',
  ],
  network: [
    '100 - 100 * min by (instance) ({__name__=~"(?i)kafka_network_socketserver_networkprocessoravgidle_?percent(_value)?",m} >= 0)',
    '100 * max by (instance) (rate(node_network_transmit_bytes_total{m}[5m]) / (node_network_speed_bytes{m} > 0))',
  ],
}

/** Figures of any machine, of which only some are brokers, and of any JVM. */
const OF_ANY_MACHINE = /node_|kubelet_|jvm_|java_lang_/

/** One meter of all brokers that a Prometheus server knows; none when it has none. @throws KbookError */
export async function queryMeter(
  base: URL,
  meter: Meter,
  match: string | undefined,
  timeoutMs: number,
): Promise<MeterReading[]> {
  for (const query of QUERIES[meter]) {
    if (match === undefined && OF_ANY_MACHINE.test(query)) continue
    const found = await ask(
      base,
      query.replaceAll(/,m\}/g, match ? `,${match}}` : '}').replaceAll('{m}', match ? `{${match}}` : ''),
      timeoutMs,
    )
    if (found.length > 0) return found.map(([instance, percent]) => ({meter, instance, percent}))
  }
  return []
}

interface Answer {
  readonly status?: string
  readonly error?: string
  readonly data?: {readonly result?: readonly {metric?: {instance?: string}; value?: [number, string]}[]}
}

async function ask(base: URL, query: string, timeoutMs: number): Promise<(readonly [string, number])[]> {
  const url = new URL(base)
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/api/v1/query`
  url.search = new URLSearchParams({query}).toString()
  const text = await getText(url, timeoutMs)
  const answer = parse(text)
  if (answer?.status !== 'success') {
    throw new KbookError(
      'REQUEST_FAILED',
      `${shown(url)} is no answer of Prometheus: ${answer?.error ?? text.slice(0, 80)}`,
    )
  }
  return (answer.data?.result ?? []).flatMap(({metric, value}) => {
    const percent = Number(value?.[1])
    return Number.isFinite(percent) ? [[metric?.instance ?? '?', percent] as const] : []
  })
}

function parse(text: string): Answer | undefined {
  try {
    return JSON.parse(text) as Answer
  } catch {
    return undefined
  }
}
