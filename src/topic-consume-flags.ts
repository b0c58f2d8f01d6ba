import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import {parseTimer} from './lib/config/duration.js'
import {INSTANT_FORM, instantMs} from './lib/config/instant.js'
import {KbookError} from './lib/errors.js'
import type {ConsumeRequest, Position} from './lib/kafka/consume/types.js'

export const consumeArgs = {
  topic: Args.string({description: 'TOPIC, or TOPIC:0,1 for some of its partitions.', required: true}),
}

const positionFlags = {
  from: Flags.string({
    summary: 'start, end, OFFSET, -N for the last N of each partition, or a time (2h is two hours ago).',
    char: 'o',
    aliases: ['offset'],
    helpValue: 'WHERE',
  }),
  to: Flags.string({
    summary: 'end (as it is now), OFFSET or a time. What is there is left out.',
    helpValue: 'WHERE',
  }),
  partition: Flags.string({
    summary: 'Only this partition, or 0,1 for some. Repeatable.',
    char: 'p',
    helpValue: 'N',
    multiple: true,
    multipleNonGreedy: true,
  }),
  num: Flags.integer({
    summary: 'End after so many records.',
    char: 'n',
    aliases: ['max-messages'],
    min: 1,
    helpValue: 'N',
  }),
  follow: Flags.boolean({summary: 'Go on with what comes. Begins at the end, unless --from says otherwise.'}),
  'exit-at-end': Flags.boolean({
    summary: 'End where the log ends now. This is what happens without --follow.',
    exclusive: ['follow'],
  }),
  'idle-timeout': Flags.string({summary: 'End when no record came for so long.', helpValue: 'DURATION'}),
  'read-committed': Flags.boolean({summary: 'Only records of committed transactions.'}),
}

const filterFlags = {
  key: Flags.string({
    summary: 'Only records with this key, or one that matches /PATTERN/.',
    char: 'k',
    helpValue: 'KEY',
  }),
  value: Flags.string({summary: 'Only values that contain this, or match /PATTERN/.', helpValue: 'TEXT'}),
  header: Flags.string({
    summary: 'Only records with this header: NAME, NAME=VALUE or NAME=/PATTERN/. Repeatable, all must hold.',
    char: 'H',
    helpValue: 'NAME=VALUE',
    multiple: true,
    multipleNonGreedy: true,
  }),
}

const outputFlags = {
  format: Flags.string({
    summary:
      "table, raw, json, ndjson, hex, base64 or a template: '%o %k %v\\n'. On a terminal table, else raw.",
    char: 'f',
    helpValue: 'FORMAT',
  }),
  delimiter: Flags.string({summary: 'After each value of raw, hex and base64.', char: 'D', default: '\\n'}),
  sort: Flags.option({
    options: ['partition', 'time'] as const,
    summary: 'As it comes, each partition in its order; or by time across partitions.',
    default: 'partition' as const,
  })(),
}

export const consumeFlags = {...positionFlags, ...filterFlags, ...outputFlags}

interface PositionFlags {
  from: string | undefined
  to: string | undefined
  partition: string[] | undefined
  follow: boolean
  sort: 'partition' | 'time'
  'read-committed': boolean
}

/** @throws KbookError `BAD_FLAG` */
export function consumeRequest(topic: string, flags: PositionFlags): ConsumeRequest {
  const {from = flags.follow ? 'end' : 'start', to, follow} = flags
  if (follow && to !== undefined) {
    throw new KbookError('BAD_FLAG', '--follow goes on for ever, and --to ends somewhere: give one of them')
  }
  if (follow && flags.sort === 'time') {
    throw new KbookError('BAD_FLAG', '--sort time needs an end, and --follow has none: give one of them')
  }
  const partitions = flags.partition?.flatMap(partitionNumbers)
  if (partitions && /:[\d,]+$/.test(topic)) {
    throw new KbookError('BAD_FLAG', 'partitions are given both with the topic and with --partition')
  }
  const [start, end] = [position('from', from), position('to', to ?? 'end')]
  if (isBackwards(start, end)) throw new KbookError('BAD_FLAG', `--to ${to ?? ''} is before --from ${from}`)
  return {
    topic,
    partitions: partitions && [...new Set(partitions)],
    from: start,
    to: follow ? undefined : end,
    committed: flags['read-committed'],
  }
}

const isBackwards = (from: Position, to: Position): boolean =>
  (from.at === 'offset' && to.at === 'offset' && to.offset < from.offset) ||
  (from.at === 'time' && to.at === 'time' && to.ms < from.ms)

export const idleMs = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseTimer(text)

function partitionNumbers(word: string): number[] {
  if (/^\d{1,9}(,\d{1,9})*$/.test(word)) return word.split(',').map(Number)
  throw new KbookError('BAD_FLAG', `--partition takes numbers such as 0 or 0,1, not "${word}"`)
}

const WORDS: Readonly<Record<string, Position>> = {
  start: {at: 'start'},
  beginning: {at: 'start'},
  earliest: {at: 'start'},
  end: {at: 'end'},
  latest: {at: 'end'},
}

function position(flag: 'from' | 'to', text: string): Position {
  const word = WORDS[text]
  if (word) return word
  if (/^\d{1,18}$/.test(text)) return {at: 'offset', offset: BigInt(text)}
  const [, last] = /^-(\d{1,18})$/.exec(text) ?? []
  if (last !== undefined && flag === 'from') return {at: 'last', count: BigInt(last)}
  const ms = instantMs(text)
  if (ms !== undefined) return {at: 'time', ms}
  const what = flag === 'from' ? 'start, end, an offset, -N' : 'end, an offset'
  throw new KbookError('BAD_FLAG', `--${flag} "${text}" is no place in a log`, {
    hint: `Write ${what}, or ${INSTANT_FORM}.`,
  })
}
