import {KbookError} from '../errors.js'
import {chooseCluster, type Choice} from './choose.js'
import type {Origin} from './origin.js'
import {overlay, type Placed} from './overlay.js'
import {place} from './place.js'
import {configFilePath, type Environment} from './paths.js'
import {usesTls} from './security.js'
import {SETTING_PATHS, specOf, variableOf, type ProfileSettings, type SettingPath} from './settings.js'

/** What the command line says about the cluster, as it was typed. */
export interface ClusterRequest {
  profile?: string | undefined
  /** Comma separated. */
  brokers?: string | undefined
  requestTimeout?: string | undefined
  timeout?: string | undefined
}

/** The settings in force, each with its origin. */
export interface ResolvedProfile {
  /** What to call the cluster: the profile's name, or the first broker where there is no profile. */
  readonly name: string
  /** Undefined when the brokers were given without a profile. */
  readonly profile: string | undefined
  /** What decided which cluster it is. */
  readonly chosenBy: Origin
  readonly settings: ProfileSettings
  readonly origins: ReadonlyMap<SettingPath, Origin>
}

/**
 * Finds the cluster and its settings: flag before `KBOOK_*` variable before profile before default.
 *
 * @throws KbookError `NO_CLUSTER`, `PROFILE_NOT_FOUND`, `BAD_CONFIG` for the file, `BAD_INPUT` for a
 *   variable or flag.
 */
export async function resolveProfile(
  request: ClusterRequest,
  env: Environment = process.env,
): Promise<ResolvedProfile> {
  const choice = await chooseCluster(request, env, configFilePath(env))
  const {settings, origins} = overlay([
    defaults(),
    fromProfile(choice),
    fromEnvironment(env, choice),
    fromFlags(request),
  ])
  const name = choice.profile?.name ?? settings.brokers?.[0] ?? ''
  return {name, profile: choice.profile?.name, chosenBy: choice.by, settings, origins}
}

function defaults(): Placed[] {
  return SETTING_PATHS.flatMap((path) => {
    const {fallback: value} = specOf(path)
    return value === undefined ? [] : [{path, value, origin: {from: 'default'}}]
  })
}

function fromProfile({profile}: Choice): Placed[] {
  return SETTING_PATHS.flatMap((path) => {
    const value = profile?.stored.settings[path]
    const line = profile?.stored.lines.get(path) ?? 0
    return value === undefined ? [] : [{path, value, origin: {from: 'file', file: profile?.file ?? '', line}}]
  })
}

function fromEnvironment(env: Environment, choice: Choice): Placed[] {
  return SETTING_PATHS.flatMap((path) => {
    const variable = variableOf(path)
    // Brokers of the environment belong to the cluster that the environment names, not to another one.
    const foreign = path === 'brokers' && choice.by.from !== 'environment'
    const text = variable === undefined || foreign ? undefined : env[variable]
    if (variable === undefined || !text) return []
    const placed = place(path, text, {from: 'environment', variable})
    if (path === 'tls.enabled' && placed.value === false) refuseWithoutTls(variable, choice)
    return [placed]
  })
}

// A variable that somebody forgot must not send a password in clear.
function refuseWithoutTls(variable: string, {profile}: Choice): void {
  if (!profile || !usesTls(profile.stored.settings)) return
  throw new KbookError('REFUSED', `${variable} turns TLS off, which profile "${profile.name}" asks for`, {
    hint: `unset ${variable}     or change the profile, when the cluster really has no TLS`,
  })
}

function fromFlags({brokers, requestTimeout, timeout}: ClusterRequest): Placed[] {
  const given = [
    ['brokers', '--brokers', brokers],
    ['request_timeout', '--request-timeout', requestTimeout],
    ['timeout', '--timeout', timeout],
  ] as const
  return given.flatMap(([path, flag, text]) =>
    text === undefined ? [] : [place(path, text, {from: 'flag', flag})],
  )
}
