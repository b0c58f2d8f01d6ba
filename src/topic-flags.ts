import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {KbookError} from './lib/errors.js'

/** Which topics a command is about. */
export const topicArgs = {
  topics: Args.string({
    description: 'Topics by name, or by a regular expression between slashes.',
    multiple: true,
  }),
}

/** The same where some of a topic's partitions may be meant. */
export const partitionArgs = {
  topics: Args.string({
    description: 'TOPIC, TOPIC:0,1 for some of its partitions, or /PATTERN/ for several.',
    multiple: true,
  }),
}

export const allowInternalFlag = Flags.boolean({
  summary: 'Also topics that Kafka keeps for itself, such as __consumer_offsets.',
})

export const configFlag = Flags.string({
  summary: 'Setting of the topic. Repeatable.',
  helpValue: 'NAME=VALUE',
  multiple: true,
  multipleNonGreedy: true,
})

/** `name=value` pairs of a repeatable flag, in order. @throws KbookError `BAD_FLAG` */
export function pairs(flag: string, words: readonly string[] = []): [name: string, value: string][] {
  const found = words.map((word): [string, string] => {
    const [, name, value] = /^([^=\s]+)=(.*)$/s.exec(word) ?? []
    if (name !== undefined && value !== undefined) return [name, value]
    throw new KbookError('BAD_FLAG', `--${flag} takes NAME=VALUE, not "${word}"`, {
      hint: `Such as --${flag} retention.ms=604800000`,
    })
  })
  const twice = found.find(([name], index) => found.findIndex(([other]) => other === name) < index)
  if (!twice) return found
  throw new KbookError('BAD_FLAG', `--${flag} names ${twice[0]} twice`, {hint: 'Give it one value.'})
}

/** A whole number of at least 1; undefined when the flag was not given. @throws KbookError `BAD_FLAG` */
export function wholeNumber(flag: string, text: string | undefined, most: number): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= most) return value
  throw new KbookError('BAD_FLAG', `--${flag} takes a whole number from 1 to ${most}, not "${text}"`)
}

export const MOST_PARTITIONS = 100_000
export const MOST_REPLICAS = 32_767
