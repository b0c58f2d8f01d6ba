import type {KbookError} from '../../errors.js'
import type {ClaimedAction, MessagePlace, OnUnknown, SourcePartition} from '../history/store.js'
import type {BatchResult, SourceBatch, SourceHandler} from '../source/source.js'
import type {Conditions} from './conditions.js'
import type {ConsumerMode, NewEvent, PartitionStart} from './events.js'
import type {Holds} from './holds.js'
import {actionLabel} from './label.js'
import type {ConsumerState} from './options.js'
import type {Parts} from './parts.js'

/** Between tries to store a dead letter; doubled up to the longest. */
const FIRST_RETRY_MS = 1000
const LONGEST_RETRY_MS = 60_000

export interface LoopOptions {
  readonly mode: ConsumerMode
  readonly maxInFlight: number
  /** What waited while no consumer ran for longer than this is not run any more. Undefined: for ever. */
  readonly maxIdleMs: number | undefined
  /** Messages of one claim. */
  readonly sliceSize: number
  /** Messages of the run. */
  readonly maxMessages: number
  readonly emit: (event: NewEvent) => void
  readonly conditions: Conditions
  readonly holds: Holds
  /** True from the moment that intake has to stop. */
  readonly isStopping: () => boolean
  readonly onBudgetSpent: () => void
  readonly onAssigned: (partitions: readonly PartitionStart[]) => Promise<void>
}

const nameOf = ({topic, partition}: SourcePartition): string => `${topic}[${partition}]`

/** What a source talks to: takes batches in slices, hands claims to the executor, throttles. */
export class Loop implements SourceHandler {
  private budget: number
  private readonly letterFailures = new Map<string, number>()
  private readonly lagOf = new Map<string, ConsumerState['lag'][number]>()
  claimLatencyMs: number | undefined

  constructor(
    private readonly parts: Parts,
    private readonly options: LoopOptions,
  ) {
    this.budget = options.maxMessages
  }

  get lag(): ConsumerState['lag'] {
    return [...this.lagOf.values()]
  }

  async batch(batch: SourceBatch): Promise<BatchResult> {
    const {isStopping, sliceSize, onBudgetSpent} = this.options
    const polledAt = performance.now()
    const total = batch.messages.length
    const mayEnd = (): boolean => this.budget === 0 || isStopping()
    let done = 0
    for (let stored = false; !stored || (done < total && !mayEnd());) {
      // Before the first wait: batches of other partitions spend from the same budget.
      const to = done + Math.min(sliceSize, total - done, this.budget)
      this.budget -= to - done
      const taken = await this.parts.intake.take(batch, done, to, to === total || mayEnd())
      this.parts.executor.drop(taken.ended)
      this.run(taken.claimed)
      if (taken.blocked) {
        this.budget += to - taken.blocked.index
        return this.standStill(batch, taken.blocked)
      }
      this.letterStored(batch)
      ;({stored} = taken)
      done = to
    }
    if (this.budget === 0) onBudgetSpent()
    this.claimLatencyMs = performance.now() - polledAt
    this.noteLag(batch)
    return {position: batch.positionAt(done)}
  }

  async assigned(starts: readonly PartitionStart[]): Promise<void> {
    const {history} = this.parts
    const {pending, unknown, idleMs} = await history.assign(starts)
    const again: ClaimedAction[] = []
    for (const claim of unknown) {
      const policy = this.policyOf(claim)
      this.options.emit({
        type: 'unknown',
        ...actionLabel(claim),
        policy,
        error: 'the consumer ended before the outcome was recorded',
      })
      if (policy === 'retry' && (await history.reclaim(claim.key))) again.push(claim)
    }
    await this.options.onAssigned(starts)
    this.run(await this.withoutStale([...pending, ...again], idleMs))
  }

