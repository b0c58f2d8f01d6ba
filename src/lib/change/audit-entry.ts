import type {ProcessRef} from '../sandbox/types.js'
import type {UndoKind} from './undo-store.js'

/** The first line of a change in the log, written and synced before anything is changed. */
export interface AuditBegin {
  readonly phase: 'begin'
  /** Eight hex digits; the undo of the change has the same. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly time: string
  readonly user: string
  readonly host: string
  /** Which process makes the change, to tell one that is under way from one that was killed. */
  readonly process: ProcessRef | undefined
  readonly cluster: {readonly name: string; readonly id: string | undefined}
  /** As it was typed, secrets masked. */
  readonly command: readonly string[]
  readonly subject: string
  /** What it replaces and what by: masked; a {@link LeftOut} where it was too large. */
  readonly before: unknown
  readonly after: unknown
  /** What kind of undo was kept under the same id. */
  readonly undo: UndoKind | null
}

export type ChangeOutcome = 'done' | 'partial' | 'failed' | 'interrupted'

/** The second line. A begin without an end is a change that was killed: nobody knows how far it came. */
export interface AuditEnd {
  readonly phase: 'end'
  readonly id: string
  readonly time: string
  readonly outcome: ChangeOutcome
  /** Rows by their status, all of them. */
  readonly counts: Readonly<Record<string, number>>
  /** Those that are not done first; at most {@link MAX_ROWS}. */
  readonly rows: readonly AuditRow[]
  /** What ended the whole of it. */
  readonly error?: string
}

export interface AuditRow {
  readonly subject: string
  readonly status: string
  readonly error?: string
}

/** Stands for a value that would make the log grow without bounds. */
export interface LeftOut {
  readonly leftOutBytes: number
  /** How its JSON begins. */
  readonly beginning: string
}

export const MAX_ROWS = 1000
const MAX_VALUE_BYTES = 256 * 1024
const BEGINNING = 2000

/** The value's JSON data, or what stands for it when that is too large. */
export function bounded(value: unknown, json: (value: unknown) => string | undefined): unknown {
  const text = json(value)
  if (text === undefined) return undefined
  return text.length <= MAX_VALUE_BYTES
    ? (JSON.parse(text) as unknown)
    : ({leftOutBytes: text.length, beginning: text.slice(0, BEGINNING)} satisfies LeftOut)
}
