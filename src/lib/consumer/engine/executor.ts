import {ActionAborted} from '../actions/abort.js'
import type {ActionDefinition, ActionRegistry} from '../actions/registry.js'
import type {ActionResult, ActionRun} from '../actions/runner.js'
import type {ClaimedAction, HistoryStore, SkipReason} from '../history/store.js'
import {duration} from '../../output/format.js'
import {retryDelay} from './backoff.js'
import type {Breaker, BreakerLimit} from './breaker.js'
import type {NewEvent} from './events.js'
import {actionLabel} from './label.js'
import {Schedule} from './schedule.js'

export interface ExecutorOptions {
  readonly history: HistoryStore
  readonly actions: ActionRegistry
  readonly concurrency: number
  readonly breaker: {readonly limit: BreakerLimit; readonly state: Breaker} | undefined
  readonly emit: (event: NewEvent) => void
  /** The history cannot be written any more: nothing is started from here on. */
  readonly onFailure: (error: unknown) => void
  /** Something has ended: room for more. */
  readonly onProgress: () => void
}

/**
 * Runs claimed actions, several at a time. Nothing is run before its start is durable, and whatever the end of
 * an action is, it is recorded before its place is given to another one.
 */
export class Executor {
  private readonly schedule = new Schedule()
  /** From the request to start until its end is recorded. */
  private readonly active = new Set<string>()
  /** Those that take up a worker: their attempt has not ended. */
  private readonly running = new Map<string, AbortController>()
  /** Active claims that were handed over once more: ended and claimed anew, perhaps, before they could start. */
  private readonly repeated = new Map<string, ClaimedAction>()
  private halted = true
  private failed = false
  private timer: NodeJS.Timeout | undefined
  private idleWaiters: (() => void)[] = []

  constructor(private readonly options: ExecutorOptions) {}

  /** Claims that wait, run or are being recorded. */
  get inFlight(): number {
    return this.schedule.size + this.active.size
  }

  get counts(): {queued: number; running: number} {
    return {queued: this.schedule.size, running: this.active.size}
  }

  /** Takes claims to run. One that is handed over more than once runs once: the history starts it only once. */
  add(claims: readonly ClaimedAction[]): void {
    const now = Date.now()
    for (const claim of claims) {
      if (this.active.has(claim.key)) this.repeated.set(claim.key, claim)
      else this.schedule.add(claim, now)
    }
    this.pump()
  }

  /** Drops claims that were ended elsewhere. One that is starting is refused by the history itself. */
  drop(keys: readonly string[]): void {
    for (const key of keys) {
      this.schedule.remove(key)
      this.repeated.delete(key)
    }
    this.settle()
  }

  /** Lets the waiting claims run. */
  go(): void {
    this.halted = false
    this.pump()
  }

  /** Starts nothing more; what runs goes on. */
  halt(): void {
    this.halted = true
    clearTimeout(this.timer)
    this.settle()
  }

  /** Resolves when nothing waits any more and nothing runs; once halted, when nothing runs. */
  drained(): Promise<void> {
    if (this.isDrained()) return Promise.resolve()
    return new Promise((resolve) => this.idleWaiters.push(resolve))
  }

  /** Ends what still runs. It is recorded as unknown. */
  abortAll(): void {
    for (const controller of this.running.values()) {
      controller.abort(new ActionAborted('shutdown', 'ended with the consumer'))
    }
  }

  private isDrained(): boolean {
    return this.active.size === 0 && (this.halted || this.schedule.size === 0)
  }

  private settle(): void {
    if (!this.isDrained()) return
    for (const resolve of this.idleWaiters.splice(0)) resolve()
  }

  private pump(): void {
    const {concurrency} = this.options
    while (!this.halted && !this.failed && this.running.size < concurrency) {
      const claim = this.schedule.take(Date.now())
      if (!claim) break
      const controller = new AbortController()
      this.active.add(claim.key)
      this.running.set(claim.key, controller)
      void this.work(claim, controller)
    }
    this.wakeLater()
  }

  private wakeLater(): void {
    clearTimeout(this.timer)
    const due = this.schedule.nextDue()
    if (due === undefined || this.halted) return
    this.timer = setTimeout(() => this.pump(), Math.max(0, due - Date.now()))
  }

