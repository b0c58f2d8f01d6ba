import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import {randomUUID} from 'node:crypto'
import {KbookError} from '../../../errors.js'
import {transaction} from './transaction.js'

export const SCHEMA_VERSION = 1

const APPLICATION_ID = 0x6b626f6b // 'kbok', which makes the file known as ours

const TABLES = `
CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE positions(
  topic TEXT NOT NULL, partition INTEGER NOT NULL, topic_id TEXT NOT NULL,
  next INTEGER NOT NULL, detail TEXT,
  PRIMARY KEY(topic, partition)
) WITHOUT ROWID, STRICT;
CREATE TABLE actions(
  id INTEGER PRIMARY KEY,
  namespace TEXT NOT NULL, key TEXT NOT NULL,
  action TEXT NOT NULL, incident_key TEXT NOT NULL, incident_id TEXT NOT NULL,
  source TEXT NOT NULL, severity TEXT NOT NULL, active INTEGER NOT NULL,
  topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
  claimed_at INTEGER NOT NULL, concurrency_key TEXT, on_unknown TEXT NOT NULL,
  state TEXT NOT NULL, reason TEXT,
  attempts INTEGER NOT NULL DEFAULT 0, attempts_before INTEGER NOT NULL DEFAULT 0,
  not_before INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER, finished_at INTEGER, note TEXT,
  repeats INTEGER NOT NULL DEFAULT 0, last_seen_at INTEGER NOT NULL, closed_at INTEGER,
  released INTEGER NOT NULL DEFAULT 0,
  payload TEXT NOT NULL,
  UNIQUE(namespace, key)
) STRICT;
CREATE INDEX actions_by_incident ON actions(incident_key);
CREATE INDEX actions_open ON actions(state) WHERE state IN ('claimed', 'started');
CREATE TABLE attempts(
  action_id INTEGER NOT NULL REFERENCES actions(id) ON DELETE CASCADE,
  attempt INTEGER NOT NULL,
  started_at INTEGER NOT NULL, finished_at INTEGER,
  outcome TEXT, note TEXT, code INTEGER, output TEXT,
  PRIMARY KEY(action_id, attempt)
) WITHOUT ROWID, STRICT;
`

/** Makes the tables in a new file, and refuses one that is not ours or that a newer version wrote. */
export function prepareSchema(db: DatabaseSync, path: string): void {
  const version = pragma(db, 'user_version')
  if (version === SCHEMA_VERSION && pragma(db, 'application_id') === APPLICATION_ID) return
  if (version > SCHEMA_VERSION) {
    throw new KbookError('STORAGE_FAILED', `the history ${path} was written by a newer kbook`, {
      hint: `It has format ${version}, this version knows ${SCHEMA_VERSION}: upgrade kbook.`,
    })
  }
  if (version !== 0 || db.prepare('SELECT 1 FROM sqlite_schema').get() !== undefined) {
    throw new KbookError('STORAGE_FAILED', `${path} is a database, but no kbook history`, {
      hint: 'Name another file: kbook creates it.',
    })
  }
  transaction(db, () => {
    db.exec(TABLES)
    db.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`)
    db.prepare("INSERT INTO meta VALUES ('uuid', ?)").run(randomUUID())
  })
}

function pragma(db: DatabaseSync, name: string): number {
  const row = db.prepare(`PRAGMA ${name}`).get() as Record<string, number> | undefined
  return row?.[name] ?? 0
}
