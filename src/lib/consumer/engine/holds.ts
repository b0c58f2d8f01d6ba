export type HoldReason = 'paused' | 'throttled'

/** Why intake stands still. It goes on when no reason is left. */
export class Holds {
  private readonly reasons = new Set<HoldReason>()

  constructor(private readonly valve: {pause(): void; resume(): void}) {}

  has(reason: HoldReason): boolean {
    return this.reasons.has(reason)
  }

  /** True when it was not held for this reason before. */
  hold(reason: HoldReason): boolean {
    if (this.reasons.has(reason)) return false
    this.reasons.add(reason)
    this.valve.pause()
    return true
  }

  /** True when it was held for this reason. */
  release(reason: HoldReason): boolean {
    if (!this.reasons.delete(reason)) return false
    if (this.reasons.size === 0) this.valve.resume()
    return true
  }
}
