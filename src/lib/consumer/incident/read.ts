import type {Severity} from '../types.js'
import {textOf} from './json-value.js'

/** Below, a number is seconds (until the year 5138); from there on milliseconds (since 1973). */
const FIRST_MILLISECONDS = 1e11
const LAST_TIME = 8.64e15

/** Time in milliseconds of epoch seconds, epoch milliseconds or ISO 8601, as numbers or text. */
export function timeOf(value: unknown): number | undefined {
  const text = textOf(value)?.trim()
  if (text === undefined || text === '') return undefined
  const number = Number(text)
  const ms = Number.isNaN(number)
    ? Date.parse(text)
    : Math.round(number < FIRST_MILLISECONDS ? number * 1000 : number)
  // Go's zero time and 0 stand for "none".
  return ms > 0 && ms <= LAST_TIME ? ms : undefined
}

const SEVERITIES: Readonly<Record<string, Severity>> = {
  critical: 'critical',
  crit: 'critical',
  fatal: 'critical',
  emergency: 'critical',
  error: 'critical',
  page: 'critical',
  high: 'critical',
  warning: 'warning',
  warn: 'warning',
  medium: 'warning',
  ok: 'ok',
  resolved: 'ok',
}

/** Severity that a word stands for; `unknown` when nobody can tell. */
export const severityOf = (word: string | undefined): Severity => {
  const key = word?.toLowerCase() ?? ''
  return Object.hasOwn(SEVERITIES, key) ? (SEVERITIES[key] ?? 'unknown') : 'unknown'
}

/** Statuses that mean closed, where a message has no flag for it. */
export const CLOSED_STATUSES: ReadonlySet<string> = new Set(['ok', 'resolved', 'closed'])

const FLAGS: ReadonlyMap<unknown, boolean> = new Map<unknown, boolean>([
  [true, true],
  ['true', true],
  [false, false],
  ['false', false],
])

/** True or false, also as text; undefined for anything else. */
export const flagOf = (value: unknown): boolean | undefined =>
  FLAGS.get(typeof value === 'string' ? value.toLowerCase() : value)
