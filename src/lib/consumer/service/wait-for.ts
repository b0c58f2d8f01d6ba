import {stat} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {KbookError} from '../../errors.js'

export interface WaitForOptions {
  files: readonly string[]
  timeoutMs: number
  signal?: AbortSignal
  /** Told once, when something is missing at first. */
  onWaiting?: (missing: readonly string[]) => void
  pollMs?: number
}

/**
 * Waits until each file is there and not empty, as certificates are that a sidecar writes, or the signal fires.
 *
 * @throws KbookError `TIMEOUT` naming what is still missing.
 */
export async function waitForFiles(options: WaitForOptions): Promise<void> {
  const deadline = Date.now() + options.timeoutMs
  for (let told = false; ; told = true) {
    const missing = await missingOf(options.files)
    if (missing.length === 0 || options.signal?.aborted) return
    if (!told) options.onWaiting?.(missing)
    if (Date.now() >= deadline) {
      throw new KbookError('TIMEOUT', `waited ${options.timeoutMs / 1000}s for ${missing.join(', ')}`, {
        hint: 'They are listed under wait_for.files. Does the sidecar that writes them run?',
        details: {missing},
      })
    }
    await pause(Math.min(options.pollMs ?? 1000, Math.max(deadline - Date.now(), 0)), options.signal)
  }
}

async function missingOf(files: readonly string[]): Promise<string[]> {
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({size}) => size,
        () => 0,
      ),
    ),
  )
  return files.filter((_, index) => sizes[index] === 0)
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  // Rejects only when the signal fires, which the caller looks at next.
  await sleep(ms, undefined, signal ? {signal} : {}).catch(() => undefined)
}
