import {randomBytes} from 'node:crypto'
import {mkdir} from 'node:fs/promises'
import {hostname, userInfo} from 'node:os'
import {dirname} from 'node:path'
import {KbookError} from '../errors.js'
import {toJson} from '../output/json.js'
import {referTo} from '../sandbox/process.js'
import {bounded, MAX_ROWS, type AuditBegin, type AuditEnd, type ChangeOutcome} from './audit-entry.js'
import {appendLine, auditFile, rotateWhenFull} from './audit-files.js'
import {maskCommand, maskText, maskValue} from './mask.js'
import type {RowOutcome} from './outcome.js'

export const newChangeId = (): string => randomBytes(4).toString('hex')

export type NewAuditBegin = Omit<AuditBegin, 'phase' | 'time' | 'user' | 'host' | 'process'>

/** Notes down what is about to be changed. @throws KbookError `STORAGE_FAILED`: then it must not be begun. */
export async function noteBegin(entry: NewAuditBegin, file = auditFile()): Promise<void> {
  await append(file, {
    phase: 'begin',
    time: new Date().toISOString(),
    user: userName(),
    host: hostname(),
    process: referTo(process.pid),
    ...entry,
    command: maskCommand(entry.command),
    subject: maskText(entry.subject),
    before: bounded(entry.before, maskedJson),
    after: bounded(entry.after, maskedJson),
  } satisfies AuditBegin)
}

/** Notes down what became of it. @throws KbookError `STORAGE_FAILED` */
export async function noteEnd(
  id: string,
  outcome: ChangeOutcome,
  rows: readonly RowOutcome[],
  {error, file = auditFile()}: {readonly error?: string | undefined; readonly file?: string} = {},
): Promise<void> {
  const counts: Record<string, number> = {}
  for (const {status} of rows) counts[status] = (counts[status] ?? 0) + 1
  const kept = [
    ...rows.filter(({status}) => status !== 'done'),
    ...rows.filter(({status}) => status === 'done'),
  ].slice(0, MAX_ROWS)
  await append(file, {
    phase: 'end',
    id,
    time: new Date().toISOString(),
    outcome,
    counts,
    rows: kept.map((row) => ({
      subject: row.subject,
      status: row.status,
      ...(row.error && {error: maskText(row.error.line)}),
    })),
    ...(error === undefined ? {} : {error: maskText(error)}),
  } satisfies AuditEnd)
}

const maskedJson = (value: unknown): string | undefined => {
  const json = toJson(value) as string | undefined
  return json === undefined ? undefined : JSON.stringify(maskValue(JSON.parse(json)))
}

// A container's user may have no name.
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return `uid ${process.getuid?.() ?? 'unknown'}`
  }
}

async function append(file: string, entry: AuditBegin | AuditEnd): Promise<void> {
  try {
    await mkdir(dirname(file), {recursive: true, mode: 0o700})
    await rotateWhenFull(file)
    await appendLine(file, toJson(entry))
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
