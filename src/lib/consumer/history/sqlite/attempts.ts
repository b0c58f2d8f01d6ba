import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import type {
  AttemptEnd,
  AttemptStart,
  ClaimedAction,
  Namespace,
  Restored,
  SkipReason,
  StartedAttempt,
} from '../store.js'
import {NO_PAYLOAD, RECORD_COLUMNS, RELEASED, toClaim, type ActionRow} from './rows.js'

const LOST_OUTCOME = 'the consumer ended before the outcome was recorded'

/** Writes what the executor does with claims. Each is one step of the state machine, guarded by its state. */
export interface AttemptWriter {
  start(start: AttemptStart): StartedAttempt | undefined
  finish(end: AttemptEnd): void
  skip(key: string, reason: SkipReason, at: number): void
  reclaim(key: string): boolean
  /** What an earlier process left behind. */
  restore(at: number): Omit<Restored, 'idleMs'>
  /** Claims that another process released, each answered once. */
  released(): ClaimedAction[]
}

/** To be called inside a transaction. */
export function attemptWriter(db: DatabaseSync, namespace: Namespace): AttemptWriter {
  const startAction = db.prepare(
    `UPDATE actions SET state = 'started', attempts = attempts + 1, started_at = ?, finished_at = NULL
     WHERE namespace = ? AND key = ? AND state = 'claimed' RETURNING id, attempts AS attempt, payload`,
  )
  const startAttempt = db.prepare('INSERT INTO attempts(action_id, attempt, started_at) VALUES (?, ?, ?)')
  const finishAction = db.prepare(
    `UPDATE actions SET state = ?, finished_at = ?, not_before = ?, note = ?,
       payload = iif(?1 = 'succeeded', '${NO_PAYLOAD}', payload)
     WHERE namespace = ? AND key = ? AND state = 'started' RETURNING id`,
  )
  const finishAttempt = db.prepare(
    `UPDATE attempts SET finished_at = ?, outcome = ?, note = ?, code = ?, output = ?
     WHERE action_id = ? AND attempt = ?`,
  )
  const skipAction = db.prepare(
    `UPDATE actions SET state = 'skipped', reason = ?, finished_at = ?
     WHERE namespace = ? AND key = ? AND state = 'claimed'`,
  )
  const reclaimAction = db.prepare(
    `UPDATE actions SET state = 'claimed' WHERE namespace = ? AND key = ? AND state = 'unknown'`,
  )
  const tellAll = db.prepare(
    `UPDATE actions SET released = ${RELEASED.told} WHERE released = ${RELEASED.untold} AND namespace = ?`,
  )
  const pending = db.prepare(
    `SELECT ${RECORD_COLUMNS} FROM actions WHERE state = 'claimed' AND namespace = ? ORDER BY id`,
  )
  const loseAttempts = db.prepare(
    `UPDATE attempts SET outcome = 'unknown', finished_at = ?, note = ?
     WHERE outcome IS NULL AND action_id = ?`,
  )
  const loseAction = db.prepare(
    `UPDATE actions SET state = 'unknown', finished_at = ?, note = ?
     WHERE state = 'started' AND namespace = ? RETURNING ${RECORD_COLUMNS}`,
  )
  const takeReleased = db.prepare(
    `UPDATE actions SET released = ${RELEASED.told}
     WHERE released = ${RELEASED.untold} AND state = 'claimed' AND namespace = ? RETURNING ${RECORD_COLUMNS}`,
  )

  return {
    start({key, at}) {
      const row = startAction.get(at, namespace, key) as (StartedAttempt & {id: number}) | undefined
      if (!row) return undefined
      const {id, ...started} = row
      startAttempt.run(id, started.attempt, at)
      return started
    },
    finish({key, attempt, at, outcome, note, code, output, retryAt}) {
      const state = retryAt === undefined ? outcome : 'claimed'
      const row = finishAction.get(state, at, retryAt ?? 0, note ?? null, namespace, key) as
        {id: number} | undefined
      if (row) finishAttempt.run(at, outcome, note ?? null, code ?? null, output ?? null, row.id, attempt)
    },
    skip(key, reason, at) {
      skipAction.run(reason, at, namespace, key)
    },
    reclaim: (key) => reclaimAction.run(namespace, key).changes === 1,
    restore(at) {
      const lost = loseAction.all(at, LOST_OUTCOME, namespace) as ActionRow[]
      for (const {id} of lost) loseAttempts.run(at, LOST_OUTCOME, id)
      tellAll.run(namespace)
      return {pending: (pending.all(namespace) as ActionRow[]).map(toClaim), unknown: lost.map(toClaim)}
    },
    released: () => (takeReleased.all(namespace) as ActionRow[]).map(toClaim),
  }
}
