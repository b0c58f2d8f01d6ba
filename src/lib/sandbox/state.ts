import {randomUUID} from 'node:crypto'
import {link, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {writeFileAtomically} from '../config/atomic-write.js'
import {KbookError} from '../errors.js'
import {layout} from './paths.js'
import {isRunning, referTo} from './process.js'
import type {ProcessRef, SandboxState} from './types.js'

/** The state of a sandbox, or undefined when there is none in that folder. */
export async function readState(dir: string): Promise<SandboxState | undefined> {
  try {
    return JSON.parse(await readFile(layout(dir).state, 'utf8')) as SandboxState
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new KbookError('BAD_CONFIG', `cannot read ${layout(dir).state}`, {
      hint: `Stop its brokers and remove ${dir}.`,
      cause: error,
    })
  }
}

export const writeState = (dir: string, state: SandboxState): Promise<void> =>
  writeFileAtomically(layout(dir).state, `${JSON.stringify(state, undefined, 2)}\n`)

/** Runs `change` while no other process changes this sandbox. Throws `LOCKED` when one does. */
export async function withLock<T>(dir: string, change: () => Promise<T>): Promise<T> {
  const path = layout(dir).lock
  await mkdir(dirname(path), {recursive: true, mode: 0o700})
  await takeLock(path)
  try {
    return await change()
  } finally {
    await rm(path, {force: true})
  }
}

// A link appears with its content or not at all, unlike a file that is opened and then written.
async function takeLock(path: string): Promise<void> {
  const own = `${path}.${randomUUID()}`
  await writeFile(own, JSON.stringify(referTo(process.pid)), {mode: 0o600})
  try {
    while (!(await linked(own, path))) {
      const holder = await readHolder(path)
      if (holder && isRunning(holder)) {
        throw new KbookError('LOCKED', `another kbook (process ${holder.pid}) is changing this sandbox`, {
          hint: 'Wait until it is done: kbook sandbox status',
        })
      }
      await rm(path, {force: true}) // Its holder was killed.
    }
  } finally {
    await rm(own, {force: true})
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

async function readHolder(path: string): Promise<ProcessRef | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessRef
  } catch {
    return undefined
  }
}
