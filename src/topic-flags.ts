import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {INSTANT_FORM, instantMs} from './lib/config/instant.js'
import {KbookError} from './lib/errors.js'
import type {ConfigChange} from './lib/kafka/configs/types.js'
import type {TrimTarget} from './lib/kafka/topics/trim.js'

/** Which topics a command is about. */
export const topicArgs = {
  topics: Args.string({
    description: 'Topics by name, or by a regular expression between slashes.',
    multiple: true,
  }),
}

/** Names of topics that are to be. */
export const topicNameArgs = {
  topics: Args.string({description: 'Names of the topics.', multiple: true}),
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

/** A flag that names settings. */
export const settingFlag = (summary: string, helpValue: string) =>
  Flags.string({summary: `${summary} Repeatable.`, helpValue, multiple: true, multipleNonGreedy: true})

export const configFlag = settingFlag('Setting of the topic.', 'NAME=VALUE')

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

/** `--set`, `--delete`, `--append` and `--subtract`, as changes of settings. @throws KbookError `BAD_FLAG` */
export function configChanges(flags: {
  readonly set?: readonly string[] | undefined
  readonly delete?: readonly string[] | undefined
  readonly append?: readonly string[] | undefined
  readonly subtract?: readonly string[] | undefined
}): ConfigChange[] {
  const valued = (operation: 'set' | 'append' | 'subtract'): ConfigChange[] =>
    pairs(operation, flags[operation]).map(([name, value]) => ({name, operation, value}))
  const deletes = (flags.delete ?? []).map((name): ConfigChange => {
    if (!name.includes('=')) return {name, operation: 'delete', value: null}
    throw new KbookError('BAD_FLAG', `--delete takes the name of a setting, not "${name}"`, {
      hint: 'One value of a list goes by --subtract NAME=VALUE.',
    })
  })
  const changes = [...valued('set'), ...deletes, ...valued('append'), ...valued('subtract')]
  const twice = changes.find(({name}, index) => changes.findIndex((one) => one.name === name) < index)
  if (!twice) return changes
  throw new KbookError('BAD_FLAG', `${twice.name} is changed twice`, {hint: 'Change each setting once.'})
}

/** `1:2,2:3`, as Kafka's own tool writes it: brokers of each partition. @throws KbookError `BAD_FLAG` */
export function replicaAssignment(text: string | undefined): number[][] | undefined {
  if (text === undefined) return undefined
  const partitions = text.split(',').map((part) => part.split(':').map((id) => id.trim()))
  const numbers = partitions.flat().every((id) => /^\d{1,9}$/.test(id))
  const even = partitions.every(
    (ids) => ids.length === partitions[0]?.length && new Set(ids).size === ids.length,
  )
  if (numbers && even) return partitions.map((ids) => ids.map(Number))
  throw new KbookError('BAD_FLAG', `--replica-assignment: "${text}" does not name brokers of partitions`, {
    hint: '1:2,2:3 is two partitions: one on brokers 1 and 2, one on 2 and 3. Each has as many, none twice.',
  })
}

/** Up to where messages go, by one of the three flags. @throws KbookError `BAD_FLAG` */
export function trimTarget(flags: {
  readonly to?: string | undefined
  readonly 'to-offset'?: string | undefined
  readonly 'to-timestamp'?: string | undefined
}): TrimTarget {
  const {to, 'to-offset': offset, 'to-timestamp': time} = flags
  if ([to, offset, time].filter((one) => one !== undefined).length !== 1) {
    throw new KbookError('BAD_FLAG', 'up to where? Give one of --to end, --to-offset N, --to-timestamp T')
  }
  if (time !== undefined) return {timestamp: instantFlag('to-timestamp', time)}
  if (offset !== undefined) {
    if (/^\d{1,18}$/.test(offset)) return {offset: BigInt(offset)}
    throw new KbookError('BAD_FLAG', `--to-offset takes an offset, not "${offset}"`)
  }
  if (to === 'end' || to === 'latest') return 'end'
  throw new KbookError('BAD_FLAG', `--to takes end, not "${to ?? ''}"`, {
    hint: 'An offset is given by --to-offset, a time by --to-timestamp.',
  })
}

/** Milliseconds since the epoch, not in the future. @throws KbookError `BAD_FLAG` */
export function instantFlag(flag: string, text: string, now = Date.now()): number {
  const ms = instantMs(text, now)
  if (ms !== undefined && ms <= now) return ms
  const message = ms === undefined ? `"${text}" is not a time` : `${text} is still to come`
  throw new KbookError('BAD_FLAG', `--${flag}: ${message}`, {hint: `Write ${INSTANT_FORM}.`})
}
