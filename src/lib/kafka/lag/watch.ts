import {setTimeout as sleep} from 'node:timers/promises'
import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {attempt} from './attempt.js'
import {LagReader, type LagOptions} from './lag-reader.js'
import type {LagReport} from './report.js'
import type {GroupSelection} from './selection.js'
import {LagTrends} from './trend.js'

export interface WatchLagOptions extends LagOptions {
  /** Milliseconds from the start of one sample to that of the next. */
  readonly intervalMs: number
  /** Ends after so many samples, failed ones included; never when left out. */
  readonly count?: number | undefined
  /** Ends at once, also in the middle of a sample. */
  readonly signal?: AbortSignal | undefined
}

/** What a watch has to tell. */
export type LagEvent =
  | {readonly kind: 'sample'; readonly report: LagReport}
  /** The sample could not be taken; the watch goes on. */
  | {readonly kind: 'failed'; readonly at: number; readonly error: KbookError}
  /** No answer yet, for so many milliseconds: told once an interval. */
  | {readonly kind: 'waiting'; readonly at: number; readonly forMs: number}

/**
 * Samples again and again until told to stop. What fails at the first sample is thrown, such as a group that does
 * not exist; after that the cluster may go away and come back.
 */
export async function* watchLag(
  cluster: Cluster,
  selection: GroupSelection,
  {intervalMs, count = Infinity, signal, ...options}: WatchLagOptions,
): AsyncGenerator<LagEvent, void, void> {
  const reader = new LagReader(cluster, selection, options)
  const trends = new LagTrends()
  for (let taken = 0; taken < count && !isAborted(signal); taken++) {
    const started = Date.now()
    const pending = attempt(() => reader.read())
    for (;;) {
      const answer = await within(pending, intervalMs, signal)
      if (isAborted(signal)) return
      if (answer === undefined) {
        yield {kind: 'waiting', at: Date.now(), forMs: Date.now() - started}
        continue
      }
      if ('error' in answer) {
        if (taken === 0) throw answer.error
        trends.addGap(Date.now())
        yield {kind: 'failed', at: Date.now(), error: answer.error}
      } else {
        yield {kind: 'sample', report: trends.add(answer.value)}
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
