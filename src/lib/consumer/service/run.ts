import {setTimeout as sleep} from 'node:timers/promises'
import {KbookError} from '../../errors.js'
import type {ConsumerState, IncidentConsumer} from '../engine/consumer.js'
import type {RunSummary} from '../engine/events.js'
import type {ServiceEvent, SurroundingEvent} from './events.js'
import {calculateHealth, type Health} from './health.js'
import {startHeartbeat} from './heartbeat.js'
import {onStopSignals} from './signals.js'
import {waitForFiles} from './wait-for.js'

export interface ServiceOptions {
  /** Called once the awaited files are there: certificates may be among them. */
  create: () => Promise<IncidentConsumer>
  onEvent: (event: ServiceEvent) => void
  waitFor?: {files: readonly string[]; timeoutMs: number} | undefined
  /** Ready only after this uptime. */
  readyAfterMs: number
  pidFile?: string | undefined
  /** Address of `/livez`, `/readyz` and `/metrics`. */
  listen?: string | undefined
  /** Aborted when nobody reads the events any more: drains as SIGTERM does. */
  readerGone?: AbortSignal | undefined
}

/** After a second signal, the engine has this long to end its child processes. */
const FORCED_END_MS = 10_000

/**
 * Runs a consumer as a service: PID file, probes, metrics, awaited files and signals around its loop. The first
 * SIGTERM, SIGINT or SIGHUP drains it, a second one (SIGHUP apart) ends it with `INTERRUPTED`. Undefined when the
 * first came before the loop had begun.
 *
 * @throws KbookError what the loop threw, or what kept it from beginning.
 */
export async function runService(options: ServiceOptions): Promise<RunSummary | undefined> {
  const startedAt = Date.now()
  let consumer: IncidentConsumer | undefined
  const state = (): ConsumerState | undefined => consumer?.state()
  const health = (): Health =>
    calculateHealth(state()?.conditions ?? [{name: 'running', ok: false, reason: 'starting'}], {
      ms: Date.now() - startedAt,
      readyAfterMs: options.readyAfterMs,
    })
  const closers: (() => Promise<void> | void)[] = []
  const stopping = new AbortController()
  const forced = new AbortController()
  try {
    const observe = await surround(options, state, health, closers)
    const tell = (event: ServiceEvent): void => {
      observe(event)
      options.onEvent(event)
    }
    const onStop = (signal: NodeJS.Signals): void => {
      tell({at: Date.now(), type: 'signal', signal, forced: false})
      stopping.abort()
      consumer?.stop()
    }
    closers.push(
      onAbort(options.readerGone, () => {
        if (!isAborted(stopping.signal)) onStop('SIGPIPE')
      }),
      onStopSignals({
        onStop,
        onForce: (signal) => {
          tell({at: Date.now(), type: 'signal', signal, forced: true})
          consumer?.stop({graceMs: 0})
          forced.abort()
        },
      }),
    )
    await awaitFiles(options, stopping.signal)
    if (stopping.signal.aborted) return undefined
    consumer = await options.create()
    consumer.on(tell)
    if (isAborted(stopping.signal)) consumer.stop()
    return await untilForced(consumer.run(), forced.signal)
  } finally {
    for (const close of closers.reverse()) await close()
  }
}

/** Calls once it is aborted, until the returned function is called. */
function onAbort(signal: AbortSignal | undefined, call: () => void): () => void {
  signal?.addEventListener('abort', call, {once: true})
  if (signal?.aborted) call()
  return () => signal?.removeEventListener('abort', call)
}

// A function, since the compiler holds on to what it read before the await.
const isAborted = (signal: AbortSignal): boolean => signal.aborted

/** Opens what a supervisor looks at; what it opened is closed by `closers`. */
async function surround(
  {pidFile, listen, onEvent}: ServiceOptions,
  state: () => ConsumerState | undefined,
  health: () => Health,
  closers: (() => Promise<void> | void)[],
): Promise<(event: ServiceEvent) => void> {
  const tell = (event: SurroundingEvent | {at: number; type: 'warning'; message: string}): void =>
    onEvent(event)
  if (pidFile !== undefined) {
    closers.push(
      await startHeartbeat(pidFile, health, (message) => tell({at: Date.now(), type: 'warning', message})),
    )
  }
  if (listen === undefined) return () => undefined
  const [{serveHttp}, {createMetrics}] = await Promise.all([
    import('./http-server.js'),
    import('./metrics.js'),
  ])
  const metrics = await createMetrics(state, () => health().ready)
  const server = await serveHttp(listen, {health, metrics: metrics.collect})
  closers.push(server.close)
  tell({at: Date.now(), type: 'listening', url: server.url})
  return metrics.observe
}

async function awaitFiles({waitFor, onEvent}: ServiceOptions, signal: AbortSignal): Promise<void> {
  if (!waitFor || waitFor.files.length === 0) return
  const {files, timeoutMs} = waitFor
  await waitForFiles({
    files,
    timeoutMs,
    signal,
    onWaiting: (missing) => onEvent({at: Date.now(), type: 'waiting', files: missing, timeoutMs}),
  })
}

async function untilForced(run: Promise<RunSummary>, forced: AbortSignal): Promise<RunSummary> {
  const interrupted = new KbookError('INTERRUPTED', 'ended before running actions had finished', {
    hint: 'What was running is "unknown" in the history: kbook history list --state unknown',
  })
  const abandoned = new Promise<never>((_, reject) => {
    forced.addEventListener('abort', () => {
      void sleep(FORCED_END_MS, undefined, {ref: false}).then(() => {
        reject(interrupted)
      })
    })
  })
  const summary = await Promise.race([run, abandoned])
  if (forced.aborted) throw interrupted
  return summary
}
