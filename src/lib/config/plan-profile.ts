import {loadConfigFile} from './config-file.js'
import {profileNotFound} from './not-found.js'
import {configFilePath} from './paths.js'
import {
  sameValue,
  SETTING_PATHS,
  type ProfileSettings,
  type SettingPath,
  type SettingValue,
} from './settings.js'

export interface SettingChange {
  readonly path: SettingPath
  readonly before: SettingValue | null
  readonly after: SettingValue | null
}

/** What a change of one profile would do. */
export interface ProfilePlan {
  readonly name: string
  readonly file: string
  readonly effect: 'add' | 'replace' | 'remove' | 'none'
  readonly changes: readonly SettingChange[]
}

/** What saving these settings under that name would change. @throws KbookError `BAD_CONFIG` */
export async function planSave(name: string, settings: ProfileSettings): Promise<ProfilePlan> {
  const {path: file, profiles} = await loadConfigFile(configFilePath())
  const stored = profiles.get(name)
  const changes = changesBetween(stored?.settings ?? {}, settings)
  return {name, file, effect: stored ? (changes.length > 0 ? 'replace' : 'none') : 'add', changes}
}

/** What removing the profile would take away. @throws KbookError `PROFILE_NOT_FOUND` or `BAD_CONFIG` */
export async function planRemove(name: string): Promise<ProfilePlan> {
  const config = await loadConfigFile(configFilePath())
  const stored = config.profiles.get(name)
  if (!stored) throw profileNotFound(name, config)
  return {name, file: config.path, effect: 'remove', changes: changesBetween(stored.settings, {})}
}

function changesBetween(before: ProfileSettings, after: ProfileSettings): SettingChange[] {
  return SETTING_PATHS.filter((path) => !sameValue(before[path], after[path])).map((path) => ({
    path,
    before: before[path] ?? null,
    after: after[path] ?? null,
  }))
}
