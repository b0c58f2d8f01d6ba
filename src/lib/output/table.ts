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
const MIN_SHRUNK = 12

const ANSI = /\u001b\[[0-9;]*m/g
/** Columns that a text takes on a terminal. */
export const visible = (text: string): number =>
  text.includes('\u001b') ? text.replace(ANSI, '').length : text.length

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
  const margin = ' '.repeat(indent)
  const line = (text: (cell: (typeof fitted)[number]) => string): string =>
    (margin + fitted.map((cell) => pad(text(cell), cell)).join(' '.repeat(GAP))).trimEnd()
  const body = rows.map((_, index) => line(({texts}) => texts[index] ?? ''))
  return [line(({column}) => column.header), ...body].join('\n')
}

function pad<Row>(text: string, {column, width}: Fitted<Row>): string {
  const room = width - visible(text)
  if (room < 0) return `${text.replace(ANSI, '').slice(0, width - 1)}…`
  return column.align === 'right' ? ' '.repeat(room) + text : text + ' '.repeat(room)
}

interface Cells<Row> {
  column: Column<Row>
  texts: readonly string[]
}

interface Fitted<Row> extends Cells<Row> {
  width: number
}

function fit<Row>(cells: readonly Cells<Row>[], limit: number): Fitted<Row>[] {
  let kept = cells.map((cell) => ({
    ...cell,
    width: cell.texts.reduce((most, text) => Math.max(most, visible(text)), visible(cell.column.header)),
  }))
  const total = (): number => kept.reduce((sum, {width}) => sum + width, (kept.length - 1) * GAP)
  while (total() > limit) {
    const droppable = Math.max(...kept.map(({column}) => column.dropFirst ?? 0))
    if (droppable <= 0) break
    kept = kept.filter(({column}) => column.dropFirst !== droppable)
  }
  // From the right, since what comes first names the row.
  for (const cell of kept.toReversed()) {
    const over = total() - limit
    if (over <= 0) break
    if (cell.column.shrink) cell.width = Math.max(Math.min(cell.width, MIN_SHRUNK), cell.width - over)
  }
  return kept
}
