import {needsSomebody, type ListedTopic, type TopicList} from '../../kafka/topics/list.js'
import {byteSize, count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {sign, unreadBrokers} from './topic-words.js'

export interface TopicListViewOptions {
  /** Settings that are columns. */
  readonly configs?: readonly string[]
  /** Topics without problems were left out. */
  readonly problems?: boolean
  readonly width?: number
}

export function topicListView(list: TopicList, options: TopicListViewOptions = {}): string {
  const {configs = [], problems = false, width = outputWidth()} = options
  const {topics, failed, cluster} = list
  const table = topics.length > 0 ? renderTable(topics, columns(configs), {width, indent: 1}) : ''
  return [
    headline('Topics', facts(topics, problems), cluster, {width, above: table}),
    table,
    unreadBrokers(failed),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

function columns(configs: readonly string[]): Column<ListedTopic>[] {
  return [
    {
      header: '  TOPIC',
      value: (topic) => sign(needsSomebody(topic)) + printable(topic.name),
      shrink: true,
    },
    {header: 'PARTITIONS', value: (topic) => (topic.error ? '?' : count(topic.partitions)), align: 'right'},
    {
      header: 'REPLICAS',
      value: (topic) => (topic.error ? '?' : count(topic.replicas)),
      align: 'right',
      dropFirst: 1,
    },
    {header: 'SIZE', value: sizeText, align: 'right'},
    ...configs.map((name): Column<ListedTopic> => ({
      header: name,
      value: ({config}) => (config ? printable(config[name] ?? '-') : ''),
      align: 'right',
    })),
    {header: 'NOTE', value: note, shrink: true},
  ]
}

const sizeText = (topic: ListedTopic): string =>
  'size' in topic ? (topic.size === undefined ? '?' : byteSize(topic.size)) : ''

function note({leaderless, underReplicated, partitions, internal, error}: ListedTopic): string {
  if (error) return printable(error.line)
  const of = (n: number, what: string): string[] =>
    n === 0 ? [] : [partitions === 1 ? what : `${count(n)} ${what}`]
  return [
    ...of(leaderless, 'without leader'),
    ...of(underReplicated, 'under-replicated'),
    ...(internal ? ['internal'] : []),
  ].join(', ')
}

function facts(topics: readonly ListedTopic[], problems: boolean): string[] {
  if (topics.length === 0)
    return [problems ? 'no topic needs somebody' : 'no topic is there, or none that this user may see']
  const partitions = topics.reduce((sum, topic) => sum + topic.partitions, 0)
  const having = (what: 'leaderless' | 'underReplicated'): number =>
    topics.filter((topic) => topic[what] > 0).length
  const unreadable = topics.filter(({error}) => error).length
  const {red} = paint()
  const of = (n: number, what: string): string[] => (n === 0 ? [] : [red(`${count(n)} ${what}`)])
  return [
    plural(topics.length, 'topic'),
    plural(partitions, 'partition'),
    ...of(having('leaderless'), 'with partitions without leader'),
    ...of(having('underReplicated'), 'under-replicated'),
    ...of(unreadable, 'not readable'),
  ]
}
