import {isMap, type Document} from 'yaml'
import {Secret} from './secret.js'
import {
  sameValue,
  SETTING_PATHS,
  type ProfileSettings,
  type SettingPath,
  type SettingValue,
} from './settings.js'

const SECTIONS = [
  ...new Set(SETTING_PATHS.filter((path) => path.includes('.')).map((path) => sectionOf(path))),
]

/**
 * Makes the profile's node say what the settings say. A setting that stays the same is not touched, so its
 * comment, quotes and place stay too.
 */
export function editProfile(
  document: Document,
  name: string,
  before: ProfileSettings,
  after: ProfileSettings,
): void {
  const at = ['profiles', name]
  if (!isMap(document.getIn(at))) document.setIn(at, document.createNode({}))
  for (const section of SECTIONS) {
    const used = SETTING_PATHS.some((path) => sectionOf(path) === section && after[path] !== undefined)
    // `tls: true` makes way for a mapping.
    if (!used || !isMap(document.getIn([...at, section]))) document.deleteIn([...at, section])
  }
  for (const path of SETTING_PATHS) {
    const place = [...at, ...path.split('.')]
    const value = after[path]
    if (value === undefined) {
      if (document.hasIn(place)) document.deleteIn(place)
    } else if (!sameValue(value, before[path]) || !document.hasIn(place)) {
      document.setIn(place, document.createNode(dataOf(value), {flow: Array.isArray(value)}))
    }
  }
}

/** Names the current profile: where that stood, or at the top unless a comment is there. */
export function editCurrent(document: Document, name: string): void {
  const {contents} = document
  const first = isMap<{commentBefore?: string | null}>(contents) ? contents.items[0]?.key : undefined
  if (document.has('current') || !isMap(contents) || first?.commentBefore) document.set('current', name)
  else contents.items.unshift(document.createPair('current', name))
}

function sectionOf(path: SettingPath): string {
  return path.includes('.') ? (path.split('.')[0] ?? '') : ''
}

const dataOf = (value: SettingValue): unknown => (value instanceof Secret ? value.reveal() : value)
