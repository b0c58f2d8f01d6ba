import {execFile} from 'node:child_process'
import type {KbookError} from '../errors.js'
import type {ResolvedProfile} from './resolve.js'
import {settingError} from './setting-error.js'

export type CommandSetting = 'sasl.password_command' | 'sasl.token_command' | 'tls.key_passphrase_command'

const LIMIT_MS = 30_000
const MAX_BYTES = 65_536

/**
 * Runs a command that prints a secret (a password manager, a token tool), without a shell, and gives what it
 * printed without the line end.
 *
 * @throws KbookError `BAD_CONFIG` when there is no such program, `AUTHENTICATION_FAILED` when it fails, prints
 *   nothing or takes longer than 30 s. What it printed is in no error.
 */
export async function runSecretCommand(path: CommandSetting, resolved: ResolvedProfile): Promise<string> {
  const [program = '', ...args] = resolved.settings[path] ?? []
  const failed = (message: string, hint?: string): KbookError =>
    settingError(path, message, resolved, {code: 'AUTHENTICATION_FAILED', ...(hint && {hint})})
  return new Promise((resolve, reject) => {
    const options = {timeout: LIMIT_MS, killSignal: 'SIGKILL', maxBuffer: MAX_BYTES} as const
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      const secret = stdout.replace(/\r?\n$/, '')
      if (error?.code === 'ENOENT' || error?.code === 'EACCES') {
        const hint = 'The command is a list of program and arguments, run without a shell.'
        reject(settingError(path, `${program} is no program that can be run`, resolved, {hint}))
      } else if (error?.killed) reject(failed(`${program} did not end within ${LIMIT_MS / 1000} s`))
      else if (error)
        reject(failed(`${program} failed with exit code ${String(error.code)}`, lastWords(stderr, secret)))
      else if (secret === '') reject(failed(`${program} printed nothing`))
      else resolve(secret)
    })
    // A command that reads stdin must not take what is piped into kbook.
    child.stdin?.end()
  })
}

/** The end of what it said on stderr, without the secret. */
function lastWords(stderr: string, secret: string): string {
  const words = stderr.trim().split('\n').slice(-3).join('\n').slice(-400)
  return secret.trim() === '' ? words : words.replaceAll(secret.trim(), '***')
}
