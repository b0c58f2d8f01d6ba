import * as Flags from '@oclif/core/flags'
import {readFile} from 'node:fs/promises'
import {KbookError} from './lib/errors.js'
import type {SettingChange} from './lib/kafka/brokers/config-plan.js'

/** Which settings of brokers are to be changed, and how. */
export const settingFlags = {
  set: Flags.string({
    summary: 'Give a setting a value. Repeatable.',
    helpValue: 'NAME=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'set-from-file': Flags.string({
    summary: 'The same with the value in a file, for secrets: it is shown and noted nowhere. Repeatable.',
    helpValue: 'NAME=FILE',
    multiple: true,
    multipleNonGreedy: true,
  }),
  delete: Flags.string({
    summary: 'Remove a value, so that the next one that is set anywhere counts. Repeatable.',
    helpValue: 'NAME',
    multiple: true,
    multipleNonGreedy: true,
  }),
  'allow-unknown': Flags.boolean({
    summary: 'Also take names that the broker does not know, such as those of a plugin.',
  }),
}

interface SettingWords {
  readonly set?: readonly string[] | undefined
  readonly delete?: readonly string[] | undefined
  readonly 'set-from-file'?: readonly string[] | undefined
}

/** The changes that the flags ask for. @throws KbookError `BAD_FLAG` */
export async function settingChanges(flags: SettingWords): Promise<SettingChange[]> {
  const {set = [], delete: removed = [], 'set-from-file': files = []} = flags
  const changes: SettingChange[] = set.map((word) => {
    const [name, value] = pair('set', word)
    return {name, operation: 'set', value, secret: false}
  })
  for (const word of files) {
    const [name, file] = pair('set-from-file', word)
    changes.push({name, operation: 'set', value: await valueIn(file), secret: true})
  }
  for (const name of removed) {
    if (name.includes('=') || name === '') {
      throw new KbookError('BAD_FLAG', `--delete takes the name of a setting, not "${name}"`)
    }
    changes.push({name, operation: 'delete', value: null, secret: false})
  }
  const names = changes.map(({name}) => name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new KbookError('BAD_FLAG', `${twice} is named twice`)
  if (changes.length > 0) return changes
  throw new KbookError('BAD_FLAG', 'nothing to change was given', {
    hint: 'Such as --set log.cleaner.threads=2, or --delete log.cleaner.threads',
  })
}

function pair(flag: string, word: string): [string, string] {
  const at = word.indexOf('=')
  if (at > 0 && (flag === 'set' || at < word.length - 1)) return [word.slice(0, at), word.slice(at + 1)]
  const form = flag === 'set' ? 'NAME=VALUE' : 'NAME=FILE'
  throw new KbookError(
    'BAD_FLAG',
    `--${flag} takes ${form}, not "${at === 0 ? word : word.slice(0, at + 1) || word}"`,
  )
}

async function valueIn(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '')
  } catch (cause) {
    throw new KbookError('BAD_FLAG', `--set-from-file cannot read ${file}: ${(cause as Error).message}`, {
      cause,
    })
  }
}
