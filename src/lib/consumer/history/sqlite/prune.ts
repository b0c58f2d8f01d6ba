import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import type {HistoryView} from '../query.js'
import {transaction} from './transaction.js'

// Few enough that a consumer which writes at the same time hardly waits.
const CHUNK = 500

const OLD = "state IN ('succeeded', 'failed', 'unknown', 'skipped') AND coalesce(finished_at, claimed_at) < ?"
// An open incident may be sent again at any time: its claim is what keeps the action from running twice.
const DONE_WITH = "(closed_at IS NOT NULL OR state = 'skipped') AND state <> 'unknown'"

/** Forgetting what is long over. */
export function prunePlanner(db: DatabaseSync): Pick<HistoryView, 'planPrune' | 'applyPrune'> {
  const count = (condition: string, before: number): number =>
    (db.prepare(`SELECT count(*) AS n FROM actions WHERE ${condition}`).get(before) as {n: number}).n

  return {
    planPrune: (before) => ({
      before,
      remove: count(`${OLD} AND ${DONE_WITH}`, before),
      keptOpen: count(`${OLD} AND NOT (${DONE_WITH})`, before),
    }),
    applyPrune: ({before}) => ({removed: prune(db, before)}),
  }
}

/** Forgets what ended before a time and cannot come again. Answers how many records that were. */
export function prune(db: DatabaseSync, before: number): number {
  const remove = db.prepare(
    `DELETE FROM actions WHERE id IN (SELECT id FROM actions WHERE ${OLD} AND ${DONE_WITH} LIMIT ${CHUNK})`,
  )
  for (let removed = 0; ;) {
    const {changes} = transaction(db, () => remove.run(before))
    removed += changes
    if (changes < CHUNK) return removed
  }
}
