import {access} from 'node:fs/promises'
import {KbookError} from '../../../errors.js'
import {isBusy, storageError} from './errors.js'

/** The process that holds a history. */
export interface Holder {
  readonly pid: number
  readonly host: string
  readonly since: number
}

/** Held while a consumer runs; the operating system gives it up when the process dies, however it dies. */
export interface HistoryLock {
  release(): void
}

/** Longer than a look at the lock takes; whoever runs holds it longer. */
const LOOKS_PASS_MS = 500

const lockFile = (path: string): string => `${path}.lock`

/**
 * Takes the history for this process alone, or answers undefined when another one has it. The lock is SQLite's
 * own on a file beside the history, so that others can still read the history itself.
 */
export async function takeLock(path: string): Promise<HistoryLock | undefined> {
  const {DatabaseSync: Database} = await import('@photostructure/sqlite')
  let db
  try {
    db = new Database(lockFile(path), {timeout: LOOKS_PASS_MS})
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    db?.close()
    if (isBusy(error)) return undefined
    throw storageError(error, lockFile(path))
  }
  const held = db
  return {release: () => held.close()}
}

/** True while some process holds the history. Leaves no trace, and keeps nobody from taking it: see {@link takeLock}. */
export async function isLocked(path: string): Promise<boolean> {
  const exists = await access(lockFile(path)).then(
    () => true,
    () => false,
  )
  if (!exists) return false
  const {DatabaseSync: Database} = await import('@photostructure/sqlite')
  const db = new Database(lockFile(path), {readOnly: true})
  try {
    db.prepare('SELECT 1 FROM sqlite_schema').get()
    return false
  } catch (error) {
    if (isBusy(error)) return true
    throw storageError(error, lockFile(path))
  } finally {
    db.close()
  }
}

export function lockedBy(path: string, holder: Holder | undefined): KbookError {
  const who = holder
    ? `process ${holder.pid} on ${holder.host} since ${new Date(holder.since).toISOString()}`
    : 'another process'
  return new KbookError('LOCKED', `the history ${path} is in use by ${who}`, {
    hint: [
      'Two consumers on one history would run actions twice: stop the other one first,',
      'or give this one its own --history and its own consumer group.',
    ],
    details: {path, ...holder},
  })
}
