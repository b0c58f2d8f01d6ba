import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {setTimeout as sleep} from 'node:timers/promises'
import type {ProcessRef} from './types.js'

const POLL_MS = 25
// A Kafka that hands over its partitions takes one or two seconds; one without a quorum would take minutes.
const STOP_TIMEOUT_MS = 15_000
const KILL_TIMEOUT_MS = 10_000

/** A reference to a process that runs now, or undefined when there is none (any more). */
export function referTo(pid: number): ProcessRef | undefined {
  const identity = process.platform === 'linux' ? linuxIdentity(pid) : psIdentity(pid)
  return identity === undefined ? undefined : {pid, identity}
}

/** True while this very process runs; a stranger with the same pid does not count, nor does a zombie. */
export const isRunning = (ref: ProcessRef): boolean => referTo(ref.pid)?.identity === ref.identity

/** Sends a signal to exactly this process. False when it is gone. */
export function signalProcess(ref: ProcessRef, signal: NodeJS.Signals): boolean {
  if (!isRunning(ref)) return false
  try {
    return process.kill(ref.pid, signal)
  } catch {
    return false // It ended in between.
  }
}

/**
 * Ends a process and waits until it is gone; what does not end in time on SIGTERM is killed. True when it ended
 * of its own accord.
 */
export async function endProcess(ref: ProcessRef, signal: 'SIGTERM' | 'SIGKILL'): Promise<boolean> {
  signalProcess(ref, signal)
  if (signal === 'SIGTERM') {
    signalProcess(ref, 'SIGCONT') // A paused process would not see it.
    if (await waitForExit(ref, STOP_TIMEOUT_MS)) return true
    signalProcess(ref, 'SIGKILL')
  }
  await waitForExit(ref, KILL_TIMEOUT_MS)
  return false
}

async function waitForExit(ref: ProcessRef, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs
  while (isRunning(ref)) {
    if (Date.now() > deadline) return false
    await sleep(POLL_MS)
  }
  return true
}

// Fields of /proc/PID/stat after the name in brackets, see proc(5): state, 1st; threads, 18th; start time, 20th.
// The start time counts from the boot, so the boot's own id belongs to it. A killed process is a zombie as soon
// as its first thread is gone, but it holds its ports and files until the last one is.
function linuxIdentity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'X' || (fields[0] === 'Z' && fields[17] === '1')) return undefined
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19] ?? ''}`
  } catch {
    return undefined
  }
}

function psIdentity(pid: number): string | undefined {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [, state = '', start] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? []
    return state.startsWith('Z') ? undefined : start
  } catch {
    return undefined
  }
}
