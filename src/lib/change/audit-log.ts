import {randomBytes} from 'node:crypto'
import {mkdir, open} from 'node:fs/promises'
import {hostname, userInfo} from 'node:os'
import {dirname, join} from 'node:path'
import {stateFolder} from '../config/paths.js'
import {KbookError} from '../errors.js'
import {toJson} from '../output/json.js'
import type {RowOutcome} from './outcome.js'

/** The first line of a change in the log, written and synced before anything is changed. */
export interface AuditBegin {
  readonly phase: 'begin'
  /** Eight hex digits; the undo of the change has the same. */
  readonly id: string
  readonly time: string
  readonly user: string
  readonly host: string
  readonly cluster: {readonly name: string; readonly id: string | undefined}
  /** As it was typed, secrets masked. */
  readonly command: readonly string[]
  readonly subject: string
  readonly before: unknown
  readonly after: unknown
  readonly undo: boolean
}

/** The second line. A begin without an end is a change that was killed: nobody knows how far it came. */
export interface AuditEnd {
  readonly phase: 'end'
  readonly id: string
  readonly time: string
  readonly outcome: 'done' | 'partial' | 'failed' | 'interrupted'
  readonly rows: readonly {readonly subject: string; readonly status: string; readonly error?: string}[]
}

export const auditFile = (folder = stateFolder()): string => join(folder, 'audit', 'audit.jsonl')
export const newChangeId = (): string => randomBytes(4).toString('hex')

export type NewAuditBegin = Omit<AuditBegin, 'phase' | 'time' | 'user' | 'host'>

/** @throws KbookError `STORAGE_FAILED`: what cannot be noted down is not begun. */
export async function noteBegin(entry: NewAuditBegin, file = auditFile()): Promise<void> {
  const {username} = userInfo()
  await append(file, {
    phase: 'begin',
    time: new Date().toISOString(),
    user: username,
    host: hostname(),
    ...entry,
  } satisfies AuditBegin)
}

/** @throws KbookError `STORAGE_FAILED` */
export async function noteEnd(
  id: string,
  outcome: AuditEnd['outcome'],
  rows: readonly RowOutcome[],
  file = auditFile(),
): Promise<void> {
  await append(file, {
    phase: 'end',
    id,
    time: new Date().toISOString(),
    outcome,
    rows: rows.map(({subject, status, error}) => ({subject, status, ...(error && {error: error.line})})),
  } satisfies AuditEnd)
}

async function append(file: string, entry: AuditBegin | AuditEnd): Promise<void> {
  try {
    await mkdir(dirname(file), {recursive: true, mode: 0o700})
    const log = await open(file, 'a', 0o600)
    try {
      await log.appendFile(`${toJson(entry)}\n`)
      await log.sync()
    } finally {
      await log.close()
    }
  } catch (cause) {
    throw new KbookError(
      'STORAGE_FAILED',
      `cannot write the audit log ${file}: ${(cause as Error).message}`,
      {
        hint: 'Every change is noted there. XDG_STATE_HOME chooses another folder.',
        cause,
      },
    )
  }
}
