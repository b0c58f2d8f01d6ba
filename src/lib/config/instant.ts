import {KbookError} from '../errors.js'
import {durationMs} from './duration.js'

const FORM =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(?<zone>Z|[+-]\d\d(?::?\d\d)?)?)?$/

/** Since 2001 only: fewer digits are a span, such as `90s`. */
const UNIX = /^(?:(?<seconds>\d{10,12})s|(?<ms>\d{13,15})ms)$/

/** Words for help texts and errors. */
export const INSTANT_FORM =
  'a time such as 2026-01-31T14:00 (UTC unless it names a zone), or how long ago: 2h'

/**
 * Milliseconds since the epoch of `2026-01-31`, `2026-01-31 14:00`, `2026-01-31T14:00:00+01:00`, of Unix time with
 * its unit (`1769868000s`, `1769868000000ms`), or of `2h` and `-2h`, which is that long ago. Undefined for anything
 * else: a bare number is never guessed to be a time, and to Kafka what is before 1970 is none.
 */
export function instantMs(text: string, now = Date.now()): number | undefined {
  const ms = anyInstant(text, now)
  return ms === undefined || ms < 0 ? undefined : ms
}

function anyInstant(text: string, now: number): number | undefined {
  const unix = UNIX.exec(text.trim())?.groups
  if (unix) return unix['ms'] === undefined ? Number(unix['seconds']) * 1000 : Number(unix['ms'])
  const ago = durationMs(text.trim().replace(/^-/, ''))
  if (ago !== undefined) return now - ago
  const parts = FORM.exec(text.trim())?.groups
  if (!parts) return undefined
  const date = parts['date'] ?? ''
  const ms = Date.parse(`${date}T${parts['time'] ?? '00:00'}${zoneOf(parts['zone'])}`)
  // Date.parse takes 31 February as a day in March.
  return Number.isNaN(ms) || Number.isNaN(Date.parse(date)) || !isDay(date) ? undefined : ms
}

/** `+01` and `+0100` as Date.parse takes them. */
const zoneOf = (zone = 'Z'): string =>
  zone === 'Z' ? zone : `${zone.slice(0, 3)}:${zone.slice(3).replace(':', '') || '00'}`

const isDay = (date: string): boolean => new Date(`${date}T00:00Z`).toISOString().startsWith(date)

/** The same for text that a user gave. @throws KbookError `BAD_INPUT` */
export function parseInstant(text: string, now = Date.now()): number {
  const ms = anyInstant(text, now)
  if (ms === undefined) {
    throw new KbookError('BAD_INPUT', `"${text}" is not a time`, {
      hint: [...unixHint(text.trim()), `Write ${INSTANT_FORM}.`],
    })
  }
  return sinceEpoch(ms, text)
}

/** Records are stamped from 1970 on. @throws KbookError `BAD_INPUT` */
export function sinceEpoch(ms: number, text: string): number {
  if (ms >= 0) return ms
  throw new KbookError('BAD_INPUT', `"${text}" is before 1970, where time begins for Kafka`, {
    hint: `Write ${INSTANT_FORM}.`,
  })
}

/** Nobody can tell what a bare number counts, but which of the two it can be. */
const unixHint = (text: string): string[] =>
  /^\d{10,15}$/.test(text)
    ? [
        `Unix time needs its unit: ${text.length < 13 ? `${text}s for seconds` : `${text}ms for milliseconds`}.`,
      ]
    : /^\d+$/.test(text)
      ? ['Unix time needs its unit: 1769868000s for seconds, 1769868000000ms for milliseconds.']
      : []
