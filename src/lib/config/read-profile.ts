import type {Problems} from './problems.js'
import {
  isSettingPath,
  SETTING_PATHS,
  specOf,
  type ProfileSettings,
  type SettingPath,
  type SettingValue,
} from './settings.js'
import {KINDS} from './value-kinds.js'
import type {YamlEntry} from './yaml.js'

/** A profile as it stands in the file. */
export interface StoredProfile {
  readonly settings: ProfileSettings
  /** Line of each setting, counted from 1. */
  readonly lines: ReadonlyMap<SettingPath, number>
}

/** Reads one entry of `profiles:`. What does not fit is added to the problems. */
export function readProfile(profile: YamlEntry, baseFolder: string, problems: Problems): StoredProfile {
  const where = `profiles.${profile.key}`
  const settings: Partial<Record<SettingPath, SettingValue>> = {}
  const lines = new Map<SettingPath, number>()
  for (const [path, {at, value}] of flatten(profile, where, problems)) {
    const {kind, oneOf} = specOf(path)
    const rival = [...lines.keys()].find((other) => oneOf !== undefined && specOf(other).oneOf === oneOf)
    if (rival) problems.add(at, `${where}: ${rival} and ${path} say the same thing: keep one of them`)
    const read = KINDS[kind].read(value.plain(), baseFolder)
    if (read === undefined) problems.add(value.at, `${where}.${path}: expected ${KINDS[kind].expects}`)
    else settings[path] = read
    lines.set(path, at.line)
  }
  // Each value is of its setting's kind: the table's reader made it.
  return {settings: settings as ProfileSettings, lines}
}

/** `tls: {ca: …}` → `tls.ca`; `tls: true` and `tls: {}` → `tls.enabled`. */
function* flatten(
  profile: YamlEntry,
  where: string,
  problems: Problems,
): Generator<readonly [SettingPath, YamlEntry]> {
  for (const entry of problems.mapping(profile.value, where)) {
    const {key, value} = entry
    const inside = value.entries()
    const onOff = `${key}.enabled`
    if (isSettingPath(key)) yield [key, entry]
    else if (!isSection(key)) problems.unknownKey(entry, where, keysUnder(''))
    else if (isSettingPath(onOff) && inside === undefined) yield [onOff, entry]
    else if (isSettingPath(onOff) && inside?.length === 0) {
      yield [onOff, {...entry, value: {...value, plain: () => true}}]
    } else {
      for (const setting of problems.mapping(value, `${where}.${key}`)) {
        const path = `${key}.${setting.key}`
        if (isSettingPath(path)) yield [path, setting]
        else problems.unknownKey(setting, `${where}.${key}`, keysUnder(`${key}.`))
      }
    }
  }
}

const isSection = (key: string): boolean => SETTING_PATHS.some((path) => path.startsWith(`${key}.`))

/** The keys that may stand in a section, or at the top of a profile. */
const keysUnder = (prefix: string): string[] => {
  const below = SETTING_PATHS.filter((path) => path.startsWith(prefix))
  return [...new Set(below.map((path) => path.slice(prefix.length).split('.')[0] ?? ''))]
}
