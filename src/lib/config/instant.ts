import {KbookError} from '../errors.js'
import {durationMs} from './duration.js'

const FORM =
  /^(?<date>\d{4}-\d\d-\d\d)(?:[T ](?<time>\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(?<zone>Z|[+-]\d\d:\d\d)?)?$/

/** Words for help texts and errors. */
export const INSTANT_FORM =
  'a time such as 2026-01-31T14:00 (UTC unless it names a zone), or how long ago: 2h'

/**
 * Milliseconds since the epoch of `2026-01-31`, `2026-01-31 14:00`, `2026-01-31T14:00:00+01:00`, or of `2h`, which
 * is that long ago. Undefined for anything else: a bare number is never guessed to be a time.
 */
export function instantMs(text: string, now = Date.now()): number | undefined {
  const ago = durationMs(text)
  if (ago !== undefined) return now - ago
  const parts = FORM.exec(text.trim())?.groups
  if (!parts) return undefined
  const date = parts['date'] ?? ''
  const ms = Date.parse(`${date}T${parts['time'] ?? '00:00'}${parts['zone'] ?? 'Z'}`)
  // Date.parse takes 31 February as a day in March.
  return Number.isNaN(ms) || Number.isNaN(Date.parse(date)) || !isDay(date) ? undefined : ms
}

const isDay = (date: string): boolean => new Date(`${date}T00:00Z`).toISOString().startsWith(date)

/** The same for text that a user gave. @throws KbookError `BAD_INPUT` */
export function parseInstant(text: string, now = Date.now()): number {
  const ms = instantMs(text, now)
  if (ms === undefined)
    throw new KbookError('BAD_INPUT', `"${text}" is not a time`, {hint: `Write ${INSTANT_FORM}.`})
  return ms
}
