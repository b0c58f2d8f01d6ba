import type {BrokerList, BrokerRow} from '../../kafka/brokers/list.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {alarm, blocks, errorLines, free, isFull, mark, share, size} from './broker-words.js'

/** `kbook broker list` */
export function brokerListView(list: BrokerList, width = outputWidth()): string {
  const table = renderTable(list.brokers, columns(), {width, indent: 1})
  return blocks(
    headline('Brokers', facts(list), list.cluster, {width, above: table}),
    table,
    remarks(list).join('\n'),
  )
}

function facts({brokers, topics, partitions, underReplicated, leaderless}: BrokerList): string[] {
  const away = brokers.filter(({alive}) => !alive).length
  return [
    plural(brokers.length - away, 'broker'),
    ...(away > 0 ? [`${count(away)} away`] : []),
    `${plural(partitions, 'partition')} of ${plural(topics, 'topic')}`,
    ...(leaderless > 0 ? [`${count(leaderless)} without a leader`] : []),
    underReplicated > 0 ? `${count(underReplicated)} under-replicated` : 'all in sync',
  ]
}

const isBad = ({alive, outOfSync, offlineDirs, error, usableBytes, totalBytes}: BrokerRow): boolean =>
  !alive || outOfSync > 0 || offlineDirs > 0 || error !== undefined || isFull(usableBytes, totalBytes)

const columns = (): Column<BrokerRow>[] => [
  {header: '   ID', value: (row) => `${mark(isBad(row))}${String(row.id).padStart(3)}`},
  {
    header: 'ADDRESS',
    value: ({alive, host, port}) => (alive ? `${printable(host ?? '')}:${port}` : 'away'),
    shrink: true,
  },
  {header: 'RACK', value: ({rack}) => printable(rack ?? ''), dropFirst: 2},
  {header: 'ROLE', value: ({controller}) => (controller ? 'controller' : ''), dropFirst: 4},
  {header: 'LEADERS', value: ({leaders}) => count(leaders), align: 'right'},
  {
    header: 'PREFERRED',
    value: ({preferred, preferredLed}) => share(preferredLed, preferred),
    align: 'right',
    dropFirst: 1,
  },
  {header: 'REPLICAS', value: ({replicas}) => count(replicas), align: 'right'},
  {header: 'NOT IN SYNC', value: ({outOfSync}) => (outOfSync > 0 ? count(outOfSync) : ''), align: 'right'},
  {header: 'SIZE', value: ({bytes}) => size(bytes), align: 'right'},
  {
    header: 'FREE',
    value: ({usableBytes, totalBytes}) => free(usableBytes, totalBytes),
    align: 'right',
    dropFirst: 3,
  },
]

function remarks({brokers, leaderless, notPreferred}: BrokerList): string[] {
  const unsized = brokers.filter(({error}) => error)
  const [first] = unsized
  return [
    ...brokers
      .filter(({alive}) => !alive)
      .flatMap(({id}) => [
        alarm(`broker ${id} is away: what it has to copy and lead is not done`),
        `   kbook broker describe ${id}`,
      ]),
    ...brokers
      .filter(({offlineDirs}) => offlineDirs > 0)
      .flatMap(({id, offlineDirs}) => [
        alarm(`broker ${id} has ${plural(offlineDirs, 'log directory', 'log directories')} offline`),
        `   kbook broker logdirs ${id}`,
      ]),
    ...brokers
      .filter(({usableBytes, totalBytes}) => isFull(usableBytes, totalBytes))
      .flatMap(({id}) => [alarm(`the disk of broker ${id} is nearly full`), `   kbook broker logdirs ${id}`]),
    ...(first?.error ? errorLines(first.error, unsized.length > 1 ? `${unsized.length} brokers: ` : '') : []),
    ...(notPreferred > leaderless && brokers.every(({alive}) => alive)
      ? [
          `   ${plural(notPreferred, 'partition is', 'partitions are')} not led by the preferred replica`,
          '   kbook topic elect-leaders --all',
        ]
      : []),
  ]
}
