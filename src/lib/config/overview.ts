import {loadConfigFile} from './config-file.js'
import {configFilePath, type Environment} from './paths.js'
import {securityText} from './security.js'

export interface ProfileSummary {
  readonly name: string
  readonly current: boolean
  readonly brokers: readonly string[]
  readonly security: string
  readonly protected: boolean
  readonly readOnly: boolean
  readonly clusterId: string | null
}

export interface ProfileList {
  readonly path: string
  readonly current: string | null
  /** Names the variable that outranks `current` in this environment. */
  readonly overriddenBy: string | null
  /** By name. */
  readonly profiles: readonly ProfileSummary[]
}

/** Every profile of the config file, without secrets. @throws KbookError `BAD_CONFIG` */
export async function listProfiles(env: Environment = process.env): Promise<ProfileList> {
  const {path, current, profiles} = await loadConfigFile(configFilePath(env))
  return {
    path,
    current: current?.name ?? null,
    overriddenBy: ['KBOOK_PROFILE', 'KBOOK_BROKERS'].find((variable) => env[variable]) ?? null,
    profiles: [...profiles]
      .map(([name, {settings}]) => ({
        name,
        current: name === current?.name,
        brokers: settings.brokers ?? [],
        security: securityText(settings),
        protected: settings.protected ?? false,
        readOnly: settings.read_only ?? false,
        clusterId: settings.cluster_id ?? null,
      }))
      .sort((a, b) => a.name.localeCompare(b.name)),
  }
}
