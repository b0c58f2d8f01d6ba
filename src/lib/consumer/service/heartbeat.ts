import type {Health} from './health.js'
import {removePidFile, writePidFile} from './pid-file.js'
import {BEAT_EVERY_MS, removeStatus, writeStatus} from './status-file.js'

/**
 * Writes the PID file and, from the event loop, the status beside it until the returned function is called. A
 * status that cannot be written is told once: the loop itself goes on.
 */
export async function startHeartbeat(
  pidFile: string,
  health: () => Health,
  onProblem: (message: string) => void,
): Promise<() => Promise<void>> {
  await writePidFile(pidFile)
  const startedAt = Date.now()
  let failing = false
  const beat = async (): Promise<void> => {
    try {
      await writeStatus(pidFile, {...health(), pid: process.pid, startedAt, beatAt: Date.now()})
      failing = false
    } catch (error) {
      if (!failing) onProblem(`cannot write the status beside ${pidFile}: ${(error as Error).message}`)
      failing = true
    }
  }
  let beating = beat()
  await beating
  const timer = setInterval(() => {
    // One after the other, so that none arrives after the file was removed.
    beating = beating.then(beat)
  }, BEAT_EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await beating
    await removeStatus(pidFile)
    await removePidFile(pidFile)
  }
}
