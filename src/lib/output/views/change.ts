import type {RowOutcome} from '../../change/outcome.js'
import {undoCommand, type UndoKind} from '../../change/undo-store.js'
import {plural, printable} from '../format.js'
import {paint} from '../style.js'

const SIGNS = {done: '✔', failed: '✗', unknown: '?', 'not-done': '-'} as const
const SHOWN = 20

/** How the change can be found again. */
export interface ChangeNote {
  readonly id: string
  readonly undo: UndoKind | undefined
}

/** What became of each row: all of them where they are few, otherwise those that are not done. */
export function outcomeView(rows: readonly RowOutcome[], note?: ChangeNote): string {
  const {green, red, yellow} = paint()
  const colour = {done: green, failed: red, unknown: yellow, 'not-done': yellow}
  const shown = rows.length <= SHOWN ? rows : rows.filter(({status}) => status !== 'done')
  const lines = shown.map(({subject, status, error}) => {
    const why = error ? `: ${printable(error.line)}` : status === 'not-done' ? ': not done' : ''
    return ` ${colour[status](SIGNS[status])} ${printable(subject)}${why}`
  })
  return [...lines, summary(rows), ...(note ? [noteLine(rows, note)] : [])].join('\n')
}

function noteLine(rows: readonly RowOutcome[], {id, undo}: ChangeNote): string {
  const touched = rows.some(({status}) => status === 'done' || status === 'unknown')
  const back = undo && touched ? `undo: ${undoCommand(undo, id)} · ` : ''
  return paint().dim(`${back}noted: kbook audit --id ${id}`)
}

function summary(rows: readonly RowOutcome[]): string {
  const of = (status: RowOutcome['status']): number => rows.filter((row) => row.status === status).length
  const parts = [
    [of('done'), 'done'],
    [of('failed'), 'failed'],
    [of('unknown'), 'unknown: the answer never came'],
    [of('not-done'), 'not done'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, word]) => `${n} ${word}`)
  return `${plural(rows.length, 'change')}: ${said.join(', ')}`
}
