import {KbookError} from '../errors.js'
import {loadConfigFile, type ConfigFile} from './config-file.js'
import {profileNotFound} from './not-found.js'
import type {Environment} from './paths.js'
import type {StoredProfile} from './read-profile.js'
import type {Origin} from './origin.js'

/** Which cluster is meant, and what said so. */
export interface Choice {
  readonly by: Origin
  readonly profile: {readonly name: string; readonly stored: StoredProfile; readonly file: string} | undefined
}

export interface Naming {
  readonly profile?: string | undefined
  readonly brokers?: string | undefined
}

/**
 * The first of command line, environment and `current:` that names a profile or brokers decides alone. So
 * `--brokers` without `--profile` takes nothing from any profile (its password is never sent to a broker that
 * it was not written for), and `--profile` is not redirected by `KBOOK_BROKERS`.
 *
 * @throws KbookError `NO_CLUSTER`, `PROFILE_NOT_FOUND` or `BAD_CONFIG`
 */
export async function chooseCluster(flags: Naming, env: Environment, path: string): Promise<Choice> {
  if (flags.profile) return fromFile(flags.profile, {from: 'flag', flag: '--profile'}, path)
  if (flags.brokers) return {by: {from: 'flag', flag: '--brokers'}, profile: undefined}
  if (env['KBOOK_PROFILE']) {
    return fromFile(env['KBOOK_PROFILE'], {from: 'environment', variable: 'KBOOK_PROFILE'}, path)
  }
  if (env['KBOOK_BROKERS']) {
    return {by: {from: 'environment', variable: 'KBOOK_BROKERS'}, profile: undefined}
  }
  const config = await loadConfigFile(path)
  if (!config.current) throw noCluster(config)
  const {name, line} = config.current
  return {by: {from: 'file', file: path, line}, profile: find(name, config)}
}

async function fromFile(name: string, by: Origin, path: string): Promise<Choice> {
  return {by, profile: find(name, await loadConfigFile(path))}
}

function find(name: string, config: ConfigFile): Choice['profile'] {
  const stored = config.profiles.get(name)
  if (!stored) throw profileNotFound(name, config)
  return {name, stored, file: config.path}
}

function noCluster({profiles}: ConfigFile): KbookError {
  const names = [...profiles.keys()]
  return new KbookError('NO_CLUSTER', 'no cluster is named: neither --brokers nor a profile', {
    hint:
      names.length > 0
        ? [`Profiles: ${names.join(', ')}`, `kbook profile use ${names[0] ?? ''}`]
        : [
            'kbook sandbox up                             a real Kafka on this machine',
            'kbook profile add NAME --brokers HOST:9092   a cluster of yours, by name',
            'or --brokers HOST:9092 on this command',
          ],
  })
}
