import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import {KbookError} from '../../../errors.js'
import type {HistoryView, Resolution} from '../query.js'
import type {ActionRecord, ActionState} from '../store.js'
import {NO_PAYLOAD, RELEASED} from './rows.js'
import {transaction} from './transaction.js'

/** What a person may decide about an action, by the state that it is in. */
const CHOICES: Readonly<Record<ActionState, readonly Resolution[]>> = {
  unknown: ['succeeded', 'failed', 'retry'],
  failed: ['succeeded', 'retry'],
  skipped: ['succeeded', 'retry'],
  // Only where no consumer can be about to run it.
  claimed: ['succeeded', 'failed'],
  started: ['succeeded', 'failed', 'retry'],
  awaiting_approval: ['failed'],
  succeeded: [],
}

/** Settling by hand what became of an action. `held`: a consumer has the history open. */
export function resolver(
  db: DatabaseSync,
  find: (key: string) => ActionRecord,
  held: boolean,
): Pick<HistoryView, 'planResolve' | 'applyResolve'> {
  return {
    planResolve(key, as) {
      const record = find(key)
      if (held && (record.state === 'claimed' || record.state === 'started')) {
        throw new KbookError('REFUSED', `"${key}" is ${record.state} and a consumer is running`, {
          hint: 'It will be decided by itself. Stop the consumer first to decide it by hand.',
        })
      }
      const choices = CHOICES[record.state]
      if (choices.includes(as)) return {record, as}
      throw new KbookError('REFUSED', `"${key}" is ${record.state}: it cannot be resolved as ${as}`, {
        hint:
          choices.length > 0
            ? `Possible: ${choices.map((choice) => `--as ${choice}`).join(', ')}`
            : 'It has been done; to do it again, run it by hand.',
      })
    },
    applyResolve({record, as}, by) {
      const state = as === 'retry' ? 'claimed' : as
      const changed = transaction(
        db,
        () =>
          db
            .prepare(
              `UPDATE actions SET state = ?, note = ?, finished_at = ?, not_before = 0, released = ?,
                 payload = iif(?1 = 'succeeded', '${NO_PAYLOAD}', payload),
                 attempts_before = attempts
               WHERE namespace = 'main' AND key = ? AND state = ?`,
            )
            .run(
              state,
              `resolved as ${as} by ${by}, was ${record.state}`,
              Date.now(),
              as === 'retry' ? RELEASED.untold : RELEASED.no,
              record.key,
              record.state,
            ).changes,
      )
      if (changed === 1) return find(record.key)
      throw new KbookError('REFUSED', `"${record.key}" has changed meanwhile: nothing was done`, {
        hint: `kbook history show '${record.key}'`,
      })
    },
  }
}
