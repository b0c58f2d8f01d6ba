import type {ConsumerState} from '../engine/consumer.js'
import type {ServiceEvent} from './events.js'

export interface ConsumerMetrics {
  /** Counts what the state does not hold: actions by name. */
  observe: (event: ServiceEvent) => void
  /** Prometheus's text format, as of now. */
  collect: () => Promise<{contentType: string; body: string}>
}

const FINAL = ['succeeded', 'failed', 'unknown', 'skipped', 'retrying'] as const
type Final = (typeof FINAL)[number]

/**
 * Metrics of one run. Labels are bounded by the configuration: names of actions, topics and partitions, never
 * a value of a message. Totals are read from the loop's own counters when they are asked for.
 */
export async function createMetrics(
  state: () => ConsumerState | undefined,
  ready: () => boolean,
): Promise<ConsumerMetrics> {
  // CommonJS: once bundled, it has its default export only.
  const {Counter, Gauge, Registry, collectDefaultMetrics} = (await import('prom-client')).default
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({register: registry})

  const total = (name: string, help: string, value: (state: ConsumerState) => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        const now = state()
        this.reset()
        if (now) this.inc(value(now))
      },
    })
  }
  const gauge = (name: string, help: string, value: (state: ConsumerState) => number | undefined): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        const now = state()
        const measured = now && value(now)
        this.remove()
        if (measured !== undefined) this.set(measured)
      },
    })
  }

  total('kafka_consumer_messages_processed_total', 'Messages read and settled', ({counts}) => counts.messages)
  total(
    'kafka_consumer_messages_failed_total',
    'Messages that became dead letters',
    ({counts}) => counts.dead,
  )
  total(
    'kbook_consumer_incidents_matched_total',
    'Incidents that a condition matched',
    ({counts}) => counts.matched,
  )
  gauge('kbook_consumer_queued_actions', 'Actions claimed and waiting to run', ({queued}) => queued)
  gauge('kbook_consumer_running_actions', 'Actions running now', ({running}) => running)
  gauge('kbook_consumer_claim_latency_seconds', 'Last time from poll to durable claim', ({claimLatencyMs}) =>
    claimLatencyMs === undefined ? undefined : claimLatencyMs / 1000,
  )
  gauge('kbook_consumer_paused', '1 while the kill switch is on', ({paused}) => Number(paused))
  gauge('kbook_consumer_ready', '1 when ready', () => Number(ready()))
  new Gauge({
    name: 'kafka_consumer_lag_seconds',
    help: 'Age of the last message read of a partition that is behind, 0 when it is not',
    labelNames: ['topic', 'partition'],
    registers,
    collect() {
      this.reset()
      for (const {topic, partition, messages, lastTimestamp} of state()?.lag ?? []) {
        const seconds = lagSeconds(messages, lastTimestamp, Date.now())
        if (seconds !== undefined) this.set({topic, partition: String(partition)}, seconds)
      }
    },
  })
  const actions = new Counter({
    name: 'kbook_consumer_actions_total',
    help: 'Actions by name and by what became of them',
    labelNames: ['action', 'state'],
    registers,
  })
  return {
    observe: (event) => {
      if (isFinal(event)) actions.inc({action: event.action, state: event.type})
    },
    collect: async () => ({contentType: registry.contentType, body: await registry.metrics()}),
  }
}

/** Unknown, and therefore absent, where nothing of the partition has been read yet. */
export function lagSeconds(
  messages: bigint,
  lastTimestamp: number | undefined,
  now: number,
): number | undefined {
  if (messages === 0n) return 0
  return lastTimestamp === undefined ? undefined : Math.max(0, (now - lastTimestamp) / 1000)
}

const isFinal = (event: ServiceEvent): event is Extract<ServiceEvent, {type: Final}> =>
  (FINAL as readonly string[]).includes(event.type)
