import {TransportError} from './transport-error.js'

/** The first retry comes at once, since a moved leader is known as soon as one asks; then ever more slowly. */
const FIRST_PAUSE_MS = 5
const LONGEST_PAUSE_MS = 250

// By hand, since node:timers/promises costs a millisecond of start-up.
export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Milliseconds to wait before attempt `n` (1 is the first retry). */
export const pauseBefore = (attempt: number): number =>
  Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS)

/**
 * Runs `attempt` until it succeeds, fails for good, or its failure has outlasted its patience.
 * `canRepeat` tells whether a request that may have been carried out may be sent again.
 */
export async function retrying<T>(
  budgetMs: number,
  canRepeat: boolean,
  attempt: (attempt: number) => Promise<T>,
): Promise<T> {
  const started = performance.now()
  for (let n = 0; ; n++) {
    try {
      return await attempt(n)
    } catch (error) {
      if (!(error instanceof TransportError) || (error.sent && !canRepeat)) throw error
      const pause = pauseBefore(n + 1)
      if (performance.now() - started + pause > Math.min(error.patienceMs, budgetMs)) throw error
      await sleep(pause)
    }
  }
}
