import type {ChangeOutcome} from '../../change/audit-entry.js'
import type {UndoEntry} from '../../change/undo-store.js'
import {printable} from '../format.js'
import {renderTable} from '../table.js'

const WORDS: Readonly<Record<ChangeOutcome, string>> = {
  done: 'done',
  partial: 'in part',
  interrupted: 'interrupted',
  failed: 'unknown',
}

/** What can be put back, for `kbook <verb> undo --list`. */
export function undoListView(entries: readonly UndoEntry[], verb: string): string {
  if (entries.length === 0) return 'nothing to undo'
  const table = renderTable(
    entries,
    [
      {header: 'ID', value: ({id}) => id},
      {header: 'WHEN (UTC)', value: ({time}) => time.slice(0, 19).replace('T', ' ')},
      {header: 'CLUSTER', value: ({cluster}) => printable(cluster.name), dropFirst: 1},
      {header: 'OUTCOME', value: ({outcome}) => (outcome ? WORDS[outcome] : 'unknown'), dropFirst: 2},
      {header: 'CHANGED', value: ({subject}) => printable(subject), shrink: true},
    ],
    {indent: 3},
  )
  return `${table}\n\n   kbook ${verb} undo ID --dry-run`
}
