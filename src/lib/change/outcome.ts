import {KbookError} from '../errors.js'

/** What became of one item of a change: a partition, a topic, a group, a setting. */
export interface RowOutcome {
  /** What it is about, such as `orders-3` or `group "g"`. */
  readonly subject: string
  /**
   * `started`: the cluster has taken it and goes on with it by itself. `not-done`: the change was interrupted before
   * its turn. `unknown`: sent, and the answer never came.
   */
  readonly status: 'done' | 'started' | 'failed' | 'not-done' | 'unknown'
  readonly error?: KbookError | undefined
}

/** What a change may be told while it is under way. */
export interface ChangeControl {
  /** Aborted by Ctrl-C, SIGTERM and `--timeout`: begin nothing new, and report the rest as not done. */
  readonly signal: AbortSignal
  /** For long work: so many of all items are through. */
  readonly progress: (done: number, total: number) => void
}

export const done = (subject: string): RowOutcome => ({subject, status: 'done'})
export const started = (subject: string): RowOutcome => ({subject, status: 'started'})
export const notDone = (subject: string): RowOutcome => ({subject, status: 'not-done'})

/** A row that was refused; one whose answer never came may have been carried out, and says so. */
export const failed = (subject: string, error: KbookError): RowOutcome => ({
  subject,
  status: error.code === 'UNREACHABLE' ? 'unknown' : 'failed',
  error,
})

/** Runs a step for each item, one after another: what fails is its row's outcome, what is left is not done. */
export async function eachInTurn<T>(
  items: readonly T[],
  {signal, progress}: ChangeControl,
  subjectOf: (item: T) => string,
  step: (item: T) => Promise<void>,
): Promise<RowOutcome[]> {
  const rows: RowOutcome[] = []
  for (const item of items) {
    const subject = subjectOf(item)
    if (signal.aborted) {
      rows.push(notDone(subject))
      continue
    }
    try {
      await step(item)
      rows.push(done(subject))
    } catch (error) {
      if (!(error instanceof KbookError)) throw error
      rows.push(failed(subject, error))
    }
    progress(rows.length, items.length)
  }
  return rows
}
