import {dropProfile, mustOwnProfile, writeProfile} from './profile.js'
import {findSandbox, openSandbox, startSandbox} from './start.js'
import {sandboxStatus, type SandboxStatus} from './status.js'
import type {SandboxOptions} from './types.js'

export interface UpResult extends SandboxStatus {
  /** True when all brokers ran already: nothing was done. */
  alreadyUp: boolean
  /** Milliseconds. */
  took: number
  /** True when commands without `--profile` reach it. */
  currentProfile: boolean
}

/** Brings a sandbox up for a user: brokers that outlive the command, and a profile that reaches them. */
export async function sandboxUp(options: SandboxOptions): Promise<UpResult> {
  const startedAt = Date.now()
  await mustOwnProfile(options.name ?? 'default')
  const before = await findSandbox(options.name)
  const alreadyUp = before?.nodes.every(({id}) => before.isRunning(id)) ?? false
  const sandbox = await startSandbox(options)
  const currentProfile = await writeProfile(sandbox)
  return {...(await sandboxStatus(sandbox)), alreadyUp, took: Date.now() - startedAt, currentProfile}
}

export interface DownResult {
  name: string
  stopped: number
  /** Where its data still is, when it was kept. */
  kept: string | null
}

/** Stops a sandbox and takes its profile out of the user's config. */
export async function sandboxDown(
  name: string | undefined,
  options: {keepData: boolean},
): Promise<DownResult> {
  const sandbox = await openSandbox(name)
  const stopped = sandbox.nodes.filter(({id}) => sandbox.isRunning(id)).length
  await sandbox.stop(options)
  await dropProfile(sandbox.name)
  return {name: sandbox.name, stopped, kept: options.keepData ? sandbox.dir : null}
}
