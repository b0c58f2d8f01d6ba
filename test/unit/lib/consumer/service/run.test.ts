import {existsSync} from 'node:fs'
import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import type {ConsumerState, IncidentConsumer} from '../../../../../src/lib/consumer/engine/consumer.js'
import type {ConsumerEvent, RunCounts, RunSummary} from '../../../../../src/lib/consumer/engine/events.js'
import type {ServiceEvent} from '../../../../../src/lib/consumer/service/events.js'
import {readPidFile} from '../../../../../src/lib/consumer/service/pid-file.js'
import {probe} from '../../../../../src/lib/consumer/service/probe.js'
import {runService, type ServiceOptions} from '../../../../../src/lib/consumer/service/run.js'
import {statusPath} from '../../../../../src/lib/consumer/service/status-file.js'

const counts: RunCounts = {
  messages: 7,
  incidents: 7,
  unmatched: 6,
  matched: 1,
  succeeded: 1,
  failed: 0,
  unknown: 0,
  skipped: {repeated: 0, disabled: 0, stale: 0, closed: 0, breaker: 0, 'undefined-action': 0},
  dead: 2,
  retries: 0,
}
const summary: RunSummary = {
  reason: 'requested',
  counts,
  pending: 0,
  deadLetters: undefined,
  history: 'h.db',
  durationMs: 1,
}

/** A loop without a source: it runs until it is stopped, and keeps how it was stopped. */
class IdleConsumer implements IncidentConsumer {
  readonly stops: (number | undefined)[] = []
  private listener: (event: ConsumerEvent) => void = () => undefined
  private end: (summary: RunSummary) => void = () => undefined
  private readonly ended = new Promise<RunSummary>((resolve) => (this.end = resolve))

  /** `drains`: whether the first stop is enough. */
  constructor(
    private readonly whenRunning: (consumer: IdleConsumer) => void | Promise<void>,
    private readonly drains = true,
  ) {}

  async run(): Promise<RunSummary> {
    await this.whenRunning(this)
    return this.ended
  }
  emit(event: ConsumerEvent): void {
    this.listener(event)
  }
  stop(options?: {graceMs?: number}): void {
    this.stops.push(options?.graceMs)
    if (this.drains || options?.graceMs === 0) this.end(summary)
  }
  state(): ConsumerState {
    return {
      phase: 'running',
      paused: false,
      conditions: [{name: 'broker', ok: true}],
      counts,
      queued: 3,
      running: 1,
      lag: [{topic: 'sre', partition: 0, messages: 0n, lastTimestamp: undefined}],
      claimLatencyMs: 12,
    }
  }
  on(listener: (event: ConsumerEvent) => void): () => void {
    this.listener = listener
    return () => undefined
  }
  pause = (): Promise<void> => Promise.resolve()
  resume = (): Promise<void> => Promise.resolve()
}

let directory: string
let pidFile: string
let events: ServiceEvent[]
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-service-'))
  pidFile = join(directory, 'consumer.pid')
  events = []
})
afterEach(() => rm(directory, {recursive: true}))

const service = (consumer: IncidentConsumer, options: Partial<ServiceOptions> = {}): Promise<unknown> =>
  runService({
    create: () => Promise.resolve(consumer),
    onEvent: (event) => events.push(event),
    readyAfterMs: 0,
    ...options,
  })
const term = (): boolean => process.emit('SIGTERM', 'SIGTERM')

test('SIGTERM drains: the summary comes back, PID file and status are gone', async () => {
  const consumer = new IdleConsumer(async () => {
    expect(await readPidFile(pidFile)).toBe(process.pid)
    term()
  })
  expect(await service(consumer, {pidFile})).toEqual(summary)
  expect(consumer.stops).toEqual([undefined])
  expect(existsSync(pidFile) || existsSync(statusPath(pidFile))).toBe(false)
  expect(events.map(({type}) => type)).toEqual(['signal'])
})

test('a second signal ends it at once, as interrupted', async () => {
  const consumer = new IdleConsumer(() => {
    term()
    process.emit('SIGINT', 'SIGINT')
  }, false)
  await expect(service(consumer)).rejects.toMatchObject({code: 'INTERRUPTED', exitCode: 130})
  expect(consumer.stops).toEqual([undefined, 0])
})

