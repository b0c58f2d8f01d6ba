import {DURATION_FORM, durationMs} from '../../config/duration.js'
import {converted, either, isMapping, mapOf, optional, section, withDefault} from './collections.js'
import {exec} from './exec-action.js'
import {http} from './http-action.js'
import {placeOf, type Reader} from './reader.js'
import {bool, integer, oneOf, parsed, timer} from './scalars.js'
import {textTemplate} from './templates.js'
import type {ActionConfig, OncePer} from './types.js'

const oncePer = parsed<OncePer>(`incident, occurrence, or ${DURATION_FORM}`, (written) => {
  if (written === 'incident' || written === 'occurrence') return written
  const windowMs = durationMs(written) ?? 0
  return windowMs >= 1000 ? {windowMs} : undefined
})

const FIRST_WAIT_MS = 10_000
const LONGEST_WAIT_MS = 5 * 60_000

const backoff: Reader<ActionConfig['backoff']> = converted(
  either(
    converted(timer, (initial) => ({initial, max: undefined})),
    section({
      initial: withDefault(timer, FIRST_WAIT_MS, 'Wait before the second attempt'),
      max: optional(timer, 'Longest wait'),
    }),
    (value) => !isMapping(value),
  ),
  ({initial, max = Math.max(initial, LONGEST_WAIT_MS)}) => ({
    initialMs: initial,
    maxMs: Math.max(initial, max),
  }),
)

/** A type that the language of the configuration has, and this version does not run. */
const later = optional<never>(
  {
    expects: 'a later version',
    schema: false,
    read(_, scope) {
      const message = `${scope.path}: this type of action is known, but not available in this version`
      scope.findings.error(placeOf(scope), scope.path, 'not-available', message, 'Use exec or http.')
      return undefined
    },
  },
  'Not available in this version',
)

const action: Reader<ActionConfig> = converted(
  section({
    exec: optional(exec, 'Run a program'),
    http: optional(http, 'Send a request'),
    kubernetes: later,
    kafka: later,
    runbook: later,
    chain: later,
    enabled: withDefault(bool, true, 'false: what would run is recorded as skipped'),
    timeout: withDefault(timer, 5 * 60_000, 'Limit of one attempt'),
    attempts: withDefault(integer(1, 100), 1, 'How often it is started at most, if it fails'),
    backoff: withDefault(
      backoff,
      {initialMs: FIRST_WAIT_MS, maxMs: LONGEST_WAIT_MS},
      'Wait before the second attempt; doubles each time',
    ),
    once_per: withDefault(oncePer, 'incident', 'What it runs once for'),
    concurrency_key: optional(textTemplate, 'Actions with the same text run one after the other'),
    on_unknown: withDefault(oneOf('hold', 'retry'), 'hold', 'What to do when nobody knows how it ended'),
    approval: withDefault(bool, false, 'Wait until somebody approves it'),
  }),
  (read, value, scope) => {
    const chosen = [read.exec, read.http].filter((one) => one !== undefined)
    const keys = value.entries()?.map(({key}) => key) ?? []
    const types = keys.filter((key) => TYPES.includes(key))
    if (types.length !== 1) {
      const what = types.length === 0 ? 'has no type' : `has more than one type (${types.join(', ')})`
      const message = `${scope.path} ${what}: expected exec or http`
      scope.findings.error(placeOf(scope), scope.path, 'action-type', message)
    }
    const [details] = chosen
    if (!details) return undefined
    return {
      ...details,
      name: scope.path.slice(scope.path.indexOf('.') + 1),
      place: placeOf(scope),
      enabled: read.enabled,
      timeoutMs: read.timeout,
      attempts: read.attempts,
      backoff: read.backoff,
      oncePer: read.once_per,
      concurrencyKey: read.concurrency_key,
      onUnknown: read.on_unknown,
      approval: read.approval,
    }
  },
)

const TYPES = ['exec', 'http', 'kubernetes', 'kafka', 'runbook', 'chain']

/** What an action may be called: safe in keys, environments and file names. */
export const isActionName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,63}$/.test(name)
export const ACTION_NAME_FORM = 'letters, digits, _ . and -, up to 64, a letter or digit first'

/** `actions:` by name. */
export const actions: Reader<ReadonlyMap<string, ActionConfig>> = mapOf(action, (name) =>
  isActionName(name) ? undefined : `"${name}" cannot be the name of an action: use ${ACTION_NAME_FORM}`,
)
