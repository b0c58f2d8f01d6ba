import Table from 'cli-table3'
import {outputWidth} from './style.js'

export interface Column<Row> {
  header: string
  value: (row: Row) => string
  align?: 'left' | 'right'
  /** Where the terminal is too narrow, columns go by descending number; without one it always stays. */
  dropFirst?: number
  /** May be cut with `…` when dropping columns was not enough. */
  shrink?: boolean
}

export interface TableOptions {
  width?: number
  indent?: number
}

const GAP = 2
const NO_BORDERS = Object.fromEntries(
  ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right']
    .concat(['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'])
    .map((name) => [name, name === 'middle' ? ' '.repeat(GAP) : '']),
)
const MIN_SHRUNK = 12

const ANSI = /\u001b\[[0-9;]*m/g
/** Columns that a text takes on a terminal. */
export const visible = (text: string): number => text.replace(ANSI, '').length

/** Rows as aligned text without borders: numbers to the right, no blanks at line ends. */
export function renderTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  options: TableOptions = {},
): string {
  const indent = options.indent ?? 0
  const cells = columns.map((column) => ({column, texts: rows.map((row) => column.value(row))}))
  // A column that says nothing in any row is not shown.
  const used = cells.filter(({column, texts}) => column.header === '' || texts.some((text) => text !== ''))
  const fitted = fit(used, (options.width ?? outputWidth()) - indent)
  const table = new Table({
    head: fitted.map(({column}) => column.header),
    colAligns: fitted.map(({column}) => column.align ?? 'left'),
    colWidths: fitted.map(({width}) => width),
    chars: NO_BORDERS,
    style: {head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true},
  })
  for (const index of rows.keys()) table.push(fitted.map(({texts}) => texts[index] ?? ''))
  return table
    .toString()
    .split('\n')
    .map((line) => (' '.repeat(indent) + line).trimEnd())
    .join('\n')
}

interface Cells<Row> {
  column: Column<Row>
  texts: readonly string[]
}

function fit<Row>(cells: readonly Cells<Row>[], limit: number): (Cells<Row> & {width: number})[] {
  let kept = cells.map((cell) => ({
    ...cell,
    width: Math.max(1, visible(cell.column.header), ...cell.texts.map(visible)),
  }))
  const total = (): number => kept.reduce((sum, {width}) => sum + width, (kept.length - 1) * GAP)
  while (total() > limit) {
    const droppable = Math.max(...kept.map(({column}) => column.dropFirst ?? 0))
    if (droppable <= 0) break
    kept = kept.filter(({column}) => column.dropFirst !== droppable)
  }
  for (const cell of kept) {
    const over = total() - limit
    if (over <= 0) break
    if (cell.column.shrink) cell.width = Math.max(MIN_SHRUNK, cell.width - over)
  }
  return kept
}
