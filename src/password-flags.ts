import {readFile} from 'node:fs/promises'
import {text} from 'node:stream/consumers'
import * as Flags from '@oclif/core/flags'
import {Secret} from './lib/config/secret.js'
import {ask} from './ask.js'
import {KbookError} from './lib/errors.js'

/** Where a new password comes from. Never from the command line, which every user of the machine can read. */
export const passwordFlags = {
  'password-file': Flags.string({
    summary: 'File with the password, one line.',
    helpValue: 'FILE',
    exclusive: ['password-stdin'],
  }),
  'password-stdin': Flags.boolean({summary: 'Read the password from stdin.'}),
}

/** Asks without showing what is typed. Replaced in tests. */
export interface PasswordPrompt {
  readonly interactive: boolean
  ask: (question: string) => Promise<string>
}

/**
 * The new password, from the file, stdin, or typed twice.
 *
 * @throws KbookError `BAD_FLAG`, `BAD_INPUT`, `REFUSED` when there is no terminal to ask on, `INTERRUPTED`.
 */
export async function newPassword(
  user: string,
  from: {file: string | undefined; stdin: boolean},
  prompt: PasswordPrompt = stdPrompt,
): Promise<Secret> {
  if (from.file !== undefined) return secretOf(await readPasswordFile(from.file), `the file ${from.file}`)
  if (from.stdin) return secretOf(await text(process.stdin), 'stdin')
  if (!prompt.interactive) {
    throw new KbookError('REFUSED', 'no password, and there is no terminal to ask on: nothing was changed', {
      hint: '--password-file or --password-stdin gives it.',
    })
  }
  const typed = await prompt.ask(`New password of ${user}:`)
  if ((await prompt.ask('Once more:')) !== typed) {
    throw new KbookError('BAD_INPUT', 'the two passwords differ: nothing was changed')
  }
  return secretOf(typed, 'what was typed')
}

async function readPasswordFile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const {code = ''} = cause as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such file' : code
    throw new KbookError('BAD_FLAG', `--password-file: cannot read ${file}: ${why}`, {cause})
  }
}

function secretOf(content: string, source: string): Secret {
  const password = content.replace(/\r?\n$/, '')
  if (password === '') throw new KbookError('BAD_INPUT', `no password: ${source} is empty`)
  if (!/[\r\n]/.test(password)) return new Secret(password)
  throw new KbookError('BAD_INPUT', `no password: ${source} has more than one line`)
}

const stdPrompt: PasswordPrompt = {
  get interactive() {
    return process.stdin.isTTY && process.stderr.isTTY
  },
  ask: (message) => ask<string>({type: 'password', message}),
}
