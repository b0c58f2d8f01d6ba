import type {ClaimedAction} from '../history/store.js'

/** What the queue needs to know of a claim. */
export interface Scheduled {
  readonly claim: ClaimedAction
  /** Claims with the same key run one after the other. */
  readonly concurrencyKey: string | undefined
}

/**
 * Claims that wait for a worker: oldest first, one at a time per concurrency key, none before its time.
 * Knows no clock but the one it is asked with.
 */
export class Schedule {
  /** Ready to run, in order. */
  private readonly ready = new Map<string, Scheduled>()
  /** Behind a running claim of the same concurrency key. */
  private readonly blocked = new Map<string, Scheduled[]>()
  private readonly delayed = new Map<string, Scheduled>()
  private readonly busy = new Set<string>()
  /** Whatever waits, by its key. */
  private readonly waiting = new Set<string>()
  /** No delayed claim is due before. */
  private due = Infinity

  get size(): number {
    return this.waiting.size
  }

  /** A claim that waits already is not taken twice. */
  add(item: Scheduled, now: number): void {
    if (this.waiting.has(item.claim.key)) return
    this.waiting.add(item.claim.key)
    this.place(item, now)
  }

  private place(item: Scheduled, now: number): void {
    const {claim, concurrencyKey} = item
    if (claim.notBefore > now) {
      this.delayed.set(claim.key, item)
      this.due = Math.min(this.due, claim.notBefore)
    } else if (concurrencyKey !== undefined && this.busy.has(concurrencyKey)) {
      const waiting = this.blocked.get(concurrencyKey)
      if (waiting) waiting.push(item)
      else this.blocked.set(concurrencyKey, [item])
    } else {
      this.ready.set(claim.key, item)
    }
  }

  /** The next claim to run, which must be given back by {@link release}. */
  take(now: number): Scheduled | undefined {
    if (this.due <= now) this.wake(now)
    for (const item of this.ready.values()) {
      this.ready.delete(item.claim.key)
      const {concurrencyKey} = item
      if (concurrencyKey !== undefined && this.busy.has(concurrencyKey)) {
        this.place(item, now)
        continue
      }
      if (concurrencyKey !== undefined) this.busy.add(concurrencyKey)
      this.waiting.delete(item.claim.key)
      return item
    }
    return undefined
  }

  release({concurrencyKey}: Scheduled): void {
    if (concurrencyKey === undefined) return
    this.busy.delete(concurrencyKey)
    const waiting = this.blocked.get(concurrencyKey)
    if (!waiting) return
    this.blocked.delete(concurrencyKey)
    for (const item of waiting) this.ready.set(item.claim.key, item)
  }

  /** Forgets a claim that has been ended. */
  remove(key: string): void {
    if (!this.waiting.delete(key) || this.ready.delete(key) || this.delayed.delete(key)) return
    for (const [concurrencyKey, waiting] of this.blocked) {
      this.blocked.set(
        concurrencyKey,
        waiting.filter(({claim}) => claim.key !== key),
      )
    }
  }

  /** When the next delayed claim may be due; undefined when none waits for its time. */
  nextDue(): number | undefined {
    return this.delayed.size === 0 ? undefined : this.due
  }

  private wake(now: number): void {
    const waiting = [...this.delayed.values()]
    this.delayed.clear()
    this.due = Infinity
    for (const item of waiting) this.place(item, now)
  }
}
