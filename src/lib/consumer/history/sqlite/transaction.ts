import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'

/** Runs `work` in one transaction: all of it becomes durable, or none. */
export function transaction<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk has rolled it back already.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
