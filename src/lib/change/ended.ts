import {EXIT, type ExitCode} from '../errors.js'
import type {ChangeOutcome} from './audit-entry.js'
import type {RowOutcome} from './outcome.js'

/** How a change came to its end. */
export interface Ended {
  readonly rows: readonly RowOutcome[]
  /** What told it to begin nothing new. */
  readonly stopped: false | 'signal' | 'time'
}

/** Asked for and taken, though it may not have ended. */
const isGood = ({status}: RowOutcome): boolean => status === 'done' || status === 'started'

export function outcomeOf({rows, stopped}: Ended): ChangeOutcome {
  if (stopped && rows.some(({status}) => status === 'not-done' || status === 'started')) return 'interrupted'
  const good = rows.filter(isGood).length
  return good === rows.length ? 'done' : good > 0 ? 'partial' : 'failed'
}

/**
 * 130 when a person or the system cut it short; 6 when only a part is done; the cause's own code when all failed for
 * one cause.
 */
export function exitCodeOf(ended: Ended): ExitCode {
  const {rows, stopped} = ended
  const outcome = outcomeOf(ended)
  if (outcome === 'done') return EXIT.ok
  if (outcome === 'interrupted' && stopped === 'signal') return EXIT.interrupted
  if (rows.some(isGood)) return EXIT.partial
  // Time ran out before anything was done, like that of any command.
  if (outcome === 'interrupted') return EXIT.unreachable
  const codes = new Set(rows.map(({error}) => error?.exitCode ?? EXIT.partial))
  const [only] = codes
  return codes.size === 1 && only !== undefined ? only : EXIT.partial
}
