import {readdir, readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {writeFileAtomically} from '../config/atomic-write.js'
import {stateFolder} from '../config/paths.js'
import {KbookError} from '../errors.js'
import {toJson} from '../output/json.js'

/** What a change replaced, kept until long after. `data` is for the verb that puts it back. */
export interface UndoEntry {
  readonly id: string
  /** Which verb can put it back. */
  readonly kind: UndoKind
  readonly time: string
  readonly cluster: {readonly name: string; readonly id: string | undefined}
  /** One line about what was changed. */
  readonly subject: string
  /** JSON. Offsets are strings. */
  readonly data: unknown
}

export type UndoKind = 'offsets' | 'topic' | 'broker'

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
}

/** What can be undone, the latest first. */
export async function listUndo(kind: UndoKind, folder?: string): Promise<UndoEntry[]> {
  const dir = folderOf(folder)
  const files = await readdir(dir).catch(() => [])
  const entries = await Promise.all(
    files.filter((file) => file.endsWith('.json')).map((file) => readEntry(join(dir, file))),
  )
  return entries.filter((entry) => entry.kind === kind).sort((a, b) => (a.time < b.time ? 1 : -1))
}

/** By id or by its first digits. @throws KbookError `NOT_FOUND` */
export async function findUndo(kind: UndoKind, id: string, folder?: string): Promise<UndoEntry> {
  const found = (await listUndo(kind, folder)).filter((entry) => entry.id.startsWith(id))
  const [only] = found
  if (only && found.length === 1) return only
  const message = only ? `several changes begin with ${id}` : `there is no change ${id} to undo`
  throw new KbookError('NOT_FOUND', message, {hint: 'See what there is with --list.'})
}

async function readEntry(file: string): Promise<UndoEntry> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as UndoEntry
  } catch (cause) {
    throw new KbookError('BAD_INPUT', `${file} is damaged: ${(cause as Error).message}`, {cause})
  }
}
