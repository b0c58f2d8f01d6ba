import {setTimeout as sleep} from 'node:timers/promises'
import type {ClaimResult, HistoryStore} from '../../src/lib/consumer/history/store.js'

/**
 * Ways to be wrong, which the kill loop must find: claims that are durable only after their offset may be
 * committed, and starts that are durable only after the action runs.
 */
export type Mutation = 'late-claims' | 'late-starts'

const DELAY_MS = 400

/** A history that says "durable" before it is. */
export function broken(store: HistoryStore, mutation: Mutation): HistoryStore {
  /** Writes in their order, each some time after it was asked for. */
  let queue: Promise<unknown> = Promise.resolve()
  const later = (write: () => Promise<unknown>, delayMs: () => number): void => {
    queue = queue.then(() => sleep(delayMs())).then(write)
  }
  const close = async (): Promise<void> => {
    await queue
    await store.close()
  }
  if (mutation === 'late-starts') {
    const due = (): (() => number) => {
      const at = Date.now() + DELAY_MS
      return () => Math.max(0, at - Date.now())
    }
    return {
      ...store,
      close,
      start: (start) => {
        later(() => store.start(start), due())
        // Enough of an incident for actions that look at nothing of it.
        return Promise.resolve({attempt: 1, payload: '{"tags":{}}'})
      },
      finish: (end) => {
        later(() => store.finish(end), due())
        return Promise.resolve()
      },
    }
  }
  const seen = new Set<string>()
  return {
    ...store,
    close,
    claim: (batch) => {
      later(
        () => store.claim(batch),
        () => DELAY_MS,
      )
      const results = batch.steps.map((step): ClaimResult => {
        if (!('claim' in step) || seen.has(step.claim.key)) return {ended: []}
        seen.add(step.claim.key)
        return {claimed: {...step.claim, attempts: 0, attemptsBefore: 0, notBefore: 0, released: false}}
      })
      return Promise.resolve(results)
    },
    start: async (start) => {
      await queue
      return store.start(start)
    },
  }
}
