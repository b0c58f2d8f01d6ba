import type {BrokerDescription, TroubledPartition} from '../../kafka/brokers/describe.js'
import type {ConfigEntry} from '../../kafka/configs/types.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {diskColumns} from './broker-disks.js'
import {blocks, errorLines, mark, share, size} from './broker-words.js'

const SHOWN = 20

/** `kbook broker describe` */
export function brokerView(described: BrokerDescription, width = outputWidth()): string {
  const {broker, cluster, configs, dirs, errors, troubled} = described
  const shown = troubled.slice(0, SHOWN)
  return blocks(
    headline(`Broker ${broker.id}`, facts(described), cluster, {width, above: ''}),
    errors.flatMap((error) => errorLines(error)).join('\n'),
    shown.length === 0
      ? ''
      : [
          renderTable(shown, troubleColumns(broker.alive), {width, indent: 1}),
          more(troubled.length - shown.length),
        ]
          .filter((line) => line !== '')
          .join('\n'),
    dirs.length === 0 ? '' : renderTable(dirs, diskColumns(), {width, indent: 1}),
    configs.length === 0
      ? ''
      : [
          renderTable(configs, settingColumns(), {width, indent: 3}),
          paint().dim(`   what nobody has set: kbook broker config describe ${broker.id} --all`),
        ].join('\n'),
  )
}

function facts({broker, release}: BrokerDescription): string[] {
  const {alive, bytes, controller, host, leaders, outOfSync, port, preferred, preferredLed, rack, replicas} =
    broker
  return [
    alive ? `${printable(host ?? '')}:${port}` : 'away',
    ...(rack === undefined ? [] : [`rack ${printable(rack)}`]),
    ...(controller ? ['controller'] : []),
    ...(release?.kafka === undefined ? [] : [`Kafka ${release.kafka} by its features`]),
    ...(release ? [`answers ${release.apis} kinds of requests`] : []),
    `leads ${count(leaders)}, ${share(preferredLed, preferred)} of those it should`,
    `${plural(replicas, 'replica')}${alive ? ` in ${size(bytes)}` : ''}`,
    outOfSync > 0 ? `${count(outOfSync)} not in sync` : 'all in sync',
  ]
}

const more = (hidden: number): string =>
  hidden > 0 ? paint().dim(`   ${plural(hidden, 'partition')} more (--json has all)`) : ''

const WORDS = {
  leaderless: 'no leader',
  offline: 'its disk is offline',
  'out-of-sync': 'copies too slowly, or not at all',
  'under-replicated': 'leads it, and others lag behind',
} as const

const troubleColumns = (alive: boolean): Column<TroubledPartition>[] => [
  {header: '  TOPIC', value: ({topic}) => mark(true) + printable(topic), shrink: true},
  {header: 'P', value: ({partition}) => String(partition), align: 'right'},
  {header: 'LEADER', value: ({leader}) => (leader === undefined ? 'none' : String(leader)), align: 'right'},
  {header: 'REPLICAS', value: ({replicas}) => replicas.join(',')},
  {header: 'IN SYNC', value: ({isr}) => isr.join(',')},
  {
    header: 'TROUBLE',
    value: ({trouble}) => (trouble === 'offline' && !alive ? 'it is away' : WORDS[trouble]),
    shrink: true,
  },
]

const settingColumns = (): Column<ConfigEntry>[] => [
  {header: 'SETTING', value: ({name}) => printable(name), shrink: true},
  {header: 'VALUE', value: settingValue, shrink: true},
  {header: 'SET BY', value: ({source}) => sourceWord(source)},
]

/** A value on one line; secrets are told to nobody. */
export const settingValue = ({sensitive, value}: Pick<ConfigEntry, 'sensitive' | 'value'>): string =>
  sensitive ? '(secret)' : value === null ? '(none)' : value === '' ? '(empty)' : printable(value)

const SOURCES: Readonly<Record<string, string>> = {
  broker: 'this broker',
  'default-broker': 'all brokers',
  'static-broker': 'its file',
  default: 'nobody',
}

/** Who has set a value. */
export const sourceWord = (source: ConfigEntry['source']): string => SOURCES[source] ?? source
