import {KbookError} from '../errors.js'
import {originText, type Origin} from './origin.js'
import type {Placed} from './overlay.js'
import {specOf, type SettingPath} from './settings.js'
import {KINDS} from './value-kinds.js'

/**
 * What a flag or variable says, read by the setting's kind. A relative path starts at the working folder.
 *
 * @throws KbookError `BAD_INPUT`. What was given is not repeated: it may be a secret in the wrong place.
 */
export function place(path: SettingPath, raw: unknown, origin: Origin): Placed {
  const {expects, read} = KINDS[specOf(path).kind]
  const value = read(raw, process.cwd())
  if (value === undefined) throw new KbookError('BAD_INPUT', `${originText(origin)}: expected ${expects}`)
  return {path, value, origin}
}
