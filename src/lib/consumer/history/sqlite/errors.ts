import {KbookError} from '../../../errors.js'

// SQLite's result codes: https://sqlite.org/rescode.html (the low byte is the primary code).
const BUSY = 5
const READONLY = 8
const IOERR = 10
const CORRUPT = 11
const FULL = 13
const CANTOPEN = 14
const NOTADB = 26

interface SqliteError extends Error {
  errcode: number
}

const isSqliteError = (error: unknown): error is SqliteError =>
  error instanceof Error && typeof (error as Partial<SqliteError>).errcode === 'number'

/** True when somebody else holds the lock that was asked for. */
export const isBusy = (error: unknown): boolean => isSqliteError(error) && (error.errcode & 0xff) === BUSY

/** What SQLite threw, as the error for the operator. Anything that is no SQLite error is returned as it is. */
export function storageError(error: unknown, path: string): unknown {
  if (!isSqliteError(error)) return error
  const {what, hint} = EXPLANATIONS[error.errcode & 0xff] ?? {what: error.message, hint: CHECK_DISK}
  return new KbookError('STORAGE_FAILED', `the history ${path} cannot be used: ${what}`, {
    hint,
    cause: error,
    details: {path, sqlite: error.errcode},
  })
}

const CHECK_DISK = 'Check the disk, its free space and the permissions of the file and its folder.'
const RESTORE = [
  'Move the file away and restore it from a copy, or start over with a new one and --new-history.',
  'A consumer that starts with an older or an empty history says which offsets it does not cover.',
]

const EXPLANATIONS: Readonly<Record<number, {what: string; hint: string | string[]}>> = {
  [BUSY]: {
    what: 'another process keeps it locked',
    hint: 'A long `kbook history` change may be running: try again when it has ended.',
  },
  [READONLY]: {what: 'it is read-only', hint: CHECK_DISK},
  [IOERR]: {what: 'reading or writing it failed', hint: CHECK_DISK},
  [FULL]: {
    what: 'the disk is full',
    hint: 'Free some space and start again: nothing is lost, offsets are committed only after their claims.',
  },
  [CANTOPEN]: {what: 'it cannot be opened', hint: CHECK_DISK},
  [CORRUPT]: {what: 'it is damaged', hint: RESTORE},
  [NOTADB]: {what: 'it is no kbook history', hint: RESTORE},
}
