import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import {KbookError} from '../../../errors.js'
import {nearest} from '../../../output/nearest.js'
import type {ActionStory, HistoryFilter, HistoryInfo, HistoryListing, HistoryView} from '../query.js'
import {ACTION_STATES, type ActionState, type Namespace} from '../store.js'
import {checkPlace, openDatabase} from './database.js'
import {storageError} from './errors.js'
import {importWriter} from './import.js'
import {isLocked} from './lock.js'
import {historyMeta} from './meta.js'
import {prunePlanner} from './prune.js'
import {resolver} from './resolve.js'
import {RECORD_COLUMNS, toAttempt, toRecord, type ActionRow, type AttemptRow} from './rows.js'

const DEFAULT_LIMIT = 1000
const ALL = `SELECT ${RECORD_COLUMNS} FROM actions WHERE namespace = 'main' ORDER BY id`

/**
 * Opens a history for looking and for small changes, also while a consumer holds it.
 *
 * @throws KbookError `NOT_FOUND` when there is no such file, `STORAGE_FAILED` when it cannot be read
 */
export async function openHistoryView(path: string, options: {write?: boolean} = {}): Promise<HistoryView> {
  await checkPlace(path, {create: false})
  const db = await openDatabase(path, {readOnly: options.write !== true})
  const held = await isLocked(path)
  const view = historyView(db, path, held)
  return Object.fromEntries(
    Object.entries(view).map(([name, method]) => [name, guarded(method as AnyMethod, path)]),
  ) as unknown as HistoryView
}

type AnyMethod = (...args: never[]) => unknown

const guarded =
  (method: AnyMethod, path: string): AnyMethod =>
  (...args) => {
    try {
      return method(...args)
    } catch (error) {
      throw storageError(error, path)
    }
  }

function historyView(db: DatabaseSync, path: string, held: boolean): HistoryView {
  const meta = historyMeta(db)
  const attemptsOf = db.prepare('SELECT * FROM attempts WHERE action_id = ? ORDER BY attempt')
  const one = db.prepare(`SELECT ${RECORD_COLUMNS} FROM actions WHERE namespace = ? AND key = ?`)
  const payloadOf = db.prepare('SELECT payload FROM actions WHERE id = ?')
  const story = (row: ActionRow): ActionStory => ({
    ...toRecord(row),
    payload: (payloadOf.get(row.id) as {payload: string}).payload,
    attemptRecords: (attemptsOf.all(row.id) as AttemptRow[]).map(toAttempt),
  })
  const find = (key: string, namespace: Namespace): ActionRow => {
    const row = one.get(namespace, key) as ActionRow | undefined
    if (row === undefined) throw unknownKey(db, key, namespace)
    return row
  }

  return {
    info: (): HistoryInfo => ({
      path,
      ...meta.identity(),
      pause: meta.pause(),
      holder: held ? meta.holder() : undefined,
      totals: totals(db, {sql: 'namespace = ?', values: ['main']}),
    }),
    list: (filter = {}) => list(db, filter),
    show: (key, namespace = 'main') => story(find(key, namespace)),
    *all() {
      for (const row of db.prepare(ALL).iterate()) {
        yield story(row as ActionRow)
      }
    },
    ...resolver(db, (key) => toRecord(find(key, 'main')), held),
    ...prunePlanner(db),
    importJson: importWriter(db),
    setPause: (change) => meta.changePause(change),
    close: () => db.close(),
  }
}

interface Where {
  sql: string
  values: (string | number)[]
}

function where(filter: HistoryFilter): Where {
  const conditions: [string, readonly (string | number)[]][] = [
    ['namespace = ?', [filter.namespace ?? 'main']],
  ]
  if (filter.states) conditions.push([`state IN (${filter.states.map(() => '?').join(', ')})`, filter.states])
  if (filter.action !== undefined) conditions.push(['action = ?', [filter.action]])
  if (filter.incident !== undefined) conditions.push(['incident_id = ?', [filter.incident]])
  if (filter.since !== undefined) conditions.push([`${TOUCHED} >= ?`, [filter.since]])
  return {
    sql: conditions.map(([sql]) => sql).join(' AND '),
    values: conditions.flatMap(([, values]) => [...values]),
  }
}

const TOUCHED = 'max(claimed_at, last_seen_at, coalesce(started_at, 0), coalesce(finished_at, 0))'
// What waits for a person comes first.
const URGENCY = "CASE state WHEN 'unknown' THEN 0 WHEN 'failed' THEN 1 ELSE 2 END"

function list(db: DatabaseSync, filter: HistoryFilter): HistoryListing {
  const {sql, values} = where(filter)
  const rows = db
    .prepare(
      `SELECT ${RECORD_COLUMNS} FROM actions WHERE ${sql} ORDER BY ${URGENCY}, ${TOUCHED} DESC, id DESC LIMIT ?`,
    )
    .all(...values, filter.limit ?? DEFAULT_LIMIT) as ActionRow[]
  return {records: rows.map(toRecord), totals: totals(db, {sql, values})}
}

function totals(db: DatabaseSync, {sql, values}: Where): Partial<Record<ActionState, number>> {
  const rows = db
    .prepare(`SELECT state, count(*) AS n FROM actions WHERE ${sql} GROUP BY state`)
    .all(...values) as {state: ActionState; n: number}[]
  const byState = new Map(rows.map(({state, n}) => [state, n]))
  return Object.fromEntries(
    ACTION_STATES.flatMap((state) => (byState.has(state) ? [[state, byState.get(state)]] : [])),
  )
}

function unknownKey(db: DatabaseSync, key: string, namespace: Namespace): KbookError {
  const keys = db
    .prepare('SELECT key FROM actions WHERE namespace = ? AND (incident_id = ? OR instr(key, ?)) LIMIT 200')
    .all(namespace, key, key) as {key: string}[]
  const similar = nearest(
    key,
    keys.map((row) => row.key),
  )
  return new KbookError('NOT_FOUND', `the history has no action "${key}"`, {
    hint: similar.length > 0 ? [`Keys that look like it:`, ...similar] : 'kbook history list',
    details: {key},
  })
}
