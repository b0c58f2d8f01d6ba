import type {PartitionEnds} from '../types.js'
import {partitionKey} from './partition-key.js'

/** The default transaction.timeout.ms of producers: by then a coordinator would have ended the transaction. */
const STALLED_MS = 60_000

/**
 * Last stable offsets that have not moved over the samples of a watch while records wait behind them. It tells a
 * transaction that never ends on clusters that cannot be asked for their producers.
 */
export class StalledStableOffsets {
  private seen = new Map<string, {readonly lastStable: bigint; readonly since: number}>()

  /** Takes a sample of the time `at` in; gives the milliseconds for which each stalled one has not moved. */
  add(ends: Iterable<PartitionEnds>, at: number): ReadonlyMap<string, number> {
    const before = this.seen
    this.seen = new Map()
    const stalled = new Map<string, number>()
    for (const one of ends) {
      if (!one.error && one.lastStable === one.highWatermark) continue
      const key = partitionKey(one)
      const known = before.get(key)
      if (one.error) {
        if (known) this.seen.set(key, known)
        continue
      }
      const since = known?.lastStable === one.lastStable ? known.since : at
      this.seen.set(key, {lastStable: one.lastStable, since})
      if (at - since >= STALLED_MS) stalled.set(key, at - since)
    }
    return stalled
  }
}
