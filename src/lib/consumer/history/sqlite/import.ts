import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import {actionKey, incidentKey} from '../../incident/key.js'
import {readJsonHistory} from '../json-history.js'
import type {HistoryView} from '../query.js'
import {transaction} from './transaction.js'

/** The format that the older consumers read. */
const SOURCE = 'bigpanda'

/** Takes over what an older consumer has done, so that it is not done again. */
export function importWriter(db: DatabaseSync): HistoryView['importJson'] {
  const insert = db.prepare(
    `INSERT INTO actions(namespace, key, action, incident_key, incident_id, source, severity, active,
       topic, partition, offset, claimed_at, payload, on_unknown, state, finished_at, note, last_seen_at)
     VALUES ('main', ?, ?, ?, ?, ?, 'unknown', 1, '', 0, 0, ?, '{}', 'hold', ?, ?, 'imported', ?)
     ON CONFLICT DO NOTHING`,
  )
  return (text) => {
    const {actions, unread} = readJsonHistory(text)
    const now = Date.now()
    const imported = transaction(db, () =>
      actions
        .map(({incidentId, action, state, at = now}) => {
          const incident = {source: SOURCE, id: incidentId, start: undefined}
          const key = actionKey(incident, {name: action, oncePer: 'incident'}, at)
          return insert.run(key, action, incidentKey(incident), incidentId, SOURCE, at, state, at, at).changes
        })
        .reduce((sum, changes) => sum + changes, 0),
    )
    return {imported, known: actions.length - imported, unread}
  }
}
