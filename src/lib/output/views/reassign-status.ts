import type {MoveProgress} from '../../kafka/reassign/progress.js'
import {isForgotten, type ReassignStatus} from '../../kafka/reassign/status.js'
import {isThrottled} from '../../kafka/reassign/throttle.js'
import {byteSize, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {alarm, blocks, errorLines, size} from './broker-words.js'
import {throttleText} from './reassign-throttle.js'

const SHOWN = 30

/** `kbook topic reassign-status` */
export function reassignStatusView(status: ReassignStatus, width = outputWidth()): string {
  const {bytesLeft, cluster, moves, throttle, throttleError, unsized} = status
  const table = moveTable(moves, width)
  const facts =
    moves.length === 0
      ? ['nothing is on the move']
      : [
          `${plural(moves.length, 'move')} under way`,
          `${byteSize(bytesLeft)}${unsized > 0 ? ' or more' : ''} left`,
        ]
  return blocks(
    headline('Reassignments', facts, cluster, {width, above: table}),
    table,
    throttleError ? errorLines(throttleError, 'throttles: ').join('\n') : '',
    throttle && moves.length > 0 && isThrottled(throttle) ? `   ${throttleText(throttle)}` : '',
    throttle && isForgotten(status)
      ? [
          alarm(`a throttle was left behind: ${throttleText(throttle)}`),
          '   It slows down every broker that has to catch up.',
          '   kbook topic reassign-throttle off',
        ].join('\n')
      : '',
  )
}

/** The plan of `kbook topic reassign-cancel`. */
export function cancelPlanView(
  moves: readonly MoveProgress[],
  cluster: string,
  width = outputWidth(),
): string {
  const table = moveTable(moves, width)
  const facts = moves.length === 0 ? ['nothing of it is on the move'] : [plural(moves.length, 'move')]
  return blocks(
    headline('Cancel of moves', facts, cluster, {width, above: table}),
    table,
    moves.length === 0
      ? ''
      : '   The replicas from before stay, and what was copied is deleted. A throttle stays:\n' +
          '   kbook topic reassign-throttle off',
  )
}

function moveTable(moves: readonly MoveProgress[], width: number): string {
  if (moves.length === 0) return ''
  const table = renderTable(moves.slice(0, SHOWN), columns(), {width, indent: 3})
  const hidden = moves.length - SHOWN
  return hidden > 0 ? `${table}\n${paint().dim(`   ${plural(hidden, 'move')} more (--json has all)`)}` : table
}

const columns = (): Column<MoveProgress>[] => [
  {header: 'TOPIC', value: ({topic}) => printable(topic), shrink: true},
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'STAYS', value: ({adding, removing, replicas}) => without(replicas, [...adding, ...removing])},
  {header: 'COMES', value: ({adding}) => adding.join(',')},
  {header: 'GOES', value: ({removing}) => removing.join(',')},
  {header: 'LEFT', value: ({bytesLeft}) => size(bytesLeft), align: 'right'},
  {header: 'OF', value: ({bytes}) => size(bytes), align: 'right'},
]

const without = (ids: readonly number[], gone: readonly number[]): string =>
  ids.filter((id) => !gone.includes(id)).join(',')
