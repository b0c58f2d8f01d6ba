import type {DatabaseSyncInstance as DatabaseSync} from '@photostructure/sqlite'
import {access, mkdir} from 'node:fs/promises'
import {dirname} from 'node:path'
import {KbookError} from '../../../errors.js'
import {storageError} from './errors.js'
import {refuseNetworkFilesystem} from './filesystem.js'
import {prepareSchema} from './schema.js'

/** How long a writer waits for another one. Their transactions are short. */
const BUSY_TIMEOUT_MS = 5000

export const IN_MEMORY = ':memory:'

export interface OpenDatabaseOptions {
  readOnly?: boolean
}

/** Opens the SQLite file of a history: write-ahead log, each commit durable before it returns. */
export async function openDatabase(path: string, options: OpenDatabaseOptions = {}): Promise<DatabaseSync> {
  const {DatabaseSync: Database} = await import('@photostructure/sqlite')
  try {
    const db = new Database(path, {timeout: BUSY_TIMEOUT_MS, readOnly: options.readOnly ?? false})
    try {
      // The log stays readable for others while a consumer writes; FULL syncs it at each commit.
      if (!options.readOnly) db.exec('PRAGMA journal_mode = WAL')
      db.exec('PRAGMA synchronous = FULL')
      prepareSchema(db, path)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw storageError(error, path)
  }
}

/**
 * Makes sure that a history can stand at the path.
 *
 * @throws KbookError `NOT_FOUND` when it must exist and does not; `STORAGE_FAILED` when it cannot be there
 */
export async function checkPlace(path: string, {create}: {create: boolean}): Promise<void> {
  try {
    if (create) await mkdir(dirname(path), {recursive: true})
    else await access(path)
  } catch (cause) {
    if (!create && (cause as NodeJS.ErrnoException).code === 'ENOENT') {
      throw new KbookError('NOT_FOUND', `there is no history ${path}`, {
        hint: 'It is made by the first `kbook consume`. Name another one with --history.',
        cause,
      })
    }
    throw new KbookError('STORAGE_FAILED', `the history ${path} cannot be used`, {
      hint: `${(cause as Error).message}. Name a writable place with --history.`,
      cause,
    })
  }
  await refuseNetworkFilesystem(path)
}
