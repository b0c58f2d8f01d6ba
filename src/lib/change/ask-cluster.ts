import {connectionOf} from '../config/connect.js'
import type {Environment} from '../config/paths.js'
import {resolveProfile, type ResolvedProfile} from '../config/resolve.js'
import {KbookError} from '../errors.js'
import {learnCluster} from './learnt-cluster.js'

/** As long as a change waits to learn which cluster another profile means. */
const LIMIT_MS = 3000

/**
 * The id of the cluster that answers at a profile's addresses, remembered from then on; undefined when none does within
 * three seconds. Settings of the environment belong to the cluster in use, and have no say here.
 */
export async function askCluster(
  profile: string,
  {config, state}: {readonly config: string; readonly state: string},
): Promise<string | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), LIMIT_MS).unref())
  return Promise.race([late, ask(profile, {KBOOK_CONFIG: config}, state)])
}

async function ask(profile: string, env: Environment, state: string): Promise<string | undefined> {
  try {
    const resolved = await resolveProfile({profile, requestTimeout: `${LIMIT_MS}ms`}, env)
    const clusterId = await idOf(resolved)
    await learnCluster(resolved, clusterId, state)
    return clusterId
  } catch (error) {
    if (error instanceof KbookError) return undefined
    throw error
  }
}

async function idOf(resolved: ResolvedProfile): Promise<string | undefined> {
  const [connection, {openCluster}] = await Promise.all([
    connectionOf(resolved),
    import('../kafka/cluster.js'),
  ])
  const cluster = openCluster(connection)
  try {
    return (await cluster.info()).clusterId
  } finally {
    await cluster.close()
  }
}