  private async work(claim: ClaimedAction, controller: AbortController): Promise<void> {
    let again: ClaimedAction | undefined
    try {
      again = await this.runOne(claim, controller)
    } catch (error) {
      this.failed = true
      this.options.onFailure(error)
    }
    const {key} = claim
    this.running.delete(key)
    this.active.delete(key)
    this.schedule.release(claim)
    again ??= this.repeated.get(key)
    this.repeated.delete(key)
    if (again) this.schedule.add(again, Date.now())
    this.options.onProgress()
    this.pump()
    this.settle()
  }

  /** One attempt. Answers the claim when it is to be tried again. */
  private async runOne(
    claim: ClaimedAction,
    controller: AbortController,
  ): Promise<ClaimedAction | undefined> {
    const {history, emit} = this.options
    const definition = this.options.actions.get(claim.action)
    const obstacle = this.obstacle(claim, definition)
    if (obstacle !== undefined || !definition) {
      await this.skip(claim, obstacle ?? 'undefined-action')
      return undefined
    }
    const startedAt = Date.now()
    const started = await history.start({key: claim.key, at: startedAt})
    if (!started) return undefined
    const {attempt, payload} = started

    const label = actionLabel(claim)
    const {timeoutMs} = definition.policy
    emit({type: 'running', ...label, attempt, timeoutMs})
    const result = await attemptOnce(definition, {claim: {...claim, payload}, attempt}, controller)
    // Its place is free while its end is written, so that one commit carries that and the start of the next.
    const recorded = this.record({claim, definition, attempt, startedAt, result})
    this.running.delete(claim.key)
    this.pump()
    return recorded
  }

  private obstacle(claim: ClaimedAction, definition: ActionDefinition | undefined): SkipReason | undefined {
    const {breaker, emit} = this.options
    if (!definition) return 'undefined-action'
    if (!definition.policy.enabled) return 'disabled'
    if (!breaker) return undefined
    const {allowed, opened} = breaker.state.tryStart(Date.now())
    if (opened) emit({type: 'breaker-opened', ...breaker.limit})
    return allowed ? undefined : 'breaker'
  }

  private async skip(claim: ClaimedAction, reason: SkipReason): Promise<void> {
    await this.options.history.skip(claim.key, reason, Date.now())
    this.options.emit({type: 'skipped', ...actionLabel(claim), reason})
  }

  private async record(ended: EndedAttempt): Promise<ClaimedAction | undefined> {
    const {history, emit} = this.options
    const {claim, definition, attempt, startedAt, result} = ended
    const at = Date.now()
    const delayMs = retryDelay(result, attempt - claim.attemptsBefore, definition.policy)
    const {error = result.outcome, code, output} = result
    try {
      await history.finish({
        key: claim.key,
        attempt,
        at,
        outcome: result.outcome,
        ...(result.error === undefined ? {} : {note: result.error}),
        ...(code === undefined ? {} : {code}),
        ...(output === undefined ? {} : {output}),
        ...(delayMs === undefined ? {} : {retryAt: at + delayMs}),
      })
    } catch (failure) {
      emit({type: 'warning', message: `${claim.key} ended (${error}), which could not be recorded`})
      throw failure
    }

    const label = actionLabel(claim)
    const durationMs = at - startedAt
    const printed = output === undefined ? {} : {output}
    if (delayMs !== undefined) {
      const attempts = claim.attemptsBefore + definition.policy.attempts
      emit({type: 'retrying', ...label, attempt, attempts, delayMs, error, ...printed})
      return {...claim, attempts: attempt, notBefore: at + delayMs}
    }
    if (result.outcome === 'succeeded') emit({type: 'succeeded', ...label, attempt, durationMs, ...printed})
    else if (result.outcome === 'failed')
      emit({type: 'failed', ...label, attempt, durationMs, error, ...printed})
    else emit({type: 'unknown', ...label, policy: definition.policy.onUnknown, error})
    return undefined
  }
}

interface EndedAttempt {
  readonly claim: ClaimedAction
  readonly definition: ActionDefinition
  readonly attempt: number
  readonly startedAt: number
  readonly result: ActionResult
}

async function attemptOnce(
  {runner, policy: {timeoutMs}}: ActionDefinition,
  run: Pick<ActionRun, 'claim' | 'attempt'>,
  controller: AbortController,
): Promise<ActionResult> {
  const timer = setTimeout(
    () => controller.abort(new ActionAborted('timeout', `timed out after ${duration(timeoutMs)}`)),
    timeoutMs,
  )
  try {
    return await runner.run({...run, signal: controller.signal})
  } catch (error) {
    // A runner that throws has told nothing about its effect.
    return {outcome: 'unknown', error: (error as Error).message}
  } finally {
    clearTimeout(timer)
  }
}
