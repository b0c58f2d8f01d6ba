import {readFile, rename, rm, writeFile} from 'node:fs/promises'
import {KbookError} from '../../errors.js'
import type {Health} from './health.js'

/** What a running consumer says about itself, for probes that run beside it. */
export interface ConsumerStatus extends Health {
  pid: number
  /** Milliseconds since the epoch. */
  startedAt: number
  /** Milliseconds since the epoch: the event loop turned at that moment. */
  beatAt: number
}

/** How often a running consumer writes its status. */
export const BEAT_EVERY_MS = 5000

/** A consumer whose event loop has not turned for this long does not live any more. */
export const STALE_AFTER_MS = 30_000

/** Milliseconds since the event loop turned, if that is too long ago. */
export function silenceOf({beatAt}: ConsumerStatus, now = Date.now()): number | undefined {
  return now - beatAt > STALE_AFTER_MS ? now - beatAt : undefined
}

/** The status stands beside the PID file, which holds the number alone so that `kill -0 $(cat …)` works. */
export const statusPath = (pidFile: string): string => `${pidFile}.status`

/** Replaces the status whole: a probe never reads half of one. */
export async function writeStatus(pidFile: string, status: ConsumerStatus): Promise<void> {
  const path = statusPath(pidFile)
  const temporary = `${path}.${status.pid}`
  await writeFile(temporary, JSON.stringify(status), {mode: 0o644})
  await rename(temporary, path)
}

export async function removeStatus(pidFile: string): Promise<void> {
  await rm(statusPath(pidFile), {force: true})
}

/** @throws KbookError `CHECK_FAILED` when there is no status or it cannot be read as one. */
export async function readStatus(pidFile: string): Promise<ConsumerStatus> {
  const path = statusPath(pidFile)
  try {
    const status = JSON.parse(await readFile(path, 'utf8')) as Partial<ConsumerStatus> | null
    if (typeof status?.beatAt === 'number' && Array.isArray(status.checks)) return status as ConsumerStatus
  } catch (cause) {
    throw new KbookError('CHECK_FAILED', `cannot read the consumer's status in ${path}`, {
      hint: 'It is written while kbook consume runs with this --pid-file.',
      cause,
    })
  }
  throw new KbookError('CHECK_FAILED', `${path} is not a consumer's status`)
}
