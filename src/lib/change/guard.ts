import {loadConfigFile} from '../config/config-file.js'
import {configFilePath, stateFolder} from '../config/paths.js'
import type {ResolvedProfile} from '../config/resolve.js'
import type {ProfileSettings} from '../config/settings.js'
import type {ClusterInfo} from '../kafka/types.js'
import {learntCluster} from './learnt-cluster.js'

/** What stands between a change and a cluster. */
export interface Guard {
  /** Name to be typed, of the profile that protects the cluster. */
  readonly protectedName: string | undefined
  /** Name of the profile that says that nothing may be changed. */
  readonly readOnlyBy: string | undefined
  /** Guarding profiles of which nobody knows which cluster they mean: it may be this one. */
  readonly undecided: readonly string[]
}

/**
 * Every profile that means this cluster has a say, whichever way it was reached: the one in use, and those whose
 * cluster id it has (said or learnt) or one of whose brokers it has.
 */
export async function guardOf(
  resolved: ResolvedProfile,
  info: ClusterInfo,
  {config = configFilePath(), state = stateFolder()} = {},
): Promise<Guard> {
  const {profiles} = await loadConfigFile(config)
  const addresses = new Set([
    ...info.brokers.map(({host, port}) => `${host}:${port}`),
    ...(resolved.settings.brokers ?? []),
  ])
  const guarding = [...profiles].filter(([, {settings}]) => settings.protected || settings.read_only)
  const judged = await Promise.all(
    guarding.map(async ([name, {settings}]) => {
      const meant =
        name === resolved.profile || (await means(name, settings, {id: info.clusterId, addresses, state}))
      return {name, settings, meant}
    }),
  )
  const meant = judged
    .filter((profile) => profile.meant === true)
    .sort((a, b) => Number(b.name === resolved.profile) - Number(a.name === resolved.profile))
  return {
    protectedName: meant.find(({settings}) => settings.protected)?.name,
    readOnlyBy: meant.find(({settings}) => settings.read_only)?.name,
    undecided: judged.filter((profile) => profile.meant === undefined).map(({name}) => name),
  }
}

interface Asked {
  readonly id: string | undefined
  readonly addresses: ReadonlySet<string>
  readonly state: string
}

/** Undefined when it cannot be told. */
async function means(name: string, settings: ProfileSettings, asked: Asked): Promise<boolean | undefined> {
  const sameAddress = settings.brokers?.some((address) => asked.addresses.has(address)) ?? false
  if (asked.id === undefined) return sameAddress
  if (settings.cluster_id !== undefined) return settings.cluster_id === asked.id
  if (sameAddress) return true
  const learnt = await learntCluster(name, settings, asked.state)
  return learnt === undefined ? undefined : learnt === asked.id
}
