import type {PartitionRate, TopicRate, TopicRates} from '../../kafka/topics/rate.js'
import {byteSize, count, duration, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {perSecond, sign, unreadBrokers} from './topic-words.js'

export interface TopicRateViewOptions {
  /** Topics and partitions that nothing was written to are shown, too. */
  readonly zero?: boolean
  readonly width?: number
}

/** How fast one topic is written, by partition, or several, each in a row; the busiest first. */
export function topicRateView(rates: TopicRates, options: TopicRateViewOptions = {}): string {
  const {zero = false, width = outputWidth()} = options
  const {topics, cluster, overMs, failed} = rates
  const [only] = topics
  const one = only && topics.length === 1 ? only : undefined
  const rows: readonly Rated[] = one ? one.partitions : topics
  const shown = rows.filter((row) => zero || isBusy(row))
  const table = shown.length > 0 ? renderTable(shown, one ? PARTITIONS : TOPICS, {width, indent: 1}) : ''
  const hidden = rows.length - shown.length
  const what = one ? 'partition' : 'topic'
  const fold = hidden > 0 ? paint().dim(`   ${plural(hidden, what)} without writes hidden (--zero)`) : ''
  const total = topics.reduce((sum, {messagesPerSecond}) => sum + messagesPerSecond, 0)
  const bytes = topics.map(({bytesPerSecond}) => bytesPerSecond)
  const known = bytes.every((rate) => rate !== undefined)
  const facts = [
    ...(one ? [] : [plural(topics.length, 'topic')]),
    perSecond(total).replace('/s', ' messages/s'),
    ...(known ? [`${byteSize(Math.round(bytes.reduce((sum, rate) => sum + rate, 0)))}/s`] : []),
    `over ${duration(overMs)}`,
  ]
  return [
    headline(one ? printable(one.topic) : 'Topics', facts, cluster, {width, above: table}),
    [table, fold].filter((part) => part !== '').join('\n'),
    unreadBrokers(failed),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

type Rated = TopicRate | PartitionRate

const isBusy = (row: Rated): boolean =>
  row.messagesPerSecond !== 0 || ('partitions' in row && row.partitions.some(({error}) => error))

const bytesText = ({bytesPerSecond: rate}: Rated): string =>
  rate === undefined ? '?' : `${byteSize(Math.round(rate))}/s`

const RATES: readonly Column<Rated>[] = [
  {header: 'MESSAGES', value: (row) => perSecond(row.messagesPerSecond), align: 'right'},
  {header: 'BYTES', value: bytesText, align: 'right', dropFirst: 1},
]

const TOPICS: readonly Column<Rated>[] = [
  {
    header: '  TOPIC',
    value: (row) =>
      ('partitions' in row ? sign(row.partitions.some(({error}) => error)) : '  ') + printable(row.topic),
    shrink: true,
  },
  ...RATES,
  {
    header: 'PARTITIONS',
    value: (row) => ('partitions' in row ? count(row.partitions.length) : ''),
    align: 'right',
  },
]

const PARTITIONS: readonly Column<Rated>[] = [
  {
    header: '  P',
    value: (row) => ('partition' in row ? sign(row.error !== undefined) + count(row.partition) : ''),
  },
  ...RATES,
  {
    header: 'END',
    value: (row) => ('end' in row && row.end !== undefined ? count(row.end) : ''),
    align: 'right',
  },
  {
    header: 'NOTE',
    value: (row) => ('error' in row && row.error ? printable(row.error.line) : ''),
    shrink: true,
  },
]
