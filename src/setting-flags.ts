import * as Flags from '@oclif/core/flags'
import type {FlagInput} from '@oclif/core/interfaces'
import {KbookError} from './lib/errors.js'
import {overlay, type Placed} from './lib/config/overlay.js'
import {place} from './lib/config/place.js'
import {flagOf, SETTING_PATHS, specOf, type ProfileSettings, type SettingPath} from './lib/config/settings.js'

// A secret is given by reference or on stdin: everyone on the machine can read a process's arguments.
const BY_FLAG = SETTING_PATHS.filter((path) => specOf(path).kind !== 'secret')
const HELP_VALUES: Readonly<Partial<Record<string, string>>> = {
  file: 'PATH',
  brokers: 'HOST:PORT',
  duration: 'DURATION',
  argv: 'COMMAND',
  names: 'ROLE=NAMESPACE',
}

function flagFor(path: SettingPath): FlagInput[string] {
  const {kind, summary} = specOf(path)
  const section = path.includes('.') && {helpGroup: path.split('.')[0]?.toUpperCase() ?? ''}
  const text = {summary: `${summary}.`, ...section}
  const helpValue = HELP_VALUES[kind] ?? 'TEXT'
  switch (kind) {
    case 'bool':
      return Flags.boolean(text)
    case 'names':
      return Flags.string({...text, helpValue, multiple: true, multipleNonGreedy: true})
    case 'brokers':
      return Flags.string({...text, helpValue, char: 'b', aliases: ['bootstrap-server'], required: true})
    default:
      return Flags.string({...text, helpValue})
  }
}

/** One flag for each setting of a profile that is no secret. */
export const settingFlags: FlagInput = Object.fromEntries(
  BY_FLAG.map((path) => [flagOf(path), flagFor(path)]),
)

/**
 * The settings that the flags give, and the password where one was read.
 *
 * @throws KbookError `BAD_INPUT` for a value that does not fit, `BAD_CONFIG` for two that say the same thing
 */
export function settingsFromFlags(
  flags: Readonly<Record<string, unknown>>,
  password: string | undefined,
): ProfileSettings {
  const given = BY_FLAG.flatMap((path): Placed[] => {
    const raw = flags[flagOf(path)]
    const value = Array.isArray(raw) ? namesOf(raw) : raw
    return value === undefined ? [] : [place(path, value, {from: 'flag', flag: `--${flagOf(path)}`})]
  })
  const origin = {from: 'flag', flag: '--sasl-password-stdin'} as const
  if (password !== undefined) given.push(place('sasl.password', password, origin))
  const {settings} = overlay([given])
  mustBeLogin(settings)
  return settings
}

/** A mechanism without somebody to log in would only fail when the profile is used. */
function mustBeLogin(settings: ProfileSettings): void {
  const mechanism = settings['sasl.mechanism']
  if (mechanism === undefined) return
  const needed = mechanism === 'oauthbearer' ? 'sasl.token_command' : 'sasl.username'
  if (settings[needed] !== undefined) return
  throw new KbookError('BAD_INPUT', `--sasl-mechanism ${mechanism} needs --${flagOf(needed)}`)
}

/** `['kafka=redpanda']` → `{kafka: 'redpanda'}` */
const namesOf = (pairs: readonly string[]): Record<string, string> =>
  Object.fromEntries(pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]))
