import {undoCommand} from '../../change/undo-store.js'
import type {AuditedChange, AuditListing} from '../../change/read-audit.js'
import {displayPath} from '../display-path.js'
import {count, duration, plural, printable, timeOfDay} from '../format.js'
import {shellWord} from '../shell-word.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'

type Outcome = AuditedChange['outcome']

const WORDS: Readonly<Record<Outcome, string>> = {
  done: 'done',
  partial: 'in part',
  failed: 'failed',
  interrupted: 'interrupted',
  running: 'under way',
  unknown: 'never ended',
}
const NEEDS_A_LOOK: readonly Outcome[] = ['unknown', 'partial', 'failed', 'interrupted']

const sign = (outcome: Outcome): string => {
  const {red, yellow} = paint()
  if (outcome === 'unknown' || outcome === 'failed') return red('!')
  return NEEDS_A_LOOK.includes(outcome) ? yellow('!') : ''
}

/** A change as one row. */
export const auditColumns: readonly Column<AuditedChange>[] = [
  {header: '', value: ({outcome}) => ` ${sign(outcome)}`},
  {header: 'ID', value: ({id}) => printable(id)},
  {header: 'WHEN (UTC)', value: ({time}) => timeOfDay(Date.parse(time))},
  {header: 'CLUSTER', value: ({cluster}) => printable(cluster.name), dropFirst: 2},
  {header: 'OUTCOME', value: ({outcome}) => WORDS[outcome]},
  {header: 'CHANGE', value: ({subject}) => printable(subject), shrink: true},
  {header: 'BY', value: ({user}) => printable(user), dropFirst: 1},
]

/** What was changed, the latest first, and what needs a look. `narrowed`: only some of all were asked for. */
export function auditListView({changes, more, file}: AuditListing, {narrowed = false} = {}): string {
  const {bold} = paint()
  if (changes.length === 0) {
    const what = narrowed ? 'no change that fits' : 'no change of a cluster'
    return `${what} is noted in ${displayPath(file)}`
  }
  const of = (outcome: Outcome): number => changes.filter((change) => change.outcome === outcome).length
  const parts = NEEDS_A_LOOK.map((outcome) => [of(outcome), WORDS[outcome]] as const)
    .filter(([n]) => n > 0)
    .map(([n, word]) => `${count(n)} ${word}`)
  const lost = changes.find(({outcome}) => outcome === 'unknown')
  return [
    [bold(`${more ? 'the latest ' : ''}${plural(changes.length, 'change')}`), ...parts].join(' · '),
    '',
    renderTable(changes, auditColumns),
    ...(more ? [`   older ones hidden (--num ${changes.length * 5})`] : []),
    ...(lost
      ? [
          '',
          ` ! a change that never ended was killed: nobody knows how far it came`,
          `   kbook audit --id ${lost.id}`,
        ]
      : []),
  ].join('\n')
}

const LABEL = 10
const SHOWN_ROWS = 50
const fact = (label: string, text: string): string => `   ${label.padEnd(LABEL)}${text}`

/** One change in depth. */
export function auditedChangeView(change: AuditedChange): string {
  const {outcome, cluster, undo} = change
  const mark = sign(outcome)
  const lost = outcome === 'unknown' ? ': nobody knows how far it came' : ''
  const who = `${change.user}@${change.host}${change.process ? `, process ${change.process.pid}` : ''}`
  const began = Date.parse(change.time)
  const ended = change.endedAt === undefined ? undefined : Date.parse(change.endedAt)
  return [
    `${mark ? `${mark} ` : ''}${paint().bold(printable(change.id))}  ${WORDS[outcome]}${lost}`,
    ...(change.error === undefined ? [] : [`   ${printable(change.error)}`]),
    '',
    fact('change', printable(change.subject)),
    fact('cluster', printable(cluster.id === undefined ? cluster.name : `${cluster.name} (${cluster.id})`)),
    fact('command', change.command.map(shellWord).join(' ')),
    fact('by', printable(who)),
    fact('began', `${timeOfDay(began)} UTC`),
    ...(ended === undefined
      ? []
      : [fact('ended', `${timeOfDay(ended)} UTC, after ${duration(ended - began)}`)]),
    ...(undo && isKept(change) ? [fact('undo', undoCommand(undo, change.id))] : []),
    ...valueLines('before', change.before),
    ...valueLines('after', change.after),
    ...rowLines(change),
  ].join('\n')
}

/** Of a change of which nothing was done there is nothing to put back. */
const isKept = ({counts, error}: AuditedChange): boolean =>
  error !== undefined ||
  counts === undefined ||
  Object.keys(counts).length === 0 ||
  Object.keys(counts).some((status) => status !== 'failed' && status !== 'not-done')

function valueLines(label: string, value: unknown): string[] {
  if (value === undefined || value === null) return []
  const lines = Array.isArray(value) ? value.map((item) => JSON.stringify(item)) : textLines(value)
  const shown = lines.slice(0, SHOWN_ROWS).map((line) => `     ${printable(line)}`)
  const hidden = lines.length - shown.length
  return ['', `   ${label}`, ...shown, ...(hidden > 0 ? [`     ${count(hidden)} more (--json)`] : [])]
}

const textLines = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : JSON.stringify(value, null, 1).split('\n')

function rowLines({rows, counts = {}}: AuditedChange): string[] {
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0)
  if (total === 0) return []
  const summary = Object.entries(counts).map(([status, n]) => `${count(n)} ${status.replace('-', ' ')}`)
  const shown = rows.slice(0, SHOWN_ROWS).map(({subject, status, error}) => {
    const what = `${status.replace('-', ' ')}${error === undefined ? '' : `: ${error}`}`
    return `     ${printable(subject)}  ${printable(what)}`
  })
  const hidden = total - shown.length
  return [
    '',
    `   ${plural(total, 'row')}: ${summary.join(', ')}`,
    ...shown,
    ...(hidden > 0 ? [`     ${count(hidden)} more (--json has ${count(rows.length)})`] : []),
  ]
}
