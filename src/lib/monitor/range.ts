import {KbookError} from '../errors.js'

/** A threshold of a monitoring plugin: it alerts outside of the range, or inside of it. Both ends belong to it. */
export interface Range {
  /** As it was written: performance data repeat it. */
  readonly text: string
  readonly from: number
  readonly to: number
  readonly alertsInside: boolean
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?`
const FORM = new RegExp(`^(@)?(?:(~|${NUMBER})?:)?(${NUMBER})?$`)

/** `10`, `10:`, `~:10`, `10:20`, `@10:20`; undefined for anything else. */
export function rangeOf(text: string): Range | undefined {
  const [whole, at, start, end] = FORM.exec(text.trim()) ?? []
  if (whole === undefined || (start === undefined && end === undefined)) return undefined
  const from = start === '~' ? -Infinity : Number(start ?? 0)
  const to = end === undefined ? Infinity : Number(end)
  return from > to ? undefined : {text: whole, from, to, alertsInside: at !== undefined}
}

/** The same for text that a user gave. @throws KbookError `BAD_FLAG` */
export function parseRange(flag: string, text: string): Range {
  const range = rangeOf(text)
  if (range) return range
  throw new KbookError('BAD_FLAG', `--${flag} takes a range, not "${text}"`, {
    hint: 'Write 10 (alert above 10 or below 0), 10: (below 10), ~:10 (above 10), 10:20 (outside), @10:20 (inside).',
  })
}

/** Why a value alerts, such as `above 10,000`; undefined when it does not. `show` writes a limit. */
export function breach(
  range: Range | undefined,
  value: number,
  show: (limit: number) => string,
): string | undefined {
  if (!range) return undefined
  const {from, to, alertsInside} = range
  const inside = value >= from && value <= to
  if (inside !== alertsInside) return undefined
  if (alertsInside) return `within ${range.text.slice(1)}`
  return value > to ? `above ${show(to)}` : `below ${show(from)}`
}
