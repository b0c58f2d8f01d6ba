import type {BlockedElection, ElectionPlan, PlannedElection} from '../../kafka/elections/plan.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {alarm, blocks} from './broker-words.js'

const SHOWN = 30

/** The plan of `kbook topic elect-leaders`. */
export function electionPlanView(plan: ElectionPlan, width = outputWidth()): string {
  const {blocked, cluster, elections, fine, kind} = plan
  const unclean = kind === 'unclean'
  const table = listed(elections, columns(unclean), width)
  const facts = [
    elections.length === 0 ? 'no leader to elect' : `${plural(elections.length, 'leader')} to elect`,
    ...(blocked.length > 0 ? [`${count(blocked.length)} cannot be`] : []),
    ...(fine > 0 ? [`${count(fine)} ${unclean ? 'have a leader' : 'are fine'}`] : []),
  ]
  return blocks(
    headline(unclean ? 'Unclean election' : 'Election of preferred leaders', facts, cluster, {
      width,
      above: table,
    }),
    table,
    listed(blocked, blockedColumns(), width),
    unclean && elections.length > 0 ? dataLoss(elections) : '',
  )
}

function listed<R>(rows: readonly R[], columns: readonly Column<R>[], width: number): string {
  if (rows.length === 0) return ''
  const table = renderTable(rows.slice(0, SHOWN), columns, {width, indent: 3})
  const hidden = rows.length - SHOWN
  return hidden > 0
    ? `${table}\n${paint().dim(`   ${plural(hidden, 'partition')} more (--json has all)`)}`
    : table
}

const columns = (unclean: boolean): Column<PlannedElection>[] => [
  {header: 'TOPIC', value: ({topic}) => printable(topic), shrink: true},
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'LEADER', value: ({from}) => (from === undefined ? 'none' : String(from)), align: 'right'},
  {header: unclean ? 'LIKELY' : 'AFTER', value: ({to}) => String(to), align: 'right'},
  {header: 'REPLICAS', value: ({replicas}) => replicas.join(','), dropFirst: 1},
  {header: unclean ? 'WAS IN SYNC' : 'IN SYNC', value: ({isr}) => isr.join(','), dropFirst: 2},
]

const blockedColumns = (): Column<BlockedElection>[] => [
  {header: 'NOT POSSIBLE', value: ({topic}) => printable(topic), shrink: true},
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'LEADER', value: ({leader}) => (leader === undefined ? 'none' : String(leader)), align: 'right'},
  {header: 'WHY', value: ({reason}) => reason, shrink: true},
]

function dataLoss(elections: readonly PlannedElection[]): string {
  const away = [...new Set(elections.flatMap(({isr}) => isr))].sort((a, b) => a - b)
  return [
    alarm('This loses data, and nothing brings it back: messages that the new leader has'),
    '   not copied are gone for good, also once the old leader is back.',
    ...(away.length > 0
      ? [`   Nothing is lost when broker ${away.join(', ')} can be started again: try that first.`]
      : []),
  ].join('\n')
}
