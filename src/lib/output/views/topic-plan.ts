import type {SettingChange, TopicStep} from '../../kafka/topics/steps.js'
import type {TopicWarning} from '../../kafka/topics/new-topic-checks.js'
import {plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {shellWord} from '../shell-word.js'
import {outputWidth, paint} from '../style.js'
import {renderTable} from '../table.js'
import {wrap} from '../wrap.js'
import {settingMeaning} from './topic-words.js'

export interface TopicPlan {
  readonly cluster: string
  readonly steps: readonly TopicStep[]
  /** Topics of which nothing changes. */
  readonly unchanged?: readonly string[]
  /** Topics that were to be made and are there already. */
  readonly existing?: readonly string[]
  /** Compacted topics among those that get partitions. */
  readonly compacted?: readonly string[]
  readonly replicas?: readonly {readonly topic: string; readonly is: number; readonly wanted: number}[]
  readonly warnings?: readonly TopicWarning[]
  /** Settings that somebody changed since the change that is undone. */
  readonly changedSince?: readonly string[]
}

interface Row {
  readonly sign: '+' | '~'
  readonly topic: string
  readonly what: string
  readonly from: string
  readonly to: string
  /** The values in words, such as `7d → 14d`. */
  readonly means: string
}

/** What becomes of topics, a line for each thing that changes, then what to know before it is done. */
export function topicPlanView(plan: TopicPlan, width = outputWidth()): string {
  const {steps, cluster} = plan
  const rows = steps.flatMap(stepRows)
  const table = rows.length > 0 ? renderTable(rows, columns(), {width, indent: 1}) : ''
  const same = [...(plan.unchanged ?? []), ...(plan.existing ?? [])]
  const starred = rows.some(({from, to}) => from.endsWith(BY_CLUSTER) || to.endsWith(BY_CLUSTER))
  const fold = [
    ...(starred ? [`   ${BY_CLUSTER} as the cluster has it, not set by the topic`] : []),
    ...(same.length > 0 ? [`   ${sameText(plan)}`] : []),
  ].map((line) => paint().dim(line))
  return [
    headline('Plan', facts(steps), cluster, {width, above: table}),
    [table, ...fold].filter((part) => part !== '').join('\n'),
    remarks(plan, width),
  ]
    .filter((block) => block !== '')
    .join('\n\n')
}

const columns = (): Parameters<typeof renderTable<Row>>[1] => [
  {header: '  TOPIC', value: ({sign, topic}) => `${sign} ${printable(topic)}`, shrink: true},
  {header: 'WHAT', value: ({what}) => printable(what)},
  {header: 'NOW', value: ({from}) => printable(from), shrink: true},
  {header: 'THEN', value: ({to}) => printable(to), shrink: true},
  {header: 'MEANS', value: ({means}) => means, dropFirst: 1},
]

function facts(steps: readonly TopicStep[]): string[] {
  const topicsOf = (wanted: (step: TopicStep) => boolean): number =>
    new Set(steps.filter(wanted).map(({topic}) => topic)).size
  const said = [
    [topicsOf(({kind}) => kind === 'create'), 'created'],
    [topicsOf(({kind}) => kind !== 'create'), 'changed'],
  ] as const
  const some = said.filter(([n]) => n > 0).map(([n, word]) => `${plural(n, 'topic')} ${word}`)
  return some.length > 0 ? some : ['nothing to change']
}

function stepRows(step: TopicStep): Row[] {
  const {topic} = step
  if (step.kind === 'create') {
    const {partitions, replicas} = step.becomes
    const size = [
      partitions === undefined ? 'partitions by default' : plural(partitions, 'partition'),
      replicas === undefined ? 'replicas by default' : plural(replicas, 'replica'),
    ].join(', ')
    return [
      {sign: '+', topic, what: 'new', from: '', to: size, means: ''},
      ...Object.entries(step.as.configs).map(([name, value]): Row => ({
        ...{sign: '+', topic, what: name, from: ''},
        to: plain(value),
        means: settingMeaning(name, value),
      })),
    ]
  }
  if (step.kind === 'partitions') {
    return [{sign: '~', topic, what: 'partitions', from: String(step.from), to: String(step.to), means: ''}]
  }
  return step.changes.map((change): Row => ({sign: '~', topic, what: change.name, ...values(change)}))
}

function values({
  name,
  operation,
  overridden,
  from,
  to,
}: SettingChange): Omit<Row, 'sign' | 'topic' | 'what'> {
  const text = (value: string | null | undefined, own: boolean): string =>
    value === undefined ? BY_CLUSTER : plain(value) + (own ? '' : ` ${BY_CLUSTER}`)
  const meanings = [from, to].map((value) => settingMeaning(name, value ?? null))
  return {
    from: text(from, overridden),
    to: text(to, operation !== 'delete'),
    means: meanings.every((one) => one === '') ? '' : meanings.map((one) => one || '…').join(' → '),
  }
}

/** After a value that the topic does not set itself. */
const BY_CLUSTER = '*'

const plain = (value: string | null): string => (value === null ? '-' : value === '' ? '(empty)' : value)

function sameText({unchanged = [], existing = []}: TopicPlan): string {
  return [
    ...(unchanged.length > 0 ? [`${plural(unchanged.length, 'topic')} as wanted already`] : []),
    ...(existing.length > 0 ? [`exists already, left alone: ${printable(few(existing))}`] : []),
  ].join(' · ')
}

/** What cannot be taken back, and what this does not do. */
function remarks(
  {steps, compacted = [], replicas = [], warnings = [], changedSince = []}: TopicPlan,
  width: number,
): string {
  const grows = steps.some(({kind}) => kind === 'partitions')
  const paragraphs = [
    ...warnings.map(({topics, message}) => [`${few(topics)}: ${message}`]),
    ...(grows
      ? [
          [
            'more partitions cannot be taken back',
            'New records of a key may go to another partition than its old ones, so that their order is lost where both are read. Producers and consumers see the new partitions within minutes; a consumer that starts at the end misses what came before it saw them.',
          ],
        ]
      : []),
    ...compacted.map((topic) => [
      `${topic} is compacted: the last value of a key stays in its old partition for ever, beside newer ones in the new`,
    ]),
    ...replicas.map(({topic, is, wanted}) => [
      `${topic} has ${plural(is, 'replica')} and the file says ${wanted}: not changed here`,
      `kbook topic reassign ${shellWord(topic)} --replication-factor ${wanted}`,
    ]),
    ...changedSince.map((what) => [`${what} was changed again since: this takes that back, too`]),
  ]
  const sign = paint().yellow('!')
  return paragraphs
    .map((lines) => {
      const [first = '', ...rest] = lines.flatMap((line) => wrap(printable(line), width - 3))
      return [` ${sign} ${first}`, ...rest.map((line) => `   ${line}`)].join('\n')
    })
    .join('\n')
}

/** The first of many names. */
const few = (names: readonly string[]): string =>
  names.length <= 5 ? names.join(', ') : `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
