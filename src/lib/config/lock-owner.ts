import {readlinkSync} from 'node:fs'
import {hostname} from 'node:os'
import {isRunning, referTo} from '../sandbox/process.js'

/** Who holds a lock. */
export interface LockOwner {
  /** Where its process number means something: the machine and, in a container, the container. */
  readonly where: string | undefined
  readonly pid: number
  /** Tells it from another process that has its number later. */
  readonly identity: string | undefined
  /** Another one each time that a lock is taken. */
  readonly nonce: string
}

export const thisProcess = (): Omit<LockOwner, 'nonce'> => ({
  where: here(),
  pid: process.pid,
  identity: referTo(process.pid)?.identity,
})

function here(): string {
  try {
    return `${hostname()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return hostname()
  }
}

/** What a lock says, also one of an earlier version, which is a number alone; undefined when it says nothing. */
export function ownerOf(text: string): LockOwner | undefined {
  try {
    const said = JSON.parse(text) as Partial<LockOwner> | number | null
    if (typeof said === 'number') return {where: here(), pid: said, identity: undefined, nonce: String(said)}
    const {where, pid, identity, nonce} = said ?? {}
    return typeof pid === 'number' && /^[\w-]+$/.test(nonce ?? '') && nonce !== undefined
      ? {where, pid, identity, nonce}
      : undefined
  } catch {
    return undefined
  }
}

/** True when it is known to be gone: of another machine nobody knows. */
export function isGone({where, pid, identity}: LockOwner): boolean {
  if (where !== here()) return false
  return identity === undefined ? referTo(pid) === undefined : !isRunning({pid, identity})
}
