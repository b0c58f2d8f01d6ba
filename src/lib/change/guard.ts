import {loadConfigFile} from '../config/config-file.js'
import {configFilePath} from '../config/paths.js'
import type {ResolvedProfile} from '../config/resolve.js'
import type {ClusterInfo} from '../kafka/types.js'

/** What stands between a change and a cluster. */
export interface Guard {
  /** Name to be typed, of the profile that protects the cluster. */
  readonly protectedName: string | undefined
  /** Name of the profile that says that nothing may be changed. */
  readonly readOnlyBy: string | undefined
}

/**
 * Every profile that means this cluster has a say, whichever way it was reached: the one in use, and those that
 * name its cluster id or one of its brokers.
 */
export async function guardOf(
  resolved: ResolvedProfile,
  {clusterId, brokers}: ClusterInfo,
  path = configFilePath(),
): Promise<Guard> {
  const {profiles} = await loadConfigFile(path)
  const addresses = new Set([
    ...brokers.map(({host, port}) => `${host}:${port}`),
    ...(resolved.settings.brokers ?? []),
  ])
  const meant = [...profiles].filter(
    ([name, {settings}]) =>
      name === resolved.profile ||
      (settings.cluster_id !== undefined && settings.cluster_id === clusterId) ||
      (settings.cluster_id === undefined && settings.brokers?.some((address) => addresses.has(address))),
  )
  const first = (setting: 'protected' | 'read_only'): string | undefined =>
    meant.find(([, {settings}]) => settings[setting])?.[0]
  return {protectedName: first('protected'), readOnlyBy: first('read_only')}
}
