import type {ShownGroup, ShownOffset, ShownOffsets} from '../../kafka/offsets/show.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'

/** Committed offsets, a table for each group. */
export function offsetShowView({groups, cluster, unanswered}: ShownOffsets, width = outputWidth()): string {
  const failed = unanswered.map(
    ({broker, error}) =>
      ` ${paint().red('!')} broker ${broker} did not list its groups: ${printable(error.line)}`,
  )
  const none = groups.length === 0 ? ['no group is there, or none that this user may see'] : []
  return [...groups.map((group) => groupBlock(group, cluster, width)), ...none, ...failed].join('\n\n')
}

function groupBlock(group: ShownGroup, cluster: string, width: number): string {
  const {offsets, state, type, error} = group
  const table = offsets.length > 0 ? renderTable(offsets, columns(type === 'share'), {width, indent: 1}) : ''
  const committed = offsets.filter(({committed}) => committed !== undefined).length
  const known = offsets.filter(({lag}) => lag !== undefined)
  const lag = known.reduce((sum, one) => sum + (one.lag ?? 0n), 0n)
  const unread = offsets.some((row) => row.error) ? '+?' : ''
  const facts = error
    ? [state]
    : offsets.length === 0
      ? [state, 'nothing committed']
      : [
          type === 'classic' || type === 'unknown' ? state : `${state} · ${type} group`,
          `${count(committed)} of ${plural(offsets.length, 'partition')} committed`,
          known.length > 0 ? `lag ${offsets.some(isAhead) ? '≤' : ''}${count(lag)}${unread}` : 'lag ?',
        ]
  const problems = offsets.flatMap((row) => (row.error ? [row.error.line] : []))
  const told = [...new Set([...(error ? [error.line] : []), ...problems])].slice(0, 5)
  return [
    headline(printable(group.group), facts, cluster, {width, above: table}),
    ...(table === '' ? [] : ['', table]),
    ...told.map((line) => ` ${paint().red('!')} ${printable(line)}`),
  ].join('\n')
}

const offset = (value: bigint | undefined, none: string): string =>
  value === undefined ? none : count(value)

/** A commit beyond the end of the log: where the group reads on is up to its auto.offset.reset. */
const isAhead = ({committed, end}: ShownOffset): boolean =>
  committed !== undefined && end !== undefined && committed > end

const lagText = (row: ShownOffset): string =>
  row.error ? '?' : `${isAhead(row) ? '≤' : ''}${offset(row.lag, '-')}`

const columns = (share: boolean): Column<ShownOffset>[] => [
  {
    header: '  TOPIC',
    value: ({topic, error}) => `${error ? `${paint().red('!')} ` : '  '}${printable(topic)}`,
    shrink: true,
  },
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: share ? 'READ TO' : 'COMMITTED', value: ({committed}) => offset(committed, '-'), align: 'right'},
  {header: 'START', value: ({logStart}) => offset(logStart, '?'), align: 'right', dropFirst: 2},
  {header: 'END', value: ({end}) => offset(end, '?'), align: 'right', dropFirst: 1},
  {header: 'LAG', value: lagText, align: 'right'},
  {
    header: 'EPOCH',
    value: ({leaderEpoch}) => (leaderEpoch === undefined ? '' : String(leaderEpoch)),
    align: 'right',
    dropFirst: 4,
  },
  {header: 'METADATA', value: ({metadata}) => printable(metadata), dropFirst: 3, shrink: true},
]
