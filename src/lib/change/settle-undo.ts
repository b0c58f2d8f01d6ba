import type {ChangeOutcome} from './audit-entry.js'
import type {RowOutcome} from './outcome.js'
import {dropUndo, saveUndo, type UndoEntry} from './undo-store.js'

/** What is left of an undo's data when only these rows may have been carried out. */
export type NarrowUndo = (mayBeDone: (subject: string) => boolean) => unknown

const UNTOUCHED: readonly RowOutcome['status'][] = ['failed', 'not-done']

/**
 * Makes the undo of a change that ended one of what it may have done: what was refused must not be "put back" over
 * somebody else's work. Nothing is kept of a change of which nothing was done.
 *
 * @throws KbookError `STORAGE_FAILED`
 */
export async function settleUndo(
  entry: UndoEntry,
  outcome: ChangeOutcome,
  rows: readonly RowOutcome[],
  narrow: NarrowUndo = () => entry.data,
  folder?: string,
): Promise<void> {
  const untouched = rows.filter(({status}) => UNTOUCHED.includes(status))
  if (rows.length > 0 && untouched.length === rows.length) return dropUndo(entry.id, folder)
  const subjects = new Set(untouched.map(({subject}) => subject))
  const data = narrow((subject) => !subjects.has(subject))
  await saveUndo({...entry, outcome, data}, folder)
}