  /** The age of news is judged when it is claimed; afterwards only an outage of the consumer makes it too old. */
  private async withoutStale(
    claims: readonly ClaimedAction[],
    idleMs: number,
  ): Promise<readonly ClaimedAction[]> {
    const {maxIdleMs, emit} = this.options
    if (maxIdleMs === undefined || idleMs <= maxIdleMs) return claims
    const stale = claims.filter(({released}) => !released)
    await Promise.all(stale.map(({key}) => this.parts.history.skip(key, 'stale', Date.now())))
    for (const claim of stale) emit({type: 'skipped', ...actionLabel(claim), reason: 'stale'})
    return claims.filter(({released}) => released)
  }

  revoked(partitions: readonly SourcePartition[]): Promise<void> {
    for (const partition of partitions) this.lagOf.delete(nameOf(partition))
    this.options.conditions.missing('joined', 'the group shares out its partitions')
    this.options.emit({type: 'revoked', partitions})
    return this.parts.history.revoke(partitions)
  }

  connected(): void {
    this.options.conditions.met('broker')
    this.options.emit({type: 'connected'})
  }

  disconnected(error: KbookError): void {
    this.options.conditions.missing('broker', error)
    this.options.emit({type: 'disconnected', error})
  }

  membership(reason: string | undefined): void {
    const {conditions} = this.options
    if (reason === undefined) conditions.met('joined')
    else conditions.missing('joined', reason)
  }

  lost(lost: SourcePartition & {from: bigint; to: bigint}): void {
    this.options.emit({type: 'lost', ...lost})
  }

  unterminated(place: MessagePlace): void {
    this.options.emit({type: 'unterminated', place})
  }

  warning(message: string): void {
    this.options.emit({type: 'warning', message})
  }

  /** Hands claims to the executor; in a dry run, says what would be done. */
  run(claims: readonly ClaimedAction[]): void {
    const {mode, emit, maxInFlight, holds} = this.options
    if (mode === 'dry-run') {
      for (const claim of claims) emit({type: 'would-run', ...actionLabel(claim)})
      return
    }
    const {executor} = this.parts
    executor.add(claims)
    const {inFlight} = executor
    if (inFlight >= maxInFlight && holds.hold('throttled')) emit({type: 'throttled', inFlight})
  }

  /** Called whenever an action has ended. */
  progress(): void {
    const {emit, maxInFlight, holds} = this.options
    const {inFlight} = this.parts.executor
    if (inFlight <= maxInFlight / 2 && holds.release('throttled')) emit({type: 'unthrottled', inFlight})
  }

  /** A dead letter cannot be stored: nothing of the partition is read until it can. */
  private standStill(batch: SourceBatch, {index, error}: {index: number; error: KbookError}): BatchResult {
    const name = nameOf(batch)
    const failures = this.letterFailures.get(name) ?? 0
    const retryAfterMs = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS)
    this.letterFailures.set(name, failures + 1)
    this.options.conditions.missing('dead-letters', error)
    const {topic, partition} = batch
    const place = {topic, partition, offset: batch.messages[index]?.offset ?? 0n}
    this.options.emit({type: 'dead-letter-failed', place, error, retryInMs: retryAfterMs})
    return {position: batch.positionAt(index), retryAfterMs}
  }

  private letterStored(batch: SourceBatch): void {
    if (this.letterFailures.delete(nameOf(batch)) && this.letterFailures.size === 0) {
      this.options.conditions.met('dead-letters')
    }
  }

  private noteLag(batch: SourceBatch): void {
    const {topic, partition, lag, messages} = batch
    if (lag === undefined) return
    const lastTimestamp = messages.at(-1)?.timestamp ?? this.lagOf.get(nameOf(batch))?.lastTimestamp
    this.lagOf.set(nameOf(batch), {topic, partition, messages: lag, lastTimestamp})
  }

  /** What the configuration says now; what it said at the claim where it has forgotten the action. */
  private policyOf({action, onUnknown}: ClaimedAction): OnUnknown {
    return this.parts.actions.get(action)?.policy.onUnknown ?? onUnknown
  }
}
