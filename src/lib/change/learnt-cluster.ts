import {readFile, rename, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {writeFileAtomically} from '../config/atomic-write.js'
import {stateFolder} from '../config/paths.js'
import type {ResolvedProfile} from '../config/resolve.js'
import type {ProfileSettings} from '../config/settings.js'
import {toJson} from '../output/json.js'

/** Which cluster answered at the addresses of a guarded profile that names no cluster id. */
interface LearntCluster {
  readonly brokers: readonly string[]
  readonly clusterId: string
}

/**
 * Remembers the cluster of the guarded profile in use, so that the guard holds on whichever way the cluster is reached.
 * Addresses that were given beside the profile teach nothing about it. What cannot be kept is not.
 */
export async function learnCluster(
  {profile, settings, origins}: ResolvedProfile,
  clusterId: string | undefined,
  folder = stateFolder(),
): Promise<void> {
  if (profile === undefined || clusterId === undefined || origins.get('brokers')?.from !== 'file') return
  if ((await learntCluster(profile, settings, folder)) === clusterId) return
  const learnt: LearntCluster = {brokers: settings.brokers ?? [], clusterId}
  await writeFileAtomically(fileOf(profile, folder), `${toJson(learnt)}\n`).catch(() => undefined)
}

/** The id of the cluster that last answered there; undefined when none did, or the profile was moved since. */
export async function learntCluster(
  profile: string,
  {brokers = []}: ProfileSettings,
  folder = stateFolder(),
): Promise<string | undefined> {
  try {
    const learnt = JSON.parse(await readFile(fileOf(profile, folder), 'utf8')) as Partial<LearntCluster>
    return learnt.brokers?.some((address) => brokers.includes(address)) ? learnt.clusterId : undefined
  } catch {
    return undefined
  }
}

/** A profile with another name means the same cluster. */
export async function renameLearnt(profile: string, newName: string, folder = stateFolder()): Promise<void> {
  // A profile of that name that is gone may have left something.
  await forgetCluster(newName, folder)
  await rename(fileOf(profile, folder), fileOf(newName, folder)).catch(() => undefined)
}

/** The profile is gone. */
export const forgetCluster = (profile: string, folder = stateFolder()): Promise<void> =>
  rm(fileOf(profile, folder), {force: true}).catch(() => undefined)

const fileOf = (profile: string, folder: string): string => join(folder, 'clusters', `${profile}.json`)
