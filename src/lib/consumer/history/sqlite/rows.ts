import type {ActionRecord, ActionState, AttemptRecord, ClaimedAction, Namespace} from '../store.js'

/** A row of `actions` as SQLite answers it for {@link RECORD_COLUMNS}. */
export interface ActionRow {
  id: number
  namespace: string
  key: string
  action: string
  incident_key: string
  incident_id: string
  source: string
  severity: string
  active: number
  topic: string
  partition: number
  offset: number
  claimed_at: number
  concurrency_key: string | null
  on_unknown: string
  state: string
  reason: string | null
  attempts: number
  attempts_before: number
  not_before: number
  started_at: number | null
  finished_at: number | null
  note: string | null
  repeats: number
  last_seen_at: number
  closed_at: number | null
  released: number
}

/** A row of `attempts`. */
export interface AttemptRow {
  attempt: number
  started_at: number
  finished_at: number | null
  outcome: string | null
  note: string | null
  code: number | null
  output: string | null
}

/** All but the payload, which may be large: it is read only where it is needed. */
export const RECORD_COLUMNS = `id, namespace, key, action, incident_key, incident_id, source, severity, active, topic,
  partition, offset, claimed_at, concurrency_key, on_unknown, state, reason, attempts, attempts_before, not_before,
  started_at, finished_at, note, repeats, last_seen_at, closed_at, released`

/** Stands for the payload of what can never run again. */
export const NO_PAYLOAD = 'null'

/** Column `released`: whether somebody decided that an action is to be run, and the consumer knows. */
export const RELEASED = {no: 0, untold: 1, told: 2}

export const toClaim = (row: ActionRow): ClaimedAction => ({
  key: row.key,
  action: row.action,
  incidentKey: row.incident_key,
  incidentId: row.incident_id,
  source: row.source,
  severity: row.severity,
  active: row.active === 1,
  place: {topic: row.topic, partition: row.partition, offset: BigInt(row.offset)},
  claimedAt: row.claimed_at,
  concurrencyKey: row.concurrency_key ?? undefined,
  onUnknown: row.on_unknown as ClaimedAction['onUnknown'],
  attempts: row.attempts,
  attemptsBefore: row.attempts_before,
  notBefore: row.not_before,
  released: row.released !== RELEASED.no,
})

export const toRecord = (row: ActionRow): ActionRecord => ({
  ...toClaim(row),
  namespace: row.namespace as Namespace,
  state: row.state as ActionState,
  reason: (row.reason ?? undefined) as ActionRecord['reason'],
  startedAt: row.started_at ?? undefined,
  finishedAt: row.finished_at ?? undefined,
  note: row.note ?? undefined,
  repeats: row.repeats,
  lastSeenAt: row.last_seen_at,
  closedAt: row.closed_at ?? undefined,
})

export const toAttempt = (row: AttemptRow): AttemptRecord => ({
  attempt: row.attempt,
  startedAt: row.started_at,
  finishedAt: row.finished_at ?? undefined,
  outcome: (row.outcome ?? undefined) as AttemptRecord['outcome'],
  note: row.note ?? undefined,
  code: row.code ?? undefined,
  output: row.output ?? undefined,
})
