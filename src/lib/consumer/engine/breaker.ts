/** At most so many starts in so much time. */
export interface BreakerLimit {
  readonly count: number
  readonly perMs: number
}

/** The circuit breaker: knows the starts of the last while and says whether another one is allowed. */
export class Breaker {
  private readonly starts: number[]
  private wasOpen = false

  /** `earlier`: starts before this process, so that a restart does not close it again. In milliseconds. */
  constructor(
    private readonly limit: BreakerLimit,
    earlier: readonly number[] = [],
  ) {
    this.starts = [...earlier]
  }

  /**
   * Counts one start, if it is allowed. `opened` is true for the first one that is refused: that is the moment
   * to tell somebody.
   */
  tryStart(now: number): {allowed: boolean; opened: boolean} {
    while (this.starts.length > 0 && (this.starts[0] ?? now) <= now - this.limit.perMs) this.starts.shift()
    const allowed = this.starts.length < this.limit.count
    if (allowed) this.starts.push(now)
    const opened = !allowed && !this.wasOpen
    this.wasOpen = !allowed
    return {allowed, opened}
  }
}
