import type {ProfileList, ProfileSummary} from '../../config/overview.js'
import type {ProfilePlan} from '../../config/plan-profile.js'
import type {ResolvedProfile} from '../../config/resolve.js'
import {originText} from '../../config/origin.js'
import {Secret} from '../../config/secret.js'
import {securityText} from '../../config/security.js'
import {SETTING_PATHS, specOf, type SettingPath, type SettingValue} from '../../config/settings.js'
import {printable} from '../format.js'
import {paint} from '../style.js'
import {renderTable} from '../table.js'

const INDENT = 3

/** `kbook profile list` */
export function profileListView({profiles, path, current, overriddenBy}: ProfileList): string {
  if (profiles.length === 0) {
    return [
      `no profiles in ${path}`,
      '  kbook profile add NAME --brokers HOST:9092',
      '  kbook sandbox up',
    ].join('\n')
  }
  const table = renderTable(profiles, [
    {header: '', value: (row) => (row.current ? paint().green('*') : ' ')},
    {header: 'NAME', value: ({name}) => name},
    {header: 'BROKERS', value: ({brokers}) => printable(brokers.join(', ')) || '(none)', shrink: true},
    {header: 'SECURITY', value: ({security}) => security, dropFirst: 2},
    {header: 'GUARDS', value: guards, dropFirst: 1},
  ])
  return [
    table,
    '',
    currentLine(current, profiles, path),
    ...(overriddenBy === null ? [] : [`! ${overriddenBy} is set and outranks it in this shell`]),
  ].join('\n')
}

function currentLine(current: string | null, profiles: readonly ProfileSummary[], path: string): string {
  if (current === null) return 'none is current: kbook profile use NAME'
  if (profiles.some(({name}) => name === current)) return `* current, from ${path}`
  return `! current names "${printable(current)}" in ${path}, and there is no such profile: kbook profile use NAME`
}

const guards = (row: ProfileSummary): string =>
  [row.protected && 'protected', row.readOnly && 'read-only', row.clusterId !== null && 'pinned']
    .filter(Boolean)
    .join(', ')

/** `kbook profile show`: what is in force, and with `origins` what said so. */
export function profileShowView(resolved: ResolvedProfile, options: {origins: boolean}): string {
  const {settings, origins, name, chosenBy} = resolved
  const rows = SETTING_PATHS.filter((path) => settings[path] !== undefined)
  const {bold, dim} = paint()
  const from = (path: SettingPath): string => {
    const origin = origins.get(path)
    return origin && options.origins ? originText(origin) : ''
  }
  const table = renderTable(
    rows,
    [
      {header: 'SETTING', value: (path) => path},
      {header: 'VALUE', value: (path) => settingText(path, settings[path] ?? null), shrink: true},
      {header: 'FROM', value: (path) => dim(from(path))},
    ],
    {indent: INDENT},
  )
  const chosen = options.origins ? `chosen by ${originText(chosenBy)}` : ''
  const head = [`${bold(name)}  ${securityText(settings)}`, chosen].filter(Boolean).join(' · ')
  return [head, '', table].join('\n')
}

/** What a change of a profile would do. */
export function profilePlanView({name, file, effect, changes}: ProfilePlan): string {
  if (effect === 'none') return `profile ${name} in ${file} says this already`
  const verb = {add: 'Add', replace: 'Replace', remove: 'Remove'}[effect]
  const table = renderTable(
    changes,
    [
      {header: 'SETTING', value: ({path}) => path},
      {header: 'BEFORE', value: ({path, before}) => settingText(path, before), shrink: true},
      {header: 'AFTER', value: ({path, after}) => settingText(path, after), shrink: true},
    ],
    {indent: INDENT},
  )
  const title = `${verb} profile ${paint().bold(name)} in ${file}`
  return changes.length === 0 ? title : [title, '', table, ''].join('\n')
}

/** One line; a secret shows as `***`. */
function settingText(path: SettingPath, value: SettingValue | null): string {
  if (value === null) return ''
  if (value instanceof Secret || typeof value !== 'object') return printable(String(value))
  const parts = Array.isArray(value) ? value : Object.entries(value).map((pair) => pair.join('='))
  return printable(parts.join(specOf(path).kind === 'argv' ? ' ' : ', '))
}
