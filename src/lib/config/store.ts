import type {Document, Scalar, YAMLMap} from 'yaml'
import {KbookError} from '../errors.js'
import {writeFileAtomically} from './atomic-write.js'
import {isProfileName, PROFILE_NAME_FORM, readConfig, readConfigText, type ConfigFile} from './config-file.js'
import {withFileLock} from './file-lock.js'
import {profileNotFound} from './not-found.js'
import {configFilePath} from './paths.js'
import type {ProfileSettings} from './settings.js'

export interface StoreOptions {
  /** The config file; the user's own without it. */
  path?: string
}

export interface SaveOptions extends StoreOptions {
  /** Choose it when no profile is chosen yet. */
  makeCurrentIfNone?: boolean
}

/** What the config file says after a change. */
export interface StoreResult {
  readonly path: string
  readonly current: string | undefined
}

/**
 * Adds a profile, or replaces one: settings that are not given are taken out, comments and order stay.
 *
 * @throws KbookError `BAD_INPUT` for a name that cannot be used, `BAD_CONFIG` for a file that is broken.
 */
export async function saveProfile(
  name: string,
  settings: ProfileSettings,
  options: SaveOptions = {},
): Promise<StoreResult> {
  mustBeName(name)
  const {editCurrent, editProfile} = await import('./edit-profile.js')
  return edit(options, (document, config) => {
    const chosen = config.current !== undefined && config.profiles.has(config.current.name)
    if (options.makeCurrentIfNone && !chosen) editCurrent(document, name)
    editProfile(document, name, config.profiles.get(name)?.settings ?? {}, settings)
  })
}

/** Takes a profile out; when it was the current one, none is. @throws KbookError `PROFILE_NOT_FOUND` */
export async function removeProfile(name: string, options: StoreOptions = {}): Promise<StoreResult> {
  return edit(options, (document, config) => {
    mustExist(name, config)
    document.deleteIn(['profiles', name])
    if (config.current?.name === name) document.deleteIn(['current'])
  })
}

/** Makes a profile the current one. @throws KbookError `PROFILE_NOT_FOUND` */
export async function chooseProfile(name: string, options: StoreOptions = {}): Promise<StoreResult> {
  const {editCurrent} = await import('./edit-profile.js')
  return edit(options, (document, config) => {
    mustExist(name, config)
    editCurrent(document, name)
  })
}

/** @throws KbookError `PROFILE_NOT_FOUND`, or `BAD_INPUT` for a new name that is taken or cannot be used. */
export async function renameProfile(
  name: string,
  newName: string,
  options: StoreOptions = {},
): Promise<StoreResult> {
  mustBeName(newName)
  return edit(options, (document, config) => {
    mustExist(name, config)
    if (config.profiles.has(newName)) {
      throw new KbookError('BAD_INPUT', `there is a profile "${newName}" already`)
    }
    const profiles = document.get('profiles') as YAMLMap<Scalar>
    const pair = profiles.items.find(({key}) => key.value === name)
    if (pair) pair.key.value = newName
    if (config.current?.name === name) document.set('current', newName)
  })
}

function mustBeName(name: string): void {
  if (isProfileName(name)) return
  throw new KbookError('BAD_INPUT', `"${name}" cannot be the name of a profile`, {
    hint: `A name has ${PROFILE_NAME_FORM}.`,
  })
}

function mustExist(name: string, config: ConfigFile): void {
  if (!config.profiles.has(name)) throw profileNotFound(name, config)
}

/** Reads, changes and writes the file under a lock. What would not be read again is not written. */
async function edit(
  {path = configFilePath()}: StoreOptions,
  change: (document: Document, config: ConfigFile) => void,
): Promise<StoreResult> {
  const {parseYaml} = await import('./yaml.js')
  return withFileLock(path, async () => {
    const {document, root} = parseYaml((await readConfigText(path)) ?? '', path)
    const before = readConfig(root, path)
    const text = changedText(path, () => {
      change(document, before)
      return document.toString({lineWidth: 0, flowCollectionPadding: false})
    })
    const after = readConfig(parseYaml(text, path).root, path)
    await writeFileAtomically(path, text)
    return {path, current: after.current?.name}
  })
}

function changedText(path: string, change: () => string): string {
  try {
    return change()
  } catch (error) {
    if (error instanceof KbookError) throw error
    throw new KbookError('BAD_CONFIG', `${path} cannot be edited without breaking an alias or anchor in it`, {
      hint: 'Change it by hand.',
      cause: error,
    })
  }
}
