import {KbookError} from '../errors.js'

const UNIT_MS: Readonly<Record<string, number>> = {ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000}
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/gy

/** Words for help texts and errors. */
export const DURATION_FORM = 'a number with its unit, such as 500ms, 5s, 2m, 1h30m or 7d'

/**
 * Milliseconds of `500ms`, `5s`, `1.5h`, `1h30m`, `7d`; undefined for anything else. A bare number is none:
 * nobody can tell whether seconds or milliseconds were meant.
 */
export function durationMs(text: string): number | undefined {
  const compact = text.replace(/\s+/g, '')
  let [total, end] = [0, 0]
  for (const [whole, amount, unit] of compact.matchAll(PART)) {
    total += Number(amount) * (UNIT_MS[unit ?? ''] ?? Number.NaN)
    end += whole.length
  }
  return end > 0 && end === compact.length && Number.isFinite(total) ? Math.round(total) : undefined
}

/** The same for text that a user gave. @throws KbookError `BAD_INPUT` */
export function parseDuration(text: string): number {
  const ms = durationMs(text)
  if (ms === undefined) {
    throw new KbookError('BAD_INPUT', `"${text}" is not a duration`, {hint: `Write ${DURATION_FORM}.`})
  }
  return ms
}

/** Node's timers end at once when they are longer than 2^31 - 1 ms, which is 24.8 days. */
export const LONGEST_TIMER_MS = 24 * 86_400_000

/** The same for a time that is waited for: 24 days at most. @throws KbookError `BAD_INPUT` */
export function parseTimer(text: string): number {
  const ms = parseDuration(text)
  if (ms <= LONGEST_TIMER_MS) return ms
  throw new KbookError('BAD_INPUT', `"${text}" is too long to wait for`, {hint: 'The longest is 24d.'})
}
