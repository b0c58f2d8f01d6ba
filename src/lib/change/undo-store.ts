import {readdir, readFile, rm, stat} from 'node:fs/promises'
import {join} from 'node:path'
import {writeFileAtomically} from '../config/atomic-write.js'
import {stateFolder} from '../config/paths.js'
import {KbookError} from '../errors.js'
import {toJson} from '../output/json.js'
import {UNDO_DATA, UNDO_ENTRY} from './undo-shape.js'
import type {ChangeOutcome} from './audit-entry.js'

/** What a change replaced, kept until long after. `data` is for the verb that puts it back. */
export interface UndoEntry {
  readonly id: string
  /** Which verb can put it back. */
  readonly kind: UndoKind
  readonly time: string
  readonly cluster: {readonly name: string; readonly id: string | undefined}
  /** One line about what was changed. */
  readonly subject: string
  /** The change that this one took back. */
  readonly undoes?: string | undefined
  /** What became of it; absent while it is under way, and for ever when it was killed. */
  readonly outcome?: ChangeOutcome
  /** JSON. Offsets are strings. */
  readonly data: unknown
}

export type UndoKind = 'offsets' | 'topic' | 'broker' | 'reassign'

const UNDO_VERB = {
  offsets: 'offset undo',
  topic: 'topic undo',
  broker: 'broker config undo',
  reassign: 'topic reassign --undo',
} as const

/** The command that puts it back. */
export const undoCommand = (kind: UndoKind, id: string): string => `kbook ${UNDO_VERB[kind]} ${id}`

/** Undos that are kept however old they are; others go after {@link KEPT_DAYS}. */
export const KEPT_ENTRIES = 200
export const KEPT_DAYS = 90

const folderOf = (folder = stateFolder()): string => join(folder, 'undo')

/** Kept before anything is changed. @throws KbookError `STORAGE_FAILED` */
export async function saveUndo(entry: UndoEntry, folder?: string): Promise<void> {
  const file = join(folderOf(folder), `${entry.id}.json`)
  try {
    await writeFileAtomically(file, `${toJson(entry)}\n`)
  } catch (cause) {
    throw new KbookError('STORAGE_FAILED', `cannot keep the undo in ${file}: ${(cause as Error).message}`, {
      hint: 'Nothing was changed. XDG_STATE_HOME chooses another folder.',
      cause,
    })
  }
  await removeOld(folderOf(folder))
}

/** There is nothing to put back: it was not begun, or nothing of it was done. @throws KbookError `STORAGE_FAILED` */
export async function dropUndo(id: string, folder?: string): Promise<void> {
  const file = join(folderOf(folder), `${id}.json`)
  try {
    await rm(file, {force: true})
  } catch (cause) {
    throw new KbookError('STORAGE_FAILED', `cannot remove ${file}: ${(cause as Error).message}`, {cause})
  }
}

/** What can be undone, the latest first. What is damaged is left out; asked for by its id, it says so. */
export async function listUndo(kind: UndoKind, folder?: string): Promise<UndoEntry[]> {
  const entries = await Promise.all((await undoFiles(folderOf(folder))).map((file) => readEntry(file)))
  return entries
    .filter((entry): entry is UndoEntry => entry?.kind === kind)
    .sort((a, b) => (a.time < b.time ? 1 : -1))
}

/** By id or by its first digits. @throws KbookError `NOT_FOUND`; `BAD_INPUT` for one that is damaged */
export async function findUndo(kind: UndoKind, id: string, folder?: string): Promise<UndoEntry> {
  const found = (await listUndo(kind, folder)).filter((entry) => entry.id.startsWith(id))
  const [only, other] = found
  if (only && !other) return only
  const damaged = join(folderOf(folder), `${id}.json`)
  if (!only && (await undoFiles(folderOf(folder))).includes(damaged) && !(await readEntry(damaged))) {
    throw damagedUndo(damaged, id)
  }
  const message = only ? `several changes begin with "${id}"` : `there is no change "${id}" to undo`
  throw new KbookError('NOT_FOUND', message, {hint: 'See what there is with --list.'})
}

/** What the entry keeps, as its kind has it. @throws KbookError `BAD_INPUT` when it is damaged */
export function undoData({id, kind, data}: UndoEntry, folder?: string): unknown {
  if (UNDO_DATA[kind](data)) return data
  throw damagedUndo(join(folderOf(folder), `${id}.json`), id)
}

const damagedUndo = (file: string, id: string): KbookError =>
  new KbookError('BAD_INPUT', `the undo ${file} is damaged`, {
    hint: `What was replaced may stand in the audit log: kbook audit --id ${id}`,
  })

/** What was replaced on one cluster means nothing on another. @throws KbookError `REFUSED` */
export function mustBeOf(entry: UndoEntry, clusterId: string | undefined): void {
  const {id, cluster} = entry
  if (cluster.id === undefined || clusterId === undefined || cluster.id === clusterId) return
  throw new KbookError('REFUSED', `change ${id} was made on ${cluster.name}, which is another cluster`, {
    hint: `Name the cluster that it was made on: --profile ${cluster.name}`,
    details: {expected: cluster.id, found: clusterId},
  })
}

async function undoFiles(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => [])
  return names.filter((name) => /^[\da-f]+\.json$/.test(name)).map((name) => join(dir, name))
}

async function readEntry(file: string): Promise<UndoEntry | undefined> {
  try {
    const entry: unknown = JSON.parse(await readFile(file, 'utf8'))
    return UNDO_ENTRY(entry) ? (entry as UndoEntry) : undefined
  } catch {
    return undefined
  }
}

// What cannot be removed now goes another time: the change itself must not fail for it.
async function removeOld(dir: string): Promise<void> {
  const files = await undoFiles(dir)
  if (files.length <= KEPT_ENTRIES) return
  const aged = await Promise.all(
    files.map(async (file) => ({file, ms: (await stat(file).catch(() => undefined))?.mtimeMs ?? Infinity})),
  )
  const limit = Date.now() - KEPT_DAYS * 86_400_000
  const old = aged.sort((a, b) => b.ms - a.ms).slice(KEPT_ENTRIES)
  await Promise.all(
    old.filter(({ms}) => ms < limit).map(({file}) => rm(file, {force: true}).catch(() => undefined)),
  )
}
