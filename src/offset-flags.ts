import * as Flags from '@oclif/core/flags'
import {parseDuration} from './lib/config/duration.js'
import {parseInstant, sinceEpoch} from './lib/config/instant.js'
import {parseIsoDuration} from './lib/config/iso-duration.js'
import {KbookError} from './lib/errors.js'
import type {ResetRequest} from './lib/kafka/offsets/plan-reset.js'

type ResetPosition = ResetRequest['position']

export const offsetTopicFlag = Flags.string({
  summary:
    'Only this topic, TOPIC:0,1 for some of its partitions. /PATTERN/ for those with commits. Repeatable.',
  helpValue: 'TOPIC',
  multiple: true,
  multipleNonGreedy: true,
})

export const allowNewGroupFlag = Flags.boolean({
  summary: 'Also a group that does not exist: it is created.',
  default: false,
})

const START = ['start', 'beginning', 'earliest']
const END = ['end', 'latest']

/** `start` or `end` by any of their names. @throws KbookError `BAD_FLAG` */
export function edge(flag: string, text: string): ResetPosition {
  if (START.includes(text)) return {to: 'start'}
  if (END.includes(text)) return {to: 'end'}
  throw new KbookError('BAD_FLAG', `--${flag} takes start or end, not "${text}"`, {
    hint: 'An offset is given by --to-offset, a time by --to-timestamp.',
  })
}

/** @throws KbookError `BAD_FLAG` */
export function atOffset(flag: string, text: string): ResetPosition {
  if (/^\d{1,18}$/.test(text)) return {to: 'offset', offset: BigInt(text)}
  throw new KbookError('BAD_FLAG', `--${flag} takes an offset, not "${text}"`, {
    hint: 'It is a whole number from 0 on; --to start and --to end need none.',
  })
}

/** @throws KbookError `BAD_FLAG` */
export function shiftBy(flag: string, text: string): ResetPosition {
  if (/^[+-]?\d{1,18}$/.test(text)) return {to: 'shift', by: BigInt(text.replace('+', ''))}
  throw new KbookError('BAD_FLAG', `--${flag} takes a number of messages, not "${text}"`, {
    hint: `--${flag} -100 goes back, --${flag} 100 goes on.`,
  })
}

/** @throws KbookError `BAD_INPUT` naming the flag */
export const atTime = (flag: string, text: string): ResetPosition => ({
  to: 'time',
  ms: naming(flag, () => parseInstant(text)),
})

/** So long ago: ISO 8601 as Kafka's own tool takes it, or such as 1h30m. @throws KbookError `BAD_INPUT` */
export function ago(flag: string, text: string): ResetPosition {
  const span = (): number => (/^p/i.test(text.trim()) ? parseIsoDuration(text) : parseDuration(text))
  return {to: 'time', ms: naming(flag, () => sinceEpoch(Date.now() - span(), text))}
}

function naming(flag: string, parse: () => number): number {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    throw new KbookError(error.code, `--${flag}: ${error.message}`, {hint: error.hints, cause: error})
  }
}

/**
 * The name of the one flag that was given of several that exclude each other.
 *
 * @throws KbookError `BAD_FLAG`
 */
export function onlyOne<N extends string>(
  flags: Readonly<Partial<Record<N, unknown>>>,
  names: readonly N[],
  what: string,
): N {
  const given = names.filter((name) => flags[name] !== undefined && flags[name] !== false)
  const [only] = given
  if (only !== undefined && given.length === 1) return only
  const message =
    given.length === 0
      ? `no ${what} given`
      : `${given.map((name) => `--${name}`).join(' and ')} exclude each other`
  throw new KbookError('BAD_FLAG', message, {
    hint: `Give one of ${names.map((name) => `--${name}`).join(', ')}.`,
  })
}
