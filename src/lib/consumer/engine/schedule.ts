import type {ClaimedAction} from '../history/store.js'

/**
 * Claims that wait for a worker: oldest first, one at a time per concurrency key, none before its time.
 * Knows no clock but the one it is asked with.
 */
export class Schedule {
  /** Ready to run, in order. */
  private readonly ready = new Map<string, ClaimedAction>()
  /** Behind a running claim of the same concurrency key. */
  private readonly blocked = new Map<string, ClaimedAction[]>()
  private readonly delayed = new Map<string, ClaimedAction>()
  private readonly busy = new Set<string>()
  /** Whatever waits, by its key. */
  private readonly waiting = new Set<string>()
  /** No delayed claim is due before. */
  private due = Infinity

  get size(): number {
    return this.waiting.size
  }

  /** A claim that waits already is not taken twice. */
  add(claim: ClaimedAction, now: number): void {
    if (this.waiting.has(claim.key)) return
    this.waiting.add(claim.key)
    this.place(claim, now)
  }

  private place(claim: ClaimedAction, now: number): void {
    const {concurrencyKey} = claim
    if (claim.notBefore > now) {
      this.delayed.set(claim.key, claim)
      this.due = Math.min(this.due, claim.notBefore)
    } else if (concurrencyKey !== undefined && this.busy.has(concurrencyKey)) {
      const waiting = this.blocked.get(concurrencyKey)
      if (waiting) waiting.push(claim)
      else this.blocked.set(concurrencyKey, [claim])
    } else {
      this.ready.set(claim.key, claim)
    }
  }

  /** The next claim to run, which must be given back by {@link release}. */
  take(now: number): ClaimedAction | undefined {
    if (this.due <= now) this.wake(now)
    for (const claim of this.ready.values()) {
      this.ready.delete(claim.key)
      const {concurrencyKey} = claim
      if (concurrencyKey !== undefined && this.busy.has(concurrencyKey)) {
        this.place(claim, now)
        continue
      }
      if (concurrencyKey !== undefined) this.busy.add(concurrencyKey)
      this.waiting.delete(claim.key)
      return claim
    }
    return undefined
  }

  release({concurrencyKey}: ClaimedAction): void {
    if (concurrencyKey === undefined) return
    this.busy.delete(concurrencyKey)
    const waiting = this.blocked.get(concurrencyKey)
    if (!waiting) return
    this.blocked.delete(concurrencyKey)
    for (const claim of waiting) this.ready.set(claim.key, claim)
  }

  /** Forgets a claim that has been ended. */
  remove(key: string): void {
    if (!this.waiting.delete(key) || this.ready.delete(key) || this.delayed.delete(key)) return
    for (const [concurrencyKey, waiting] of this.blocked) {
      this.blocked.set(
        concurrencyKey,
        waiting.filter((claim) => claim.key !== key),
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
    for (const claim of waiting) this.place(claim, now)
  }
}