test('a hang-up drains, and hurries nothing after another signal', async () => {
  for (const signals of [
    ['SIGHUP', 'SIGHUP'],
    ['SIGTERM', 'SIGHUP'],
  ] as const) {
    const consumer = new IdleConsumer(() => {
      for (const signal of signals) process.emit(signal, signal)
    })
    expect(await service(consumer)).toEqual(summary)
    expect(consumer.stops).toEqual([undefined])
  }
})

test('a reader that is gone drains once, and forces nothing', async () => {
  const gone = new AbortController()
  const consumer = new IdleConsumer(() => {
    term()
    gone.abort()
  })
  expect(await service(consumer, {readerGone: gone.signal})).toEqual(summary)
  expect(consumer.stops).toEqual([undefined])
  const second = new IdleConsumer(() => undefined)
  expect(await service(second, {readerGone: gone.signal})).toBeUndefined()
})

test('probes and metrics over HTTP while it runs', async () => {
  let metrics = ''
  const consumer = new IdleConsumer(async (running) => {
    const listening = events.find((event) => event.type === 'listening')
    const url = listening?.url ?? ''
    await expect(probe('live', {pidFile, url})).resolves.toMatchObject({ok: true})
    await expect(probe('ready', {pidFile, url})).resolves.toMatchObject({ok: true})
    const labels = {key: 'k', action: 'handle_oozie', incidentId: 'a hostile id'}
    running.emit({at: 0, type: 'succeeded', ...labels, attempt: 1, durationMs: 1})
    metrics = await (await fetch(`${url}/metrics`)).text()
    metrics = await (await fetch(`${url}/metrics`)).text()
    running.stop()
  })
  await service(consumer, {listen: '127.0.0.1:0'})
  for (const line of [
    'kafka_consumer_messages_processed_total 7',
    'kafka_consumer_messages_failed_total 2',
    'kafka_consumer_lag_seconds{topic="sre",partition="0"} 0',
    'kbook_consumer_actions_total{action="handle_oozie",state="succeeded"} 1',
    'kbook_consumer_queued_actions 3',
    'kbook_consumer_running_actions 1',
    'kbook_consumer_claim_latency_seconds 0.012',
    'kbook_consumer_ready 1',
    'kbook_consumer_paused 0',
  ]) {
    expect(metrics.split('\n')).toContain(line)
  }
  expect(metrics).toMatch(/^nodejs_eventloop_lag_seconds /m)
  expect(metrics).not.toContain('hostile')
})

test('files are awaited before the consumer is made, and it lives meanwhile', async () => {
  const certificate = join(directory, 'cert.pem')
  let created = false
  const consumer = new IdleConsumer((running) => running.stop())
  await service(consumer, {
    pidFile,
    waitFor: {files: [certificate], timeoutMs: 60_000},
    create: () => {
      created = true
      return Promise.resolve(consumer)
    },
    onEvent: (event) => {
      if (event.type !== 'waiting') return
      expect(created).toBe(false)
      void probe('live', {pidFile})
        .then(() => expect(probe('ready', {pidFile})).rejects.toThrow('starting'))
        .then(() => writeFile(certificate, 'PEM'))
    },
  })
  expect(created).toBe(true)
})

test('a signal while files are awaited ends it before anything began', async () => {
  const consumer = new IdleConsumer(() => undefined)
  const run = service(consumer, {
    waitFor: {files: [join(directory, 'never')], timeoutMs: 60_000},
    onEvent: (event) => {
      if (event.type === 'waiting') term()
    },
  })
  expect(await run).toBeUndefined()
  expect(consumer.stops).toEqual([])
})

test('what the loop throws passes through, and everything is closed', async () => {
  const failing = new IdleConsumer(() => {
    throw new Error('boom')
  })
  await expect(service(failing, {pidFile, listen: '127.0.0.1:0'})).rejects.toThrow('boom')
  expect(existsSync(pidFile)).toBe(false)
  expect(process.listenerCount('SIGTERM')).toBe(0)
})
