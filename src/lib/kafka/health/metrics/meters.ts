import type {Meter, Sample} from './types.js'

/** Two looks at one page. Counters only mean something between them. */
export interface PageSamples {
  readonly first: readonly Sample[]
  readonly second: readonly Sample[]
  /** Seconds between them. */
  readonly seconds: number
}

type Measure = (page: PageSamples) => number | undefined

/** Exporters write the same name in several cases and with `_value` at the end. */
const plain = (name: string): string => name.toLowerCase().replace(/_value$/, '')

const all = (samples: readonly Sample[], name: string, labels: Record<string, string> = {}): Sample[] =>
  samples.filter(
    (one) =>
      plain(one.name) === name && Object.entries(labels).every(([key, value]) => one.labels[key] === value),
  )

const sum = (samples: readonly Sample[]): number | undefined =>
  samples.length === 0 ? undefined : samples.reduce((total, {value}) => total + value, 0)

/** The worst of all that have the name. Below 0 is how the JVM says that it does not know. */
const gauge =
  (name: string, percent: (value: number) => number): Measure =>
  ({second}) => {
    const found = all(second, name).flatMap(({value}) => (value < 0 ? [] : [percent(value)]))
    return found.length === 0 ? undefined : Math.max(...found)
  }

const part = (some: number | undefined, whole: number | undefined): number | undefined =>
  some === undefined || whole === undefined || whole <= 0 ? undefined : (100 * some) / whole

const used =
  (usedName: string, maxName: string, labels: Record<string, string> = {}): Measure =>
  ({second}) =>
    part(sum(all(second, usedName, labels)), sum(all(second, maxName, labels)))

const left =
  (leftName: string, wholeName: string): Measure =>
  ({second}) => {
    const shares = all(second, leftName).flatMap((free) => {
      const whole = all(second, wholeName, {...free.labels})[0]?.value
      if (/^(tmpfs|overlay|squashfs|ramfs)$/.test(free.labels['fstype'] ?? '')) return []
      const share = part(free.value, whole)
      return share === undefined ? [] : [100 - share]
    })
    return shares.length === 0 ? undefined : Math.max(...shares)
  }

/** Growth a second of each counter, on average. */
const rate =
  (name: string, labels: Record<string, string> = {}): Measure =>
  ({first, second, seconds}) => {
    const after = all(second, name, labels)
    const grown = (sum(after) ?? 0) - (sum(all(first, name, labels)) ?? 0)
    // A counter that is smaller than before began anew.
    return after.length === 0 || seconds <= 0 || grown < 0 ? undefined : grown / seconds / after.length
  }

const percentOf =
  (measure: Measure, percent: (rate: number) => number): Measure =>
  (page) => {
    const found = measure(page)
    return found === undefined ? undefined : percent(found)
  }

/** Ways to find each meter on a page, best first: JMX exporter, node exporter, Redpanda. */
const MEASURES: Readonly<Record<Meter, readonly Measure[]>> = {
  cpu: [
    gauge('java_lang_operatingsystem_cpuload', (load) => 100 * load),
    gauge('java_lang_operatingsystem_systemcpuload', (load) => 100 * load),
    gauge('java_lang_operatingsystem_processcpuload', (load) => 100 * load),
    percentOf(rate('redpanda_cpu_busy_seconds_total'), (busy) => 100 * busy),
    percentOf(rate('node_cpu_seconds_total', {mode: 'idle'}), (idle) => 100 - 100 * idle),
  ],
  heap: [
    used('jvm_memory_used_bytes', 'jvm_memory_max_bytes', {area: 'heap'}),
    used('jvm_memory_bytes_used', 'jvm_memory_bytes_max', {area: 'heap'}),
    used('java_lang_memory_heapmemoryusage_used', 'java_lang_memory_heapmemoryusage_max'),
    ({second}) => {
      const [available, allocated, free] = [
        'redpanda_memory_available_memory',
        'redpanda_memory_allocated_memory',
        'redpanda_memory_free_memory',
      ].map((name) => sum(all(second, name)))
      const rest = part(
        available,
        allocated === undefined || free === undefined ? undefined : allocated + free,
      )
      return rest === undefined ? undefined : 100 - rest
    },
  ],
  disk: [
    left('redpanda_storage_disk_free_bytes', 'redpanda_storage_disk_total_bytes'),
    left('node_filesystem_avail_bytes', 'node_filesystem_size_bytes'),
  ],
  // Threads that are never idle cannot take more from the network, however wide it is.
  network: [
    gauge('kafka_network_socketserver_networkprocessoravgidlepercent', (idle) => 100 - 100 * idle),
    gauge('kafka_network_socketserver_networkprocessoravgidle_percent', (idle) => 100 - 100 * idle),
  ],
}

/** In percent; undefined where the page does not tell. Pure. */
export function measure(meter: Meter, page: PageSamples): number | undefined {
  for (const way of MEASURES[meter]) {
    const percent = way(page)
    if (percent !== undefined && Number.isFinite(percent)) return Math.min(100, Math.max(0, percent))
  }
  return undefined
}

const KNOWN =
  /^(java_lang_(operatingsystem|memory)_|jvm_memory_|node_(cpu|filesystem)_|redpanda_(cpu|memory|storage_disk)_|kafka_network_socketserver_networkprocessoravgidle)/

/** Whether a line of a page is worth keeping. */
export const isKnownMetric = (name: string): boolean => KNOWN.test(name.toLowerCase())
