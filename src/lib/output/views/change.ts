import type {RowOutcome} from '../../change/outcome.js'
import {undoCommand, type UndoKind} from '../../change/undo-store.js'
import {count, plural, printable} from '../format.js'
import {paint} from '../style.js'

const SIGNS = {done: '✔', started: '…', failed: '✗', unknown: '?', 'not-done': '-'} as const
const WORDS: Partial<Record<RowOutcome['status'], string>> = {
  started: ': under way',
  'not-done': ': not done',
}
const SHOWN = 20
/** Rows that fail for different reasons; more hints than these nobody reads. */
const HINTS_OF = 3

/** How the change can be found again. */
export interface ChangeNote {
  readonly id: string
  readonly undo: UndoKind | undefined
  /** The command that tells how far is what goes on in the cluster. */
  readonly follow?: string | undefined
}

/**
 * What became of each row: all of them where they are few, otherwise those that are not done. Every failure is shown,
 * with what to do about the first kinds of it.
 */
export function outcomeView(rows: readonly RowOutcome[], note?: ChangeNote): string {
  const few = rows.length <= SHOWN
  const left = rows.filter(({status}) => status === 'not-done')
  const shown = few ? rows : rows.filter(({status}) => status === 'failed' || status === 'unknown')
  const begun = few ? [] : left.slice(0, SHOWN)
  const folded = few ? 0 : left.length - begun.length
  return [
    ...[...shown, ...begun].map(rowLine),
    ...(folded > 0 ? [`   … ${count(folded)} more not done`] : []),
    summary(rows),
    ...hintLines(rows),
    ...(note?.follow !== undefined && rows.some(({status}) => status === 'started')
      ? [`   The cluster goes on with what is under way: ${note.follow}`]
      : []),
    ...(note ? [noteLine(rows, note)] : []),
  ].join('\n')
}

function rowLine({subject, status, error}: RowOutcome): string {
  const {green, red, yellow} = paint()
  const colour = {done: green, started: yellow, failed: red, unknown: yellow, 'not-done': yellow}
  const why = error ? `: ${printable(error.line)}` : (WORDS[status] ?? '')
  return ` ${colour[status](SIGNS[status])} ${printable(subject)}${why}`
}

function hintLines(rows: readonly RowOutcome[]): string[] {
  const kinds = new Map(
    rows.flatMap(({error}) => (error?.hints.length ? [[error.hints.join('\n'), error.hints] as const] : [])),
  )
  return [...kinds.values()]
    .slice(0, HINTS_OF)
    .flat()
    .map((line) => `   ${printable(line)}`)
}

function noteLine(rows: readonly RowOutcome[], {id, undo}: ChangeNote): string {
  const touched = rows.some(({status}) => status !== 'failed' && status !== 'not-done')
  const back = undo && touched ? `undo: ${undoCommand(undo, id)} · ` : ''
  return paint().dim(`${back}noted: kbook audit --id ${id}`)
}

function summary(rows: readonly RowOutcome[]): string {
  const of = (status: RowOutcome['status']): number => rows.filter((row) => row.status === status).length
  const parts = [
    [of('done'), 'done'],
    [of('started'), 'under way'],
    [of('failed'), 'failed'],
    [of('unknown'), 'unknown: the answer never came'],
    [of('not-done'), 'not done'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${count(n)} ${word}`)
  return `${plural(rows.length, 'change')}: ${said.join(', ')}`
}
