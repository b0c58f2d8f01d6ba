import type {SaslOptions} from './connection.js'
import type {Environment} from './paths.js'
import {readSecret} from './read-secret.js'
import type {ResolvedProfile} from './resolve.js'
import {settingError} from './setting-error.js'
import {SETTING_PATHS} from './settings.js'
import {tokenProvider} from './token-provider.js'

/** SASL as the settings ask for it, password fetched; undefined without it. @throws KbookError */
export async function saslOf(resolved: ResolvedProfile, env: Environment): Promise<SaslOptions | undefined> {
  const {settings} = resolved
  const mechanism = settings['sasl.mechanism']
  if (!mechanism) {
    const set = SETTING_PATHS.find((path) => path.startsWith('sasl.') && settings[path] !== undefined)
    if (!set) return undefined
    throw settingError(set, 'is set, but sasl.mechanism is not', resolved)
  }
  const missing = (what: string) => settingError('sasl.mechanism', `${mechanism} needs ${what}`, resolved)
  if (mechanism === 'oauthbearer') {
    if (!settings['sasl.token_command']) throw missing('sasl.token_command')
    return {mechanism, token: tokenProvider(resolved)}
  }
  const username = settings['sasl.username']
  if (!username) throw missing('sasl.username')
  const password = await readSecret('sasl.password', resolved, env)
  if (!password) throw missing('sasl.password_file, sasl.password_env or sasl.password_command')
  return {mechanism, username, password}
}
