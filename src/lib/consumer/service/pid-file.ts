import {constants} from 'node:fs'
import {access, mkdir, readFile, rm, writeFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {KbookError} from '../../errors.js'
import {readStatus, silenceOf} from './status-file.js'

/** Where probes of existing deployments look. */
export const DEFAULT_PID_FILE = '/var/run/kafka_consumer/consumer.pid'

/** The default path when its directory is there to be written, otherwise none. */
export async function defaultPidFile(path = DEFAULT_PID_FILE): Promise<string | undefined> {
  try {
    await access(dirname(path), constants.W_OK)
    return path
  } catch {
    return undefined
  }
}

/**
 * Writes this process's id. What a start script wrote, or an ended consumer left, is taken over: its number may be
 * that of any other process by now.
 *
 * @throws KbookError `LOCKED` when another consumer that runs stands in it, `STORAGE_FAILED` when it cannot be written.
 */
export async function writePidFile(path: string, pid = process.pid): Promise<void> {
  const holder = await readPidFile(path)
  if (holder !== undefined && holder !== pid && (await isConsumer(holder, path))) {
    throw new KbookError('LOCKED', `${path} belongs to the consumer that runs as process ${holder}`, {
      hint: 'Give each consumer its own --pid-file (or pid_file in its config).',
      details: {pid: holder},
    })
  }
  try {
    await mkdir(dirname(path), {recursive: true})
    await writeFile(path, `${pid}\n`, {mode: 0o644})
  } catch (cause) {
    throw new KbookError('STORAGE_FAILED', `cannot write the PID file ${path}`, {
      hint: 'Choose a writable path with --pid-file.',
      cause,
    })
  }
}

/** A consumer writes its status every few seconds; other processes do not. */
async function isConsumer(pid: number, path: string): Promise<boolean> {
  if (!isAlive(pid)) return false
  const status = await readStatus(path).catch(() => undefined)
  return status?.pid === pid && silenceOf(status) === undefined
}

/** Removes the file if it is still ours. */
export async function removePidFile(path: string, pid = process.pid): Promise<void> {
  if ((await readPidFile(path)) === pid) await rm(path, {force: true})
}

/** The number in the file, or undefined when there is no file or no number in it. */
export async function readPidFile(path: string): Promise<number | undefined> {
  try {
    const text = (await readFile(path, 'utf8')).trim()
    return /^[1-9]\d{0,9}$/.test(text) ? Number(text) : undefined
  } catch {
    return undefined
  }
}

/** Whether a process with this id exists, ours or somebody else's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
