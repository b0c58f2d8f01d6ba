import {readFile} from 'node:fs/promises'
import {dirname} from 'node:path'
import {KbookError} from '../errors.js'
import {Problems} from './problems.js'
import {readProfile, type StoredProfile} from './read-profile.js'
import type {YamlValue} from './yaml.js'

export interface ConfigFile {
  readonly path: string
  /** Undefined when none is chosen. It may name a profile that does not exist. */
  readonly current: {readonly name: string; readonly line: number} | undefined
  readonly profiles: ReadonlyMap<string, StoredProfile>
}

/** What a profile may be called: safe in a shell, in a file's name and in YAML. */
export const isProfileName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)
export const PROFILE_NAME_FORM = 'letters, digits, dots, dashes and underscores, a letter or digit first'

/** The text of the config file; undefined when there is none. @throws KbookError `BAD_CONFIG` */
export async function readConfigText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const {code = 'unknown error'} = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return undefined
    throw new KbookError('BAD_CONFIG', `cannot read ${path}: ${code}`, {cause: error})
  }
}

/**
 * Reads and checks the whole config file; a missing one is an empty one.
 *
 * @throws KbookError `BAD_CONFIG` that lists every problem with its line and column, and no value.
 */
export async function loadConfigFile(path: string): Promise<ConfigFile> {
  const text = await readConfigText(path)
  if (text === undefined) return {path, current: undefined, profiles: new Map()}
  const {parseYaml} = await import('./yaml.js')
  return readConfig(parseYaml(text, path).root, path)
}

/** The same for a file that is parsed already. */
export function readConfig(root: YamlValue, path: string): ConfigFile {
  const problems = new Problems(path)
  const profiles = new Map<string, StoredProfile>()
  let current: ConfigFile['current']
  for (const entry of problems.mapping(root, 'the file')) {
    if (entry.key === 'current') {
      const name = entry.value.plain()
      if (typeof name === 'string') current = {name, line: entry.at.line}
      else if (name !== null) problems.add(entry.value.at, 'current: expected the name of a profile')
    } else if (entry.key === 'profiles') {
      for (const profile of problems.mapping(entry.value, 'profiles')) {
        if (!isProfileName(profile.key)) problems.add(profile.at, `profiles: a name has ${PROFILE_NAME_FORM}`)
        profiles.set(profile.key, readProfile(profile, dirname(path), problems))
      }
    } else {
      problems.unknownKey(entry, '', ['current', 'profiles'])
    }
  }
  problems.throwIfAny()
  return {path, current, profiles}
}
