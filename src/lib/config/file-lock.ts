import {randomUUID} from 'node:crypto'
import {mkdir, readFile, rename, rm} from 'node:fs/promises'
import {dirname} from 'node:path'
import {setTimeout as sleep} from 'node:timers/promises'
import {KbookError} from '../errors.js'
import {createWhole} from './create-whole.js'
import {isGone, ownerOf, thisProcess, type LockOwner} from './lock-owner.js'

const RETRY_MS = 25
const GIVE_UP_MS = 5000

/**
 * Runs one piece of work at a time among all processes that lock the same path. A lock that a killed process of this
 * machine left is taken over, by one of those who want it.
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
  const mine: LockOwner = {...thisProcess(), nonce: randomUUID()}
  while (!(await acquire(lock, mine))) {
    if (Date.now() >= deadline) {
      const owner = await read(lock)
      throw new KbookError('LOCKED', `${path} is being written by process ${owner?.pid ?? 'unknown'}`, {
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

/**
 * Who takes a lock over holds a lock on doing so first, named after the one time that the dead process took it: it is
 * moved onto the old lock, which makes it free and taken at once. Who comes later finds another name in the old lock.
 */
async function acquire(lock: string, mine: LockOwner): Promise<boolean> {
  if (await createWhole(lock, JSON.stringify(mine))) return true
  const owner = await read(lock)
  if (!owner || !isGone(owner)) return false
  const claim = `${lock}.${owner.nonce}`
  if (!(await acquire(claim, mine))) return false
  if ((await read(lock))?.nonce === owner.nonce) {
    await rename(claim, lock)
    return true
  }
  await rm(claim, {force: true})
  return false
}

const read = async (lock: string): Promise<LockOwner | undefined> =>
  ownerOf(await readFile(lock, 'utf8').catch(() => ''))
