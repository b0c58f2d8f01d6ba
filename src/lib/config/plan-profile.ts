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
  /** It guards a cluster now, and would not, or would guard another one. */
  readonly disarms: boolean
}

/** What saving these settings under that name would change. @throws KbookError `BAD_CONFIG` */
export async function planSave(name: string, settings: ProfileSettings): Promise<ProfilePlan> {
  const {path: file, profiles} = await loadConfigFile(configFilePath())
  const stored = profiles.get(name)
  const changes = changesBetween(stored?.settings ?? {}, settings)
  const effect = stored ? (changes.length > 0 ? 'replace' : 'none') : 'add'
  return {name, file, effect, changes, disarms: stored !== undefined && disarms(stored.settings, settings)}
}

/** What removing the profile would take away. @throws KbookError `PROFILE_NOT_FOUND` or `BAD_CONFIG` */
export async function planRemove(name: string): Promise<ProfilePlan> {
  const config = await loadConfigFile(configFilePath())
  const stored = config.profiles.get(name)
  if (!stored) throw profileNotFound(name, config)
  const changes = changesBetween(stored.settings, {})
  return {name, file: config.path, effect: 'remove', changes, disarms: disarms(stored.settings, {})}
}

function disarms(before: ProfileSettings, after: ProfileSettings): boolean {
  if (!before.protected && !before.read_only) return false
  const lost = (guard: 'protected' | 'read_only'): boolean => before[guard] === true && after[guard] !== true
  const elsewhere =
    before.cluster_id === undefined
      ? !before.brokers?.some((broker) => after.brokers?.includes(broker))
      : after.cluster_id !== before.cluster_id
  return lost('protected') || lost('read_only') || elsewhere
}

function changesBetween(before: ProfileSettings, after: ProfileSettings): SettingChange[] {
  return SETTING_PATHS.filter((path) => !sameValue(before[path], after[path])).map((path) => ({
    path,
    before: before[path] ?? null,
    after: after[path] ?? null,
  }))
}
