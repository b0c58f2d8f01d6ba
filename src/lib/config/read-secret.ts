import {readFile} from 'node:fs/promises'
import type {Environment} from './paths.js'
import type {ResolvedProfile} from './resolve.js'
import {settingError} from './setting-error.js'
import type {SettingPath} from './settings.js'

/** What a secret is for; its file, variable and command are settings beside it. */
export type SecretPath = 'sasl.password' | 'tls.key_passphrase'
export const secretSources = (path: SecretPath) =>
  [path, `${path}_file`, `${path}_env`, `${path}_command`] as const

/**
 * The secret itself, from wherever the settings say that it is; undefined when they say nothing.
 *
 * @throws KbookError `BAD_CONFIG` or `AUTHENTICATION_FAILED`, naming the place and never the secret.
 */
export async function readSecret(
  path: SecretPath,
  resolved: ResolvedProfile,
  env: Environment,
): Promise<string | undefined> {
  const [inline, file, variable, command] = secretSources(path)
  const {settings} = resolved
  if (settings[inline]) return settings[inline].reveal()
  if (settings[file]) {
    const text = await readSettingFile(file, resolved)
    return withoutLineEnd(text) || fail(file, `${settings[file]} is empty`, resolved)
  }
  if (settings[variable]) {
    return (
      env[settings[variable]] || fail(variable, `the variable ${settings[variable]} is not set`, resolved)
    )
  }
  if (!settings[command]) return undefined
  const {runSecretCommand} = await import('./secret-command.js')
  return runSecretCommand(command, resolved)
}

type FileSetting = 'tls.ca' | 'tls.cert' | 'tls.key' | `${SecretPath}_file`

/** Text of the file that a setting names. @throws KbookError `BAD_CONFIG` */
export async function readSettingFile(path: FileSetting, resolved: ResolvedProfile): Promise<string> {
  const file = resolved.settings[path] ?? ''
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const {code = ''} = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'permission denied' : code
    throw settingError(path, `cannot read ${file}: ${why}`, resolved, {cause: error})
  }
}

const withoutLineEnd = (text: string): string => text.replace(/\r?\n$/, '')

function fail(path: SettingPath, message: string, resolved: ResolvedProfile): never {
  throw settingError(path, message, resolved)
}
