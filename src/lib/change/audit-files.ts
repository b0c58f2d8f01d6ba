import {open, readdir, rename, rm, stat} from 'node:fs/promises'
import {basename, dirname, join} from 'node:path'
import {stateFolder} from '../config/paths.js'
import {withFileLock} from '../config/file-lock.js'
import {KbookError} from '../errors.js'

/** Bytes after which a new file is begun. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024
/** Files that are kept beside the one that is written: 84 MB in all, of which a change takes from 1 KB to 1 MB. */
export const KEPT_FILES = 20

/** The file that is written: one JSON document a line. */
export const auditFile = (folder = stateFolder()): string => join(folder, 'audit', 'audit.jsonl')

/** Earlier files, the latest first. Read the current file before asking: rotation moves its lines here. */
export async function earlierFiles(file: string): Promise<string[]> {
  const stem = `${basename(file, '.jsonl')}-`
  const names = await readdir(dirname(file)).catch(() => [])
  return names
    .filter((name) => name.startsWith(stem) && name.endsWith('.jsonl'))
    .sort()
    .reverse()
    .map((name) => join(dirname(file), name))
}

/** Begins a new file when the current one is full. Whoever finds another process at it goes on with the old one. */
export async function rotateWhenFull(file: string, maxBytes = MAX_FILE_BYTES): Promise<void> {
  if ((await sizeOf(file)) < maxBytes) return
  try {
    await withFileLock(
      file,
      async () => {
        if ((await sizeOf(file)) < maxBytes) return
        const stamp = new Date().toISOString().replaceAll(/[:.]/g, '-')
        await rename(file, file.replace(/\.jsonl$/, `-${stamp}.jsonl`))
        const tooOld = (await earlierFiles(file)).slice(KEPT_FILES)
        await Promise.all(tooOld.map((old) => rm(old, {force: true})))
      },
      0,
    )
  } catch (error) {
    if (!(error instanceof KbookError && error.code === 'LOCKED')) throw error
  }
}

/** Appends one line and syncs it. A line that a crash cut short does not swallow this one. */
export async function appendLine(file: string, line: string): Promise<void> {
  const log = await open(file, 'a+', 0o600)
  try {
    const {size, mode} = await log.stat()
    if ((mode & 0o077) !== 0) await log.chmod(0o600)
    const last = Buffer.alloc(1)
    if (size > 0) await log.read(last, 0, 1, size - 1)
    // One write: lines of several processes do not mix.
    await log.appendFile(size > 0 && last[0] !== 0x0a ? `\n${line}\n` : `${line}\n`)
    await log.sync()
  } finally {
    await log.close()
  }
}

const sizeOf = (file: string): Promise<number> =>
  stat(file).then(
    ({size}) => size,
    () => 0,
  )
