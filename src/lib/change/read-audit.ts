import {readFile} from 'node:fs/promises'
import {hostname} from 'node:os'
import {KbookError} from '../errors.js'
import {isRunning} from '../sandbox/process.js'
import type {AuditBegin, AuditEnd, ChangeOutcome} from './audit-entry.js'
import {auditFile, earlierFiles} from './audit-files.js'
import {fields, instant, listOf, maybe, oneOf, orNull, recordOf, text, whole} from './shape.js'
import {UNDO_KINDS} from './undo-shape.js'

/** A change as the audit log tells it. */
export interface AuditedChange extends Omit<AuditBegin, 'phase'> {
  /** `running`: under way in another process here. `unknown`: it never ended, nobody knows how far it came. */
  readonly outcome: ChangeOutcome | 'running' | 'unknown'
  /** ISO 8601, UTC. */
  readonly endedAt?: string
  readonly counts?: AuditEnd['counts']
  readonly rows: AuditEnd['rows']
  readonly error?: string
}

export interface AuditRequest {
  /** Milliseconds since the epoch: only changes that began then or later. */
  readonly since?: number | undefined
  /** At most so many, the latest. */
  readonly limit?: number | undefined
  /** Name or id of a cluster. */
  readonly cluster?: string | undefined
  /** The first digits of a change's id. */
  readonly id?: string | undefined
}

export interface AuditListing {
  readonly file: string
  /** The latest first. */
  readonly changes: readonly AuditedChange[]
  /** There are older ones that fit. */
  readonly more: boolean
  /** Lines that could not be read. */
  readonly damaged: number
}

/** Changes that were made from this machine by this user; none when there is no log yet. @throws KbookError `STORAGE_FAILED` */
export async function readAudit(request: AuditRequest = {}, file = auditFile()): Promise<AuditListing> {
  const {since = -Infinity, limit = Infinity} = request
  const changes = new Map<string, AuditedChange>()
  const ends = new Map<string, AuditEnd>()
  let damaged = 0
  let reachedSince = false
  const current = await linesOf(file)
  const files = [undefined, ...(await earlierFiles(file))]
  for (const earlier of files) {
    const lines = earlier === undefined ? current : await linesOf(earlier)
    // Backwards: the end of a change is met before its beginning, also where a new file was begun in between.
    for (const line of lines.toReversed()) {
      const entry = parse(line)
      if (!entry) damaged++
      else if (entry.phase === 'end') ends.set(entry.id, entry)
      else if (Date.parse(entry.time) < since) reachedSince = true
      else if (fits(entry, request)) changes.set(entry.id, changeOf(entry, ends.get(entry.id)))
    }
    if (reachedSince || changes.size > limit) break
  }
  // By id: a line that was moved to another file meanwhile is met twice.
  const all = [...changes.values()]
  return {file, changes: all.slice(0, limit), more: all.length > limit, damaged}
}

/** One change in depth. @throws KbookError `NOT_FOUND` */
export async function findChange(id: string, file = auditFile()): Promise<AuditedChange> {
  const {changes} = await readAudit({id}, file)
  const [only, other] = changes
  if (only && !other) return only
  const message = only ? `several changes begin with "${id}"` : `the audit log has no change "${id}"`
  throw new KbookError('NOT_FOUND', message, {hint: 'See which there are: kbook audit'})
}

const fits = ({id, cluster}: AuditBegin, wanted: AuditRequest): boolean =>
  (wanted.id === undefined || id.startsWith(wanted.id)) &&
  (wanted.cluster === undefined || cluster.name === wanted.cluster || cluster.id === wanted.cluster)

function changeOf(begin: AuditBegin, end: AuditEnd | undefined): AuditedChange {
  const told: Omit<AuditBegin, 'phase'> & {phase?: unknown} = {...begin}
  delete told.phase
  if (!end) {
    const running = told.host === hostname() && told.process !== undefined && isRunning(told.process)
    return {...told, outcome: running ? 'running' : 'unknown', rows: []}
  }
  const {outcome, counts, rows, error, time} = end
  return {...told, outcome, endedAt: time, counts, rows, ...(error === undefined ? {} : {error})}
}

function parse(line: string): AuditBegin | AuditEnd | undefined {
  try {
    const entry: unknown = JSON.parse(line)
    if (END(entry)) return entry as AuditEnd
    return BEGIN(entry) ? (entry as AuditBegin) : undefined
  } catch {
    return undefined
  }
}

/** What readers rely on; a line that lacks some of it is damaged, and no other line suffers. */
const BEGIN = fields({
  phase: oneOf('begin'),
  id: text,
  time: instant,
  user: text,
  host: text,
  process: maybe(fields({pid: whole, identity: text})),
  cluster: fields({name: text, id: maybe(text)}),
  command: listOf(text),
  subject: text,
  undo: maybe(orNull(oneOf(...UNDO_KINDS))),
})
const END = fields({
  phase: oneOf('end'),
  id: text,
  time: instant,
  outcome: oneOf('done', 'partial', 'failed', 'interrupted'),
  counts: recordOf(whole),
  rows: listOf(fields({subject: text, status: text, error: maybe(text)})),
  error: maybe(text),
})

async function linesOf(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '')
  } catch (cause) {
    const {code, message} = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') return []
    throw new KbookError('STORAGE_FAILED', `cannot read the audit log ${file}: ${message}`, {cause})
  }
}
