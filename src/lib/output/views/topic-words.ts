import type {TopicReaders} from '../../kafka/topics/readers.js'
import type {BrokerFailure} from '../../kafka/types.js'
import {byteSize, count, duration, plural, printable} from '../format.js'
import {paint} from '../style.js'

/** Stands before a row: `!` where it needs somebody. */
export const sign = (problem: boolean): string => (problem ? `${paint().red('!')} ` : '  ')

/** A number that may be unknown. */
export const amount = (value: bigint | undefined): string => (value === undefined ? '?' : count(value))

/** `1,500 messages`; `at most 183 messages` where offsets without a message are counted, too. */
export const messagesText = (offsets: number | bigint, compacted: boolean): string =>
  `${compacted ? 'at most ' : ''}${plural(offsets, 'message')}`

/** Stands below the counts of compacted topics. */
export const compactedNote = (topics: readonly string[]): string =>
  topics.length === 0
    ? ''
    : paint().dim(
        `   compacted, so that offsets are counted and fewer messages are left: ${printable(few(topics))}`,
      )

const few = (names: readonly string[]): string =>
  names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`

/** A size that may be unknown. */
export const sizeText = (bytes: bigint | undefined): string => (bytes === undefined ? '?' : byteSize(bytes))

/** Brokers whose log directories could not be read: sums are too small. */
export const unreadBrokers = (failed: readonly BrokerFailure[]): string =>
  failed
    .map(
      ({broker, error}) =>
        ` ${paint().red('!')} sizes lack broker ${broker}: ${[error.line, ...error.hints].map(printable).join('\n   ')}`,
    )
    .join('\n')

/** What the number of a setting means, such as `7d` for 604800000 of `retention.ms`; empty where it says so itself. */
export function settingMeaning(name: string, value: string | null): string {
  if (value === '-1' && /^(local\.)?retention\.(ms|bytes)$/.test(name)) return 'no limit'
  if (value === null || !/^\d{4,19}$/.test(value)) return ''
  if (value === '9223372036854775807') return 'no limit'
  if (/\.ms$/.test(name)) return duration(Number(value))
  return /\.bytes$/.test(name) ? byteSize(BigInt(value)) : ''
}

/** Why groups that read a topic may be missing from a preview. */
export function unknownReaders({error, unanswered}: Pick<TopicReaders, 'error' | 'unanswered'>): string {
  const why = error
    ? printable(error.line)
    : unanswered.length > 0
      ? `broker ${unanswered.join(', ')} did not list its groups`
      : ''
  return why === '' ? '' : ` ${paint().red('!')} who reads it is not known: ${why}`
}

/** `1,204/s`, `0.4/s`, `0/s`; `?` when unknown. */
export function perSecond(rate: number | undefined): string {
  if (rate === undefined) return '?'
  const text = rate < 10 ? rate.toFixed(1).replace(/\.0$/, '') : count(Math.round(rate))
  return `${text}/s`
}

/** UTC, to the second. */
export const instant = (iso: string): string => iso.slice(0, 19).replace('T', ' ')
