import {KbookError} from '../../errors.js'
import type {ServiceEvent} from '../../consumer/service/events.js'
import {printable} from '../format.js'
import {toJson} from '../json.js'
import {paintStderr} from '../style.js'
import {eventTexts, type LogLevel, type RunKind} from './consume-event.js'

export interface LogOptions extends RunKind {
  /** Adds a line for each message, and what actions printed. */
  verbose: boolean
}

const WORD = 9

/** `14:02:15  matched    INC-88213 critical "…" → handle_oozie`; nothing for what only `--verbose` shows. */
export function textLog({verbose, ...run}: LogOptions): (event: ServiceEvent) => string | undefined {
  const texts = eventTexts(run)
  return (event) => {
    const {level, word, sentence} = texts(event)
    // The closing report says it better.
    if ((level === 'debug' && !verbose) || event.type === 'stopped') return undefined
    const {dim} = paintStderr()
    const time = new Date(event.at).toISOString().slice(11, 19)
    const line = `${dim(time)}  ${wordPaint(word, level)(word.padEnd(WORD))}  ${sentence}`
    const output = verbose && 'output' in event && event.output ? outputLines(event.output) : []
    return [line, ...output.map((text) => dim(text))].join('\n')
  }
}

const INDENT = ' '.repeat('00:00:00  '.length + WORD + 2)
const outputLines = (output: string): string[] =>
  output
    .trimEnd()
    .split('\n')
    .map((line) => `${INDENT}| ${printable(line)}`)

function wordPaint(word: string, level: LogLevel): (text: string) => string {
  const paint = paintStderr()
  if (level === 'error') return paint.red
  if (level === 'warn') return paint.yellow
  if (word === 'succeeded') return paint.green
  return word === 'matched' ? paint.bold : (text) => text
}

/** The same as one JSON object a line: `time`, `level`, `event`, `message`, then the event's own fields. */
export function jsonLog({verbose, ...run}: LogOptions): (event: ServiceEvent) => string | undefined {
  const texts = eventTexts(run)
  return (event) => {
    const {level, sentence} = texts(event)
    if (level === 'debug' && !verbose) return undefined
    const {at, type, ...fields} = event
    const head = {time: new Date(at).toISOString(), level, event: type}
    return toJson({...head, ...plain(fields), message: sentence})
  }
}

/** One result event for `--json`: the event's fields with its time first, errors as code and message. */
export function eventJson(event: ServiceEvent): Record<string, unknown> {
  const {at, type, ...fields} = event
  return {event: type, time: new Date(at).toISOString(), ...plain(fields)}
}

const plain = (fields: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [name, plainValue(value)]),
  )

/** Errors in short; the time within `earlier` like every other. */
function plainValue(value: unknown): unknown {
  if (value instanceof KbookError) return {code: value.code, message: value.message}
  if (isEarlier(value)) return {...value, at: new Date(value.at).toISOString()}
  return value
}

const isEarlier = (value: unknown): value is {at: number} =>
  typeof value === 'object' && value !== null && 'at' in value && typeof value.at === 'number'
