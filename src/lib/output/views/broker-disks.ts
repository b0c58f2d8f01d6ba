import type {BrokerDisks, DiskReport, DiskUse, LargeReplica} from '../../kafka/brokers/disks.js'
import {byteSize, count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {alarm, blocks, errorLines, free, isFull, mark} from './broker-words.js'

const UNEVEN = 1.2

type Row = DiskUse & {readonly broker: number}

/** `kbook broker logdirs` */
export function diskReportView(report: DiskReport, width = outputWidth()): string {
  const rows = report.brokers.flatMap(({broker, dirs}) => dirs.map((dir) => ({...dir, broker})))
  const sorted = [...rows].sort((a, b) => Number(b.error !== undefined) - Number(a.error !== undefined))
  const columns: Column<Row>[] = [
    {header: '  BROKER', value: (row) => mark(isBad(row)) + String(row.broker).padStart(6)},
    ...dirColumns<Row>(),
  ]
  const table = sorted.length > 0 ? renderTable(sorted, columns, {width, indent: 1}) : ''
  return blocks(
    headline('Log directories', facts(report), report.cluster, {width, above: table}),
    table,
    report.largest.length > 0 ? renderTable(report.largest, largestColumns(), {width, indent: 3}) : '',
    remarks(report).join('\n'),
  )
}

/** Directories of one broker. */
export const diskColumns = (): Column<DiskUse>[] => {
  const [first, ...rest] = dirColumns()
  if (!first) return []
  return [
    {...first, header: `  ${first.header}`, value: (dir) => mark(isBad(dir)) + first.value(dir)},
    ...rest,
  ]
}

const isBad = ({error, usableBytes, totalBytes}: DiskUse): boolean =>
  error !== undefined || isFull(usableBytes, totalBytes)

const dirColumns = <D extends DiskUse>(): Column<D>[] => [
  {header: 'LOG DIRECTORY', value: ({path}) => printable(path), shrink: true},
  {header: 'REPLICAS', value: ({error, replicas}) => (error ? '' : count(replicas)), align: 'right'},
  {header: 'SIZE', value: ({bytes, error}) => (error ? 'offline' : byteSize(bytes)), align: 'right'},
  {header: 'COMING', value: ({incoming}) => (incoming > 0 ? count(incoming) : ''), align: 'right'},
  {header: 'FREE', value: ({totalBytes, usableBytes}) => free(usableBytes, totalBytes), align: 'right'},
  {
    header: 'OF',
    value: ({totalBytes}) => (totalBytes === undefined ? '' : byteSize(totalBytes)),
    align: 'right',
    dropFirst: 1,
  },
]

const largestColumns = (): Column<LargeReplica>[] => [
  {header: 'LARGEST', value: ({topic}) => printable(topic), shrink: true},
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'BROKER', value: ({broker}) => String(broker), align: 'right'},
  {header: 'SIZE', value: ({bytes}) => byteSize(bytes), align: 'right'},
  {header: 'LOG DIRECTORY', value: ({path}) => printable(path), dropFirst: 1},
]

function facts({brokers, bytes, skew}: DiskReport): string[] {
  const readable = brokers.filter(({error}) => !error).length
  return [
    `${byteSize(bytes)} on ${plural(readable, 'broker')}`,
    ...(skew === undefined || readable < 2 ? [] : [evenness(skew)]),
  ]
}

const evenness = (skew: number): string =>
  skew < UNEVEN ? 'evenly spread' : `the fullest holds ${skew.toFixed(1)} times the average`

function remarks({brokers}: DiskReport): string[] {
  const offline = brokers.flatMap(({broker, dirs}) =>
    dirs.flatMap((dir) => (dir.error ? errorLines(dir.error, `broker ${broker}: `) : [])),
  )
  const full = brokers.flatMap(({broker, dirs}) =>
    dirs
      .filter(({usableBytes, totalBytes}) => isFull(usableBytes, totalBytes))
      .map(({path}) => alarm(`less than a tenth of ${printable(path)} on broker ${broker} is free`)),
  )
  const unread = brokers.flatMap(({broker, error}) => (error ? errorLines(error, `broker ${broker}: `) : []))
  return [...offline, ...unread, ...full, ...brokers.flatMap(lopsided)]
}

function lopsided({broker, dirs}: BrokerDisks): string[] {
  const sizes = dirs.filter(({error}) => !error).map(({bytes}) => Number(bytes))
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)]
  return sizes.length > 1 && most > 2 * least && most - least > 1024 ** 3
    ? [
        `   the directories of broker ${broker} are filled unevenly: ${byteSize(most)} beside ${byteSize(least)}`,
      ]
    : []
}
