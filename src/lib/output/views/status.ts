import type {AuditedChange} from '../../change/read-audit.js'
import type {HealthReport, Reading} from '../../kafka/health/types.js'
import type {BehindGroup, ClusterOverview, LagOverview, StatusReport} from '../../status/types.js'
import {count, plural, printable, timeOfDay} from '../format.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {auditColumns} from './audit.js'
import {findingLine, healthWords} from './health.js'

/** Findings that a screen of 24 lines has room for. */
const FINDINGS = 5
const LABEL = 12

/** One screen: the cluster, what is wrong, who is behind, and what was changed lately. */
export function statusView(report: StatusReport, width = outputWidth()): string {
  const {bold, dim} = paint()
  const head = `${bold(printable(report.cluster))}  ${dim(`${timeOfDay(Date.parse(report.at))} UTC`)}`
  const {overview} = report
  if ('error' in overview && 'error' in report.health) {
    // No broker answers: one cause, told once.
    const [first = '', ...rest] = overview.error.message.split('\n').map(printable)
    const lines = [` ${paint().red('✗')} ${first}`, ...rest.map((line) => `   ${line}`)]
    const hints = [...overview.error.hints, 'kbook cluster ping'].map((hint) => `   ${hint}`)
    return [head, ...lines, ...hints, '', ...changesPart(report.changes, width)].join('\n')
  }
  return [
    head,
    ...part('Cluster', overview, clusterPart, width),
    '',
    ...part('Health', report.health, (health) => healthPart(health, width), width),
    '',
    ...part('Lag', report.lag, (lag) => lagPart(lag, width), width),
    '',
    ...changesPart(report.changes, width),
  ].join('\n')
}

/** The first line begins with the part's name; a part that is not there says why. */
function part<T>(name: string, reading: Reading<T>, lines: (value: T) => string[], width: number): string[] {
  const {bold, yellow} = paint()
  const label = bold(name) + ' '.repeat(LABEL - name.length)
  if ('error' in reading)
    return [`${label}${yellow('?')} ${cut(printable(reading.error.line), width - LABEL - 2)}`]
  const [first = '', ...rest] = lines(reading.value)
  return [label + first, ...rest]
}

function clusterPart({brokers, away, controller, release, ...topics}: ClusterOverview): string[] {
  const {red, yellow} = paint()
  const gone = away.length > 0 ? [red(`${plural(away.length, 'broker')} away: ${away.join(', ')}`)] : []
  const trouble = [
    ...(topics.allTopics ? [] : [yellow('? others may be hidden')]),
    ...(topics.offline > 0 ? [red(`${count(topics.offline)} offline`)] : []),
    ...(topics.underReplicated > 0 ? [red(`${count(topics.underReplicated)} under-replicated`)] : []),
  ]
  return [
    [
      plural(brokers.length, 'broker'),
      ...gone,
      `controller ${controller ?? '?'}`,
      ...(release === undefined ? [] : [`Kafka ${release}`]),
    ].join(' · '),
    ' '.repeat(LABEL) +
      [plural(topics.topics, 'topic'), plural(topics.partitions, 'partition'), ...trouble].join(' · '),
  ]
}

function healthPart(report: HealthReport, width: number): string[] {
  const wrong = report.findings.filter(({level}) => level !== 'ok' && level !== 'info')
  const more = wrong.length - FINDINGS
  return [
    healthWords(report),
    ...wrong
      .slice(0, FINDINGS)
      .map((finding) => ` ${findingLine({...finding, title: cut(finding.title, width - 3)})}`),
    ...(wrong.length > 0 ? [`   kbook health${more > 0 ? `     ${more} more` : ''}`] : []),
  ]
}

const LAG_COLUMNS: readonly Column<BehindGroup>[] = [
  {header: '', value: ({partial}) => (partial ? paint().yellow('?') : ' ')},
  {header: 'GROUP', value: ({group}) => printable(group), shrink: true},
  {header: 'STATE', value: ({state}) => printable(state)},
  {header: 'MEMBERS', value: ({members}) => count(members), align: 'right'},
  {header: 'LAG', value: ({lag}) => (lag === undefined ? '?' : count(lag)), align: 'right'},
]

function lagPart({groups, behind, unanswered, messages, worst}: LagOverview, width: number): string[] {
  const words =
    behind === 0 ? 'none known to be behind' : `${count(behind)} behind by ${plural(messages, 'message')}`
  const table = worst.length > 0 ? renderTable(worst, LAG_COLUMNS, {width, indent: 1}).split('\n') : []
  const next = worst.length > 0 ? ['   kbook lag describe --all'] : []
  const missing =
    unanswered.length > 0
      ? ` · ${paint().yellow(`? groups of broker${unanswered.length > 1 ? 's' : ''} ${unanswered.join(', ')}`)}`
      : ''
  return [`${plural(groups, 'group')} · ${words}${missing}`, ...table, ...next]
}

const changesPart = (changes: StatusReport['changes'], width: number): string[] =>
  part(
    'Changes',
    changes,
    (latest: readonly AuditedChange[]) =>
      latest.length === 0
        ? ['none from this machine']
        : [
            'the latest from this machine (kbook audit)',
            ...renderTable(latest, auditColumns, {width, indent: 0}).split('\n').slice(1),
          ],
    width,
  )

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text
