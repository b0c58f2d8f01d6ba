import {KbookError} from '../../errors.js'
import type {ImportReport} from './query.js'

/** One action of one incident, as an older consumer noted it. */
export interface ImportedAction {
  readonly incidentId: string
  readonly action: string
  readonly state: 'succeeded' | 'failed'
  /** Milliseconds since the epoch; undefined where the entry tells no time. */
  readonly at: number | undefined
}

export interface JsonHistory {
  readonly actions: readonly ImportedAction[]
  readonly unread: ImportReport['unread']
}

type Json = Readonly<Record<string, unknown>>

const INCIDENT_FIELDS = ['incident_id', 'incidentId', 'incident', 'id']
const ACTION_FIELDS = ['action', 'action_name', 'alert_action', 'handler', 'name']
const TIME_FIELDS = ['timestamp', 'time', 'at', 'executed_at', 'last_run', 'date', 'started_at']
const STATE_FIELDS = ['state', 'status', 'result', 'outcome', 'success']

/**
 * Reads the history of an older consumer. No one shape of that file is known, so three are taken:
 * `{key: entry}`, `{incident: {action: entry}}` and a list of entries. What fits none is named, not guessed.
 *
 * @throws KbookError `BAD_INPUT` when it is not JSON, or neither an object nor a list
 */
export function readJsonHistory(text: string): JsonHistory {
  const actions: ImportedAction[] = []
  const unread: {at: string; why: string}[] = []
  const take = (at: string, action: ImportedAction | string): void => {
    if (typeof action === 'string') unread.push({at, why: action})
    else actions.push(action)
  }

  const root = parse(text)
  if (Array.isArray(root)) {
    for (const [index, entry] of root.entries()) take(`[${index}]`, fromFields(entry))
  } else {
    for (const [key, entry] of Object.entries(root)) {
      if (!isObject(entry) || looksLikeEntry(entry)) take(key, fromKey(key, entry))
      else
        for (const [action, inner] of Object.entries(entry))
          take(`${key}.${action}`, done(key, action, inner))
    }
  }
  return {actions, unread}
}

function parse(text: string): Json | readonly unknown[] {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch (cause) {
    throw new KbookError('BAD_INPUT', 'the history to import is not JSON', {
      hint: (cause as Error).message,
      cause,
    })
  }
  if (isObject(root) || Array.isArray(root)) return root
  throw new KbookError('BAD_INPUT', 'the history to import is neither an object nor a list')
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const field = (entry: Json, names: readonly string[]): unknown =>
  names.map((name) => (Object.hasOwn(entry, name) ? entry[name] : undefined)).find((value) => value != null)

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined

// An entry tells about itself; what only holds objects, or flags by action name, is a level of its own.
const looksLikeEntry = (entry: Json): boolean =>
  [INCIDENT_FIELDS, ACTION_FIELDS, TIME_FIELDS, STATE_FIELDS].some(
    (names) => field(entry, names) !== undefined,
  )

function fromFields(entry: unknown): ImportedAction | string {
  if (!isObject(entry)) return 'an entry of a list must be an object'
  const incident = text(field(entry, INCIDENT_FIELDS))
  const action = text(field(entry, ACTION_FIELDS))
  if (incident === undefined) return 'it names no incident'
  if (action === undefined) return 'it names no action'
  return done(incident, action, entry)
}

/** `incident:action`, with any usual separator, unless the entry names them itself. */
function fromKey(key: string, entry: unknown): ImportedAction | string {
  const named = isObject(entry) ? fromFields(entry) : 'no fields'
  if (typeof named !== 'string') return named
  const [, incident, action] = /^(.+)(?:::|[:|/])([^:|/]+)$/.exec(key) ?? []
  if (incident !== undefined && action !== undefined) return done(incident, action, entry)
  const ownAction = isObject(entry) ? text(field(entry, ACTION_FIELDS)) : undefined
  return ownAction === undefined
    ? 'its key does not tell incident and action apart'
    : done(key, ownAction, entry)
}

function done(incidentId: string, action: string, entry: unknown): ImportedAction {
  const [state, at] = isObject(entry)
    ? [field(entry, STATE_FIELDS), field(entry, TIME_FIELDS)]
    : [entry, entry]
  return {incidentId, action, state: hasFailed(state) ? 'failed' : 'succeeded', at: time(at)}
}

const hasFailed = (state: unknown): boolean =>
  state === false || (typeof state === 'string' && /^(fail|error|false|unsuccess)/i.test(state))

function time(value: unknown): number | undefined {
  if (typeof value === 'number' && value > 1e8)
    return value < 1e11 ? Math.round(value * 1000) : Math.round(value)
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(ms) ? undefined : ms
}
