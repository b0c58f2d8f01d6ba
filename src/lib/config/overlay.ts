import {KbookError} from '../errors.js'
import {originText, type Origin} from './origin.js'
import {specOf, type ProfileSettings, type SettingPath, type SettingValue} from './settings.js'

/** One setting, and what said so. */
export interface Placed {
  readonly path: SettingPath
  readonly value: SettingValue
  readonly origin: Origin
}

/**
 * Lays settings over each other, the weakest layer first. Where several settings say the same thing in
 * different ways (a password, its file, its command), the one of a stronger layer puts the weaker layers' out
 * of force.
 *
 * @throws KbookError `BAD_CONFIG` when one layer says the same thing twice.
 */
export function overlay(layers: readonly (readonly Placed[])[]): {
  settings: ProfileSettings
  origins: ReadonlyMap<SettingPath, Origin>
} {
  const inForce = new Map<string, Placed>()
  for (const layer of layers) {
    const seen = new Map<string, Placed>()
    for (const placed of layer) {
      const subject = specOf(placed.path).oneOf ?? placed.path
      const rival = seen.get(subject)
      if (rival) throw saidTwice(rival.origin, placed.origin)
      seen.set(subject, placed)
      inForce.set(subject, placed)
    }
  }
  const all = [...inForce.values()]
  return {
    // Each value is of its setting's kind: whoever placed it read it by the table.
    settings: Object.fromEntries(all.map(({path, value}) => [path, value])),
    origins: new Map(all.map(({path, origin}) => [path, origin])),
  }
}

const saidTwice = (one: Origin, other: Origin): KbookError =>
  new KbookError('BAD_CONFIG', `${originText(one)} and ${originText(other)} say the same thing`, {
    hint: 'Keep one of them.',
  })
