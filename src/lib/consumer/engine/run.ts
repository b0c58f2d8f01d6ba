import {KbookError} from '../../errors.js'
import {Conditions} from './conditions.js'
import {countEvent, noCounts} from './counts.js'
import {Emitter} from './emitter.js'
import type {ConsumerEvent, PartitionStart, RunSummary} from './events.js'
import {Holds} from './holds.js'
import {Loop} from './loop.js'
import type {ConsumerState, IncidentConsumer, IncidentConsumerOptions} from './options.js'
import {openParts, type Parts} from './parts.js'
import {endsByItself, pausedError} from './paused.js'
import {Stop} from './stop.js'

/** How soon a switch that another process set is seen. */
const WATCH_MS = 1000
/** After the last action was told to end: its process group has been killed by then. */
const LAST_RESORT_MS = 8000
/** Messages of one claim, for sources whose configuration does not tell. */
const SLICE = 500

/** What exists while the run works. */
interface Work {
  readonly parts: Parts
  readonly loop: Loop
  readonly holds: Holds
}

/** One run of a consumer, from opening to closing. */
export class IncidentRun implements IncidentConsumer {
  private readonly emitter = new Emitter()
  private readonly counts = noCounts()
  private readonly conditions = new Conditions()
  private readonly stopper = new Stop()
  private phase: ConsumerState['phase'] = 'starting'
  private current: Work | undefined
  private watcher: NodeJS.Timeout | undefined
  private deadLetters: string | undefined

  constructor(private readonly options: IncidentConsumerOptions) {
    this.emitter.on((event) => {
      countEvent(this.counts, event)
      if (event.type === 'dead') this.deadLetters = event.to
    })
  }

  on(listener: (event: ConsumerEvent) => void): () => void {
    return this.emitter.on(listener)
  }

  stop({graceMs = this.graceMs}: {graceMs?: number} = {}): void {
    this.stopper.interrupt('requested', graceMs)
  }

  async pause({by = `process ${process.pid}`, reason}: {by?: string; reason?: string} = {}): Promise<void> {
    await this.current?.parts.history.setPause({paused: true, by, reason})
    this.follow({paused: true, by, reason})
  }

  async resume(): Promise<void> {
    await this.current?.parts.history.setPause({paused: false, by: `process ${process.pid}`})
    this.follow({paused: false, by: undefined, reason: undefined})
  }

  state(): ConsumerState {
    const {parts, loop, holds} = this.current ?? {}
    return {
      phase: this.phase,
      paused: holds?.has('paused') ?? false,
      conditions: this.conditions.list(),
      counts: this.counts,
      ...(parts?.executor.counts ?? {queued: 0, running: 0}),
      lag: loop?.lag ?? [],
      claimLatencyMs: loop?.claimLatencyMs,
    }
  }

  async run(): Promise<RunSummary> {
    const startedAt = Date.now()
    const parts = await openParts(this.options, {
      emit: this.emitter.emit,
      counts: this.counts,
      onFailure: (error) => this.fail(error),
      onProgress: () => this.current?.loop.progress(),
    })
    await this.work(this.begin(parts)).catch((error: unknown) => this.fail(error))
    const pending = parts.executor.counts.queued
    await this.close(parts)
    const summary: RunSummary = {
      reason: this.stopper.reason ?? 'requested',
      counts: this.counts,
      pending,
      deadLetters: this.deadLetters,
      history: this.options.history,
      durationMs: Date.now() - startedAt,
    }
    this.emitter.emit({type: 'stopped', summary})
    if (this.stopper.failure !== undefined) throw this.stopper.failure
    return summary
  }

  private get graceMs(): number {
    return this.options.graceMs ?? this.options.config.graceMs
  }

  private get mode(): NonNullable<IncidentConsumerOptions['mode']> {
    return this.options.mode ?? 'run'
  }

  private begin(parts: Parts): Work {
    const {config, maxMessages = Infinity} = this.options
    const holds = new Holds(parts.source)
    const loop = new Loop(parts, {
      mode: this.mode,
      maxInFlight: config.maxInFlight,
      maxIdleMs: config.maxIncidentAgeMs,
      sliceSize: config.kafka?.maxPollRecords ?? SLICE,
      maxMessages,
      emit: this.emitter.emit,
      conditions: this.conditions,
      holds,
      isStopping: () => this.stopper.reason !== undefined,
      onBudgetSpent: () => this.stopper.finish('max-messages'),
      onAssigned: (starts) => this.assigned(parts, starts),
    })
    this.conditions.met('history')
    this.current = {parts, loop, holds}
    return this.current
  }

