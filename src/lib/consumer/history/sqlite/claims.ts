import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import type {
  ClaimBatch,
  ClaimedAction,
  ClaimResult,
  ClaimStep,
  Namespace,
  NewClaim,
  SourcePosition,
} from '../store.js'
import {RECORD_COLUMNS, RELEASED, toRecord, type ActionRow} from './rows.js'

const CLAIM_COLUMNS = [
  'action',
  'incident_key',
  'incident_id',
  'source',
  'severity',
  'active',
  'topic',
  'partition',
  'offset',
  'claimed_at',
  'payload',
  'concurrency_key',
  'on_unknown',
  'state',
  'reason',
  'last_seen_at',
]

type Value = string | number | bigint | null

/** Order of {@link CLAIM_COLUMNS}. */
const claimValues = (claim: NewClaim): Value[] => [
  claim.action,
  claim.incidentKey,
  claim.incidentId,
  claim.source,
  claim.severity,
  claim.active ? 1 : 0,
  claim.place.topic,
  claim.place.partition,
  claim.place.offset,
  claim.claimedAt,
  claim.payload,
  claim.concurrencyKey ?? null,
  claim.onUnknown,
  claim.state,
  claim.reason ?? null,
  claim.claimedAt,
]

/** The claim without what is kept for its start, and for the record. */
const waiting = (claim: NewClaim, attempts: number): ClaimedAction => ({
  key: claim.key,
  action: claim.action,
  incidentKey: claim.incidentKey,
  incidentId: claim.incidentId,
  source: claim.source,
  severity: claim.severity,
  active: claim.active,
  place: claim.place,
  claimedAt: claim.claimedAt,
  concurrencyKey: claim.concurrencyKey,
  onUnknown: claim.onUnknown,
  attempts,
  attemptsBefore: attempts,
  notBefore: 0,
  released: false,
})

/** Writes what a polled batch brings. To be called inside a transaction. */
export function claimWriter(db: DatabaseSync, namespace: Namespace): (batch: ClaimBatch) => ClaimResult[] {
  const insert = db.prepare(
    `INSERT INTO actions(namespace, key, ${CLAIM_COLUMNS.join(', ')})
     VALUES (?, ?, ${CLAIM_COLUMNS.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
  )
  const takeSkipped = db.prepare(
    `UPDATE actions SET ${CLAIM_COLUMNS.map((name) => `${name} = ?`).join(', ')},
       attempts_before = attempts, not_before = 0, released = ${RELEASED.no}, started_at = NULL, finished_at = NULL, note = NULL, closed_at = NULL
     WHERE namespace = ? AND key = ?`,
  )
  // What may have had its effect must not slip through as what never ran.
  const holdSkipped = db.prepare(
    `UPDATE actions SET state = 'unknown', reason = NULL, note = ?
     WHERE id = ? AND EXISTS (
       SELECT 1 FROM attempts WHERE action_id = actions.id AND (outcome IS NULL OR outcome = 'unknown')
     )`,
  )
  const find = db.prepare(`SELECT ${RECORD_COLUMNS} FROM actions WHERE namespace = ? AND key = ?`)
  const repeat = db.prepare(
    `UPDATE actions SET repeats = repeats + 1, last_seen_at = ?, closed_at = iif(?, NULL, closed_at)
     WHERE id = ?`,
  )
  const isKnown = db.prepare('SELECT 1 FROM actions WHERE incident_key = ? AND namespace = ? LIMIT 1')
  const end = db.prepare(
    `UPDATE actions SET state = 'skipped', reason = 'closed', finished_at = ?
     WHERE incident_key = ? AND namespace = ? AND state = 'claimed' AND active = 1 RETURNING ${RECORD_COLUMNS}`,
  )
  const close = db.prepare(
    `UPDATE actions SET closed_at = ? WHERE incident_key = ? AND namespace = ? AND closed_at IS NULL`,
  )
  const move = db.prepare('INSERT OR REPLACE INTO positions VALUES (?, ?, ?, ?, ?)')

  const found = (space: Namespace, key: string): ActionRow | undefined =>
    find.get(space, key) as ActionRow | undefined

  const mustHold = ({id, reason}: ActionRow): boolean =>
    holdSkipped.run(`skipped (${reason ?? ''}) after an attempt whose end is not known`, id).changes === 1

  function claim(wanted: NewClaim): ClaimResult {
    let attempts = 0
    if (namespace !== 'main') {
      const real = found('main', wanted.key)
      if (real && real.state !== 'skipped') return {skipped: toRecord(real), reason: 'repeated'}
    }
    if (insert.run(namespace, wanted.key, ...claimValues(wanted)).changes === 0) {
      const known = found(namespace, wanted.key) as ActionRow
      const held = wanted.onUnknown === 'hold' && known.state === 'skipped' && mustHold(known)
      if (known.state !== 'skipped' || held) {
        repeat.run(wanted.claimedAt, wanted.active ? 1 : 0, known.id)
        return {
          skipped: toRecord(held ? (found(namespace, wanted.key) as ActionRow) : known),
          reason: 'repeated',
        }
      }
      takeSkipped.run(...claimValues(wanted), namespace, wanted.key)
      attempts = known.attempts
    }
    const ours = waiting(wanted, attempts)
    if (wanted.state === 'claimed') return {claimed: ours}
    if (wanted.state === 'awaiting_approval') return {awaitingApproval: ours}
    return {skipped: toRecord(found(namespace, wanted.key) as ActionRow), reason: wanted.reason ?? 'disabled'}
  }

  function closeIncident({incidentKey, at}: {incidentKey: string; at: number}): ClaimResult {
    if (isKnown.get(incidentKey, namespace) === undefined) return {ended: []}
    const ended = (end.all(at, incidentKey, namespace) as ActionRow[]).map(toRecord)
    close.run(at, incidentKey, namespace)
    return {ended}
  }

  const apply = (step: ClaimStep): ClaimResult =>
    'claim' in step ? claim(step.claim) : closeIncident(step.closed)

  return ({steps, position}) => {
    const results = steps.map(apply)
    if (position) move.run(...positionValues(position))
    return results
  }
}

/** Order of the columns of `positions`. */
export const positionValues = ({topic, partition, topicId, next, detail}: SourcePosition): Value[] => [
  topic,
  partition,
  topicId,
  next,
  detail ?? null,
]
