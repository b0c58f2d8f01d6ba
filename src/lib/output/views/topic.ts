import type {DescribedPartition, DescribedTopic, TopicDescriptions} from '../../kafka/topics/describe.js'
import type {ConfigEntry} from '../../kafka/configs/types.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {
  amount,
  compactedNote,
  messagesText,
  settingMeaning,
  sign,
  sizeText,
  unreadBrokers,
} from './topic-words.js'
import {topicRemarks} from './topic-remarks.js'

export interface TopicViewOptions {
  readonly allPartitions?: boolean
  readonly width?: number
}

/** Partitions without problems that are shown of a topic. */
const SHOWN = 24

/** Each topic with what is wrong, its partitions and its settings. */
export function topicView(described: TopicDescriptions, options: TopicViewOptions = {}): string {
  const {width = outputWidth(), allPartitions = false} = options
  const blocks = described.topics.map((topic) =>
    topicBlocks(topic, described.cluster, {width, allPartitions}),
  )
  return [...blocks, unreadBrokers(described.failed)].filter((block) => block !== '').join('\n\n')
}

function topicBlocks(
  topic: DescribedTopic,
  cluster: string,
  {width, allPartitions}: Required<TopicViewOptions>,
): string {
  const shown = allPartitions ? topic.partitions : worthShowing(topic.partitions)
  const hidden = topic.partitions.length - shown.length
  const rows = shown.length > 0 ? renderTable(shown, PARTITION_COLUMNS, {width, indent: 1}) : ''
  const fold =
    hidden > 0
      ? paint().dim(`   ${plural(hidden, 'more partition')} without problems (--all-partitions)`)
      : ''
  const table = [rows, fold].filter((part) => part !== '').join('\n')
  return [
    headline(printable(topic.name), facts(topic), cluster, {width, above: table}),
    topicRemarks(topic, width),
    [table, compactedNote(topic.compacted ? [topic.name] : [])].filter((part) => part !== '').join('\n'),
    topic.error ? '' : settings(topic, width),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function worthShowing(partitions: readonly DescribedPartition[]): readonly DescribedPartition[] {
  if (partitions.length <= SHOWN) return partitions
  let fine = 0
  return partitions.filter((one) => isProblem(one) || ++fine <= SHOWN)
}

const isProblem = ({flags, error}: DescribedPartition): boolean =>
  error !== undefined || flags.some((flag) => flag !== 'not-preferred')

function facts(topic: DescribedTopic): string[] {
  if (topic.error) return ['could not be read']
  return [
    plural(topic.partitions.length, 'partition'),
    plural(topic.replicas, 'replica'),
    topic.partitions.some(({error}) => error)
      ? `${count(topic.messages)}+? messages`
      : messagesText(topic.messages, topic.compacted ?? false),
    ...(topic.size === undefined ? [] : [`${sizeText(topic.size)} on disk`]),
    ...(topic.internal ? ['internal'] : []),
  ]
}

const ids = (brokers: readonly number[]): string => brokers.join(',')

const PARTITION_COLUMNS: readonly Column<DescribedPartition>[] = [
  {header: '  P', value: (one) => sign(isProblem(one)) + count(one.partition)},
  {header: 'LEADER', value: ({leader}) => leader?.toString() ?? 'none', align: 'right'},
  {header: 'REPLICAS', value: ({replicas}) => ids(replicas)},
  {header: 'IN SYNC', value: ({isr}) => ids(isr) || 'none'},
  {header: 'START', value: ({start}) => amount(start), align: 'right', dropFirst: 3},
  {header: 'END', value: ({end}) => amount(end), align: 'right', dropFirst: 2},
  {header: 'MESSAGES', value: ({messages}) => amount(messages), align: 'right'},
  {header: 'SIZE', value: ({size}) => sizeText(size), align: 'right', dropFirst: 1},
  {header: 'NOTE', value: note, shrink: true},
]

const WORDS = {
  leaderless: 'no leader',
  'under-min-isr': 'below min ISR',
  'under-replicated': 'under-replicated',
  'not-preferred': 'not its first leader',
} as const

function note({flags, error}: DescribedPartition): string {
  const [first] = flags
  if (first) return WORDS[first]
  return error ? printable(error.code.toLowerCase().replaceAll('_', ' ')) : ''
}

function settings({config, configError}: DescribedTopic, width: number): string {
  if (configError) {
    const lines = [configError.line, ...configError.hints].map(printable)
    return ` ${paint().red('!')} settings: ${lines.join('\n   ')}`
  }
  const all = config.some(({source}) => source !== 'topic')
  const fold = all ? '' : paint().dim('   the rest as the cluster has it (--all-configs)')
  if (config.length === 0) return paint().dim('   all settings as the cluster has them (--all-configs)')
  return [renderTable(config, SETTING_COLUMNS, {width, indent: 3}), fold]
    .filter((part) => part !== '')
    .join('\n')
}

const SOURCES: Readonly<Record<string, string>> = {
  topic: 'this topic',
  broker: 'its broker',
  'default-broker': 'all brokers',
  'static-broker': 'server.properties',
  default: 'Kafka',
}

const SETTING_COLUMNS: readonly Column<ConfigEntry>[] = [
  {header: 'SETTING', value: ({name}) => printable(name)},
  {header: 'VALUE', value: valueText, shrink: true},
  {header: 'MEANS', value: ({name, value}) => settingMeaning(name, value), dropFirst: 1},
  {header: 'SET BY', value: ({source}) => SOURCES[source] ?? source},
]

function valueText({value, sensitive}: ConfigEntry): string {
  if (sensitive) return '(hidden)'
  return value === null ? '-' : value === '' ? '(empty)' : printable(value)
}
