import type {BrokerShift, PlannedMove, ReassignPlan} from '../../kafka/reassign/types.js'
import {byteSize, count, duration, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {wrap} from '../wrap.js'
import {alarm, blocks, errorLines} from './broker-words.js'

const SHOWN = 30
/** Topics that a warning names. */
const NAMED = 5
/** From here on copying without a limit may be felt by producers and consumers. */
const HEAVY_BYTES = 1024n ** 3n

/** The plan of `kbook topic reassign`. */
export function reassignPlanView(plan: ReassignPlan, width = outputWidth()): string {
  const {brokers, cluster, moves, obstacles, warnings} = plan
  const table =
    moves.length === 0 ? '' : renderTable(moves.slice(0, SHOWN), moveColumns(), {width, indent: 3})
  const hidden = moves.length - SHOWN
  return blocks(
    headline('Reassignment', facts(plan), cluster, {width, above: table}),
    hidden > 0
      ? `${table}\n${paint().dim(`   ${plural(hidden, 'move')} more (--export FILE has all)`)}`
      : table,
    brokers.length === 0 ? '' : renderTable(brokers, brokerColumns(), {width, indent: 3}),
    remarks(plan).join('\n'),
    warnings.flatMap((warning) => warningLines(warning, width)).join('\n'),
    obstacles.flatMap((error) => errorLines(error)).join('\n'),
  )
}

function facts({bytes, moves, unchanged, unsized}: ReassignPlan): string[] {
  const fine = unchanged > 0 ? [`${count(unchanged)} are as they should be`] : []
  if (moves.length === 0) return ['nothing to move', ...fine]
  return [
    plural(moves.length, 'partition'),
    moves.every(({adding}) => adding.length === 0)
      ? 'nothing to copy'
      : `${byteSize(bytes)}${unsized > 0 ? ' or more' : ''} to copy`,
    ...fine,
  ]
}

const moveColumns = (): Column<PlannedMove>[] => [
  {header: 'TOPIC', value: ({topic}) => printable(topic), shrink: true},
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'NOW', value: ({from}) => from.join(',')},
  {header: 'AFTER', value: ({to}) => to.join(',')},
  {header: 'COPY', value: copyText, align: 'right'},
]

function copyText({adding, bytes, removing}: PlannedMove): string {
  if (adding.length > 0) return bytes === undefined ? '?' : byteSize(bytes)
  return removing.length > 0 ? 'none' : 'order only'
}

const signed = (value: number): string => (value === 0 ? '' : `${value > 0 ? '+' : ''}${count(value)}`)
const amount = (bytes: bigint): string => (bytes === 0n ? '' : byteSize(bytes))

const brokerColumns = (): Column<BrokerShift>[] => [
  {header: 'BROKER', value: ({broker}) => String(broker), align: 'right'},
  {
    header: 'REPLICAS',
    value: ({replicasIn, replicasOut}) => signed(replicasIn - replicasOut),
    align: 'right',
  },
  {header: 'PREFERRED LEADER', value: ({leaders}) => signed(leaders), align: 'right', dropFirst: 1},
  {header: 'COMES', value: ({bytesIn}) => amount(bytesIn), align: 'right'},
  {header: 'GOES', value: ({bytesOut}) => amount(bytesOut), align: 'right'},
  {
    header: 'FREE NOW',
    value: ({usableBytes}) => (usableBytes === undefined ? '' : byteSize(usableBytes)),
    align: 'right',
  },
]

function warningLines({topics, message}: ReassignPlan['warnings'][number], width: number): string[] {
  const more = topics.length > NAMED ? ` and ${count(topics.length - NAMED)} more` : ''
  const names = topics.slice(0, NAMED).map(printable).join(', ')
  const [first = '', ...rest] = wrap(`${names}${more}: ${message}`, width - 3)
  return [alarm(first), ...rest.map((line) => `   ${line}`)]
}

function remarks({brokers, bytes, moves, throttle, unsized}: ReassignPlan): string[] {
  const most = brokers.reduce((max, {bytesIn}) => (bytesIn > max ? bytesIn : max), 0n)
  const speed =
    throttle === undefined || most === 0n
      ? bytes >= HEAVY_BYTES
        ? ['no limit on copying: producers and consumers may feel it (--throttle 50MB)']
        : []
      : [`at most ${byteSize(throttle)}/s a broker: ${duration((Number(most) * 1000) / throttle)} or more`]
  return [
    ...speed,
    ...(unsized > 0 ? [`the size of ${plural(unsized, 'partition')} is not known`] : []),
    ...(moves.some(({removing}) => removing.length > 0)
      ? ['what goes is deleted once all that comes is in sync']
      : []),
  ].map((line) => `   ${line}`)
}
