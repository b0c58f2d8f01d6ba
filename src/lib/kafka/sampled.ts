import {setTimeout as sleep} from 'node:timers/promises'
import type {KbookError} from '../errors.js'
import {attempt} from './lag/attempt.js'

export interface SamplingOptions {
  /** Milliseconds from the start of one sample to that of the next. */
  readonly intervalMs: number
  /** Ends after so many samples, failed ones included; never when left out. */
  readonly count?: number | undefined
  /** Ends at once, also in the middle of a sample. */
  readonly signal?: AbortSignal | undefined
  /** Whether a failure of the first sample may pass by itself; it is thrown otherwise, and when left out. */
  readonly mayPass?: ((error: KbookError) => boolean) | undefined
}

/** That there is no sample this time. */
export type SamplingGap =
  /** The sample could not be taken; sampling goes on. */
  | {readonly kind: 'failed'; readonly at: number; readonly error: KbookError}
  /** No answer yet, for so many milliseconds: told once an interval. */
  | {readonly kind: 'waiting'; readonly at: number; readonly forMs: number}

export type Sampled<T> = {readonly kind: 'sample'; readonly value: T} | SamplingGap

/**
 * Reads again and again until told to stop. What fails at the first sample is thrown, unless it may pass; after that
 * the cluster may go away and come back.
 */
export async function* sampled<T>(
  read: () => Promise<T>,
  {intervalMs, count = Infinity, signal, mayPass}: SamplingOptions,
): AsyncGenerator<Sampled<T>, void, void> {
  for (let taken = 0; taken < count && !isAborted(signal); taken++) {
    const started = Date.now()
    const pending = attempt(read)
    for (;;) {
      const answer = await within(pending, intervalMs, signal)
      if (isAborted(signal)) return
      if (answer === undefined) {
        yield {kind: 'waiting', at: Date.now(), forMs: Date.now() - started}
        continue
      }
      if ('error' in answer) {
        if (taken === 0 && !mayPass?.(answer.error)) throw answer.error
        yield {kind: 'failed', at: Date.now(), error: answer.error}
      } else {
        yield {kind: 'sample', value: answer.value}
      }
      break
    }
    if (taken + 1 < count) await pause(started + intervalMs - Date.now(), signal)
  }
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true

/** The promise's value, or `undefined` when it takes longer or the signal comes first. */
async function within<T>(
  pending: Promise<T>,
  ms: number,
  signal: AbortSignal | undefined,
): Promise<T | undefined> {
  const answered = new AbortController()
  const stop = AbortSignal.any([answered.signal, ...(signal ? [signal] : [])])
  try {
    return await Promise.race([pending, pause(ms, stop)])
  } finally {
    answered.abort()
  }
}

/** Ends early, without an error, when the signal comes. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<undefined> {
  await sleep(Math.max(0, ms), undefined, signal ? {signal} : {}).catch(() => undefined)
  return undefined
}