  private async work({parts, loop}: Work): Promise<void> {
    const {source, executor, history} = parts
    executor.go()
    void this.stopper.interrupted.then(() => executor.halt())
    if (this.mode !== 'dry-run') {
      const {pause} = await history.outsideChanges()
      if (pause.paused && endsByItself(this.options)) throw pausedError(pause, this.options.history)
      this.follow(pause)
      this.watch()
    }
    void source.run(loop).then(
      (end) => (end === 'end-of-input' ? this.stopper.finish(end) : undefined),
      (error: unknown) => this.fail(error),
    )
    await this.stopper.asked
    this.phase = 'stopping'
    this.conditions.missing('running', 'stopping')
    this.emitter.emit({
      type: 'stopping',
      reason: this.stopper.reason ?? 'requested',
      running: executor.counts.running,
      graceMs: this.graceMs,
    })
    await source.stop()
    await this.drain(parts)
  }

  /** Lets what was claimed finish; when interrupted, only what runs, and that only for its grace. */
  private async drain({executor}: Parts): Promise<void> {
    await Promise.race([executor.drained(), this.stopper.interrupted])
    await Promise.race([executor.drained(), this.stopper.overdue])
    executor.abortAll()
    let timer: NodeJS.Timeout | undefined
    const lastResort = new Promise<void>((resolve) => (timer = setTimeout(resolve, LAST_RESORT_MS)))
    await Promise.race([executor.drained(), lastResort])
    clearTimeout(timer)
  }

  private async close({source, deadLetters, history}: Parts): Promise<void> {
    clearTimeout(this.watcher)
    this.stopper.clear()
    for (const part of [source, deadLetters, history]) {
      try {
        await part.close()
      } catch (error) {
        this.fail(error)
      }
    }
    this.stopper.clear()
    this.phase = 'stopped'
  }

  private fail(error: unknown): void {
    if (error instanceof KbookError && error.code === 'STORAGE_FAILED')
      this.conditions.missing('history', error)
    this.conditions.missing('running', error instanceof Error ? error.message : 'failed')
    this.stopper.fail(error, this.graceMs)
  }

  private async assigned({source, history}: Parts, partitions: readonly PartitionStart[]): Promise<void> {
    const {emit} = this.emitter
    this.conditions.met('broker')
    this.conditions.met('joined')
    if (source.kind === 'kafka') emit({type: 'joined', group: source.name, partitions})
    if (this.phase !== 'starting') return
    this.phase = 'running'
    this.conditions.met('running')
    emit({
      type: 'ready',
      name: source.name,
      source: source.kind,
      topics: [...new Set(partitions.map(({topic}) => topic))],
      partitions: partitions.length,
      actionsKnown: await history.count(),
      mode: this.mode,
    })
  }

  /** Looks for what other processes changed: the kill switch, actions released by hand. */
  private watch(): void {
    this.watcher = setTimeout(() => {
      void this.look()
        .catch((error: unknown) => this.fail(error))
        .finally(() => {
          if (this.stopper.reason === undefined) this.watch()
        })
    }, WATCH_MS)
  }

  private async look(): Promise<void> {
    if (!this.current) return
    const {history, source} = this.current.parts
    const {pause, released} = await history.outsideChanges()
    // What a stream has delivered would be lost: it is held instead.
    if (pause.paused && source.keepsPositions && endsByItself(this.options)) {
      throw pausedError(pause, this.options.history)
    }
    this.follow(pause)
    this.current.loop.run(released)
  }

  private follow({
    paused,
    by,
    reason,
  }: {
    paused: boolean
    by?: string | undefined
    reason?: string | undefined
  }): void {
    if (!this.current) return
    const {parts, holds} = this.current
    if (paused && holds.hold('paused')) {
      parts.executor.halt()
      this.emitter.emit({
        type: 'paused',
        ...(by === undefined ? {} : {by}),
        ...(reason === undefined ? {} : {reason}),
      })
    } else if (!paused && holds.release('paused')) {
      if (this.stopper.reason === undefined) parts.executor.go()
      this.emitter.emit({type: 'resumed'})
    }
  }
}
