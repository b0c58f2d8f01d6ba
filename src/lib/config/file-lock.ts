import {mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {KbookError} from '../errors.js'

const RETRY_MS = 25
const GIVE_UP_MS = 5000

/**
 * Runs one piece of work at a time among all processes that lock the same path. A lock that a killed process
 * left is not taken over, since two could do so at once: the error says how to remove it.
 *
 * @throws KbookError `LOCKED` when the lock does not get free within 5 s.
 */
export async function withFileLock<R>(
  path: string,
  work: () => Promise<R>,
  giveUpMs = GIVE_UP_MS,
): Promise<R> {
  const lock = `${path}.lock`
  await mkdir(dirname(lock), {recursive: true, mode: 0o700})
  const deadline = Date.now() + giveUpMs
  while (!(await acquire(lock))) {
    if (Date.now() >= deadline) {
      const owner = await readFile(lock, 'utf8').catch(() => '')
      throw new KbookError('LOCKED', `${path} is being written by process ${owner || 'unknown'}`, {
        hint: [`If that process is gone: rm ${lock}`],
      })
    }
    await sleep(RETRY_MS)
  }
  try {
    return await work()
  } finally {
    await rm(lock, {force: true})
  }
}

async function acquire(lock: string): Promise<boolean> {
  try {
    await writeFile(lock, String(process.pid), {flag: 'wx', mode: 0o600})
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}
