import {loadConfigFile} from '../config/config-file.js'
import {configFilePath, stateFolder} from '../config/paths.js'
import type {ResolvedProfile} from '../config/resolve.js'
import type {ProfileSettings} from '../config/settings.js'
import type {ClusterInfo} from '../kafka/types.js'
import {addressText} from '../kafka/connection/address.js'
import {askCluster} from './ask-cluster.js'
import {learntCluster} from './learnt-cluster.js'
import {endpoints, type Lookup} from './same-broker.js'

/** What stands between a change and a cluster. */
export interface Guard {
  /** Name to be typed, of the profile that protects the cluster, or that may do so. */
  readonly protectedName: string | undefined
  /** Name of the profile that says that nothing may be changed. */
  readonly readOnlyBy: string | undefined
  /** Guarding profiles of which nobody can tell which cluster they mean: it may be this one, and is taken for it. */
  readonly undecided: readonly string[]
}

interface GuardOptions {
  /** The config file. */
  readonly config?: string
  /** The folder of what was learnt. */
  readonly state?: string
  readonly lookup?: Lookup | undefined
  /** Finds out which cluster a profile means. */
  readonly ask?: typeof askCluster
}

/**
 * Every profile that means this cluster has a say, whichever way it was reached: the one in use, and those whose
 * cluster id it has (said, learnt, or asked for now) or one of whose brokers it has. One that cannot be told apart from
 * it protects it.
 */
export async function guardOf(
  resolved: ResolvedProfile,
  info: ClusterInfo,
  {config = configFilePath(), state = stateFolder(), lookup, ask = askCluster}: GuardOptions = {},
): Promise<Guard> {
  const {profiles} = await loadConfigFile(config)
  const guarding = [...profiles].filter(([, {settings}]) => settings.protected || settings.read_only)
  const others = guarding.some(([name]) => name !== resolved.profile)
  const addresses = others ? await endpoints(addressesOf(resolved, info), lookup) : new Set<string>()
  const judge = async (name: string, settings: ProfileSettings): Promise<boolean | undefined> => {
    if (name === resolved.profile) return true
    const meant = await means(name, settings, {id: info.clusterId, addresses, state, lookup})
    if (meant !== undefined) return meant
    const found = await ask(name, {config, state})
    return found === undefined ? undefined : found === info.clusterId
  }
  const judged = await Promise.all(
    guarding.map(async ([name, {settings}]) => ({name, settings, meant: await judge(name, settings)})),
  )
  const meant = judged
    .filter((profile) => profile.meant === true)
    .sort((a, b) => Number(b.name === resolved.profile) - Number(a.name === resolved.profile))
  const undecided = judged.filter((profile) => profile.meant === undefined).map(({name}) => name)
  return {
    protectedName: meant.find(({settings}) => settings.protected)?.name ?? undecided[0],
    readOnlyBy: meant.find(({settings}) => settings.read_only)?.name,
    undecided,
  }
}

const addressesOf = ({settings}: ResolvedProfile, {brokers}: ClusterInfo): string[] => [
  ...brokers.map(addressText),
  ...(settings.brokers ?? []),
]

interface Asked {
  readonly id: string | undefined
  readonly addresses: ReadonlySet<string>
  readonly state: string
  readonly lookup: Lookup | undefined
}

/** Undefined when it cannot be told. */
async function means(name: string, settings: ProfileSettings, asked: Asked): Promise<boolean | undefined> {
  const {id, addresses, state, lookup} = asked
  if (id !== undefined && settings.cluster_id !== undefined) return settings.cluster_id === id
  const own = await endpoints(settings.brokers ?? [], lookup)
  const sameAddress = [...own].some((address) => addresses.has(address))
  if (id === undefined || sameAddress) return sameAddress
  const learnt = await learntCluster(name, settings, state)
  return learnt === undefined ? undefined : learnt === id
}
