import type {RunSummary} from '../../consumer/engine/events.js'
import type {ActionTally, Finding, RunTally} from '../../consumer/service/tally.js'
import {displayPath} from '../display-path.js'
import {count, duration, plural, printable} from '../format.js'
import {shellWord} from '../shell-word.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {placeText} from './consume-source-event.js'
import {SKIP_WORDS} from './skip-words.js'

/** The closing report of a run: one line that answers, what needs a hand, then the table and what to do next. */
export function summaryView(summary: RunSummary, tally: RunTally): string {
  const name = displayPath(tally.ready?.name ?? 'the source')
  const sections = [
    [headline(summary, tally, name)],
    problems(summary, tally),
    tally.actions.length > 0 ? [actionTable(tally.actions)] : [],
    asides(summary, tally),
    nextCommands(summary, tally),
  ]
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

const isDryRun = ({ready}: RunTally): boolean => ready?.mode === 'dry-run'
const ran = ({succeeded, failed, unknown}: ActionTally): number => succeeded + failed + unknown
const sum = (tally: RunTally, of: (action: ActionTally) => number): number =>
  tally.actions.reduce((total, action) => total + of(action), 0)

function headline(summary: RunSummary, tally: RunTally, name: string): string {
  const {bold, dim} = paint()
  const known = tally.ready?.actionsKnown ?? 0
  if (summary.reason === 'end-of-input' && summary.counts.messages === 0 && tally.actions.length === 0) {
    const done = known > 0 ? `: no action ran again, ${plural(known, 'action')} known from earlier runs` : ''
    return `${bold(`Nothing new in ${name}${done}`)}${tally.newGroup ? NEW_GROUP : ''}`
  }
  const dryRun = isDryRun(tally)
  const run = sum(tally, ran)
  const parts = [
    dryRun
      ? `${plural(
          sum(tally, ({wouldRun}) => wouldRun),
          'action',
        )} would run`
      : `${plural(run, 'action')} ran`,
    ...(summary.counts.dead > 0 ? [plural(summary.counts.dead, 'dead letter')] : []),
  ]
  const read = `${plural(summary.counts.messages, 'message')} in ${duration(summary.durationMs)}`
  return `${bold(name)}  ${read} · ${parts.join(' · ')}${dryRun ? dim('  (dry run: nothing was started)') : ''}`
}

const NEW_GROUP =
  '\n   The group is new and starts at kafka.start_from; --from beginning reads what is there already'

const LABEL = 13
const line = (label: string, text: string): string => `   ${label.padEnd(LABEL)}${text}`

function problems(summary: RunSummary, tally: RunTally): string[] {
  const {red, yellow} = paint()
  const mark = (label: string, text: string, sign: string): string => ` ${sign} ${label.padEnd(LABEL)}${text}`
  const at = `--history ${shellWord(displayPath(summary.history))}`
  const of = ({action, incidentId, error}: Finding): string =>
    `${action} for ${printable(incidentId)}: ${printable(error)}`
  return [
    ...tally.failed.flatMap((finding) => [
      mark('failed', of(finding), red('!')),
      line('', `kbook history show ${shellWord(finding.key)} ${at}`),
    ]),
    ...tally.unknown.flatMap((finding) => [
      mark('unknown', of(finding), yellow('!')),
      line('', `kbook history resolve ${shellWord(finding.key)} --as succeeded|failed|retry ${at}`),
    ]),
    ...deadLetters(summary, tally),
    ...more(sum(tally, ({failed}) => failed) - tally.failed.length, 'failed action'),
  ]
}

/** Where each came from, then once where they are. */
function deadLetters({counts}: RunSummary, tally: RunTally): string[] {
  const found = tally.deadLetters.map(
    ({place, reason}) => `${placeText(place, tally.ready?.source ?? 'kafka')}: ${printable(reason)}`,
  )
  const targets = [...new Set(tally.deadLetters.map(({to}) => displayPath(to)))]
  return [
    ...found.map((text, index) =>
      index === 0 ? ` ${paint().yellow('!')} ${'dead letter'.padEnd(LABEL)}${text}` : line('', text),
    ),
    ...more(counts.dead - found.length, 'dead letter'),
    ...(isDryRun(tally) ? [] : targets.map((to) => line('', `→ ${to}`))),
  ]
}

const more = (n: number, what: string): string[] =>
  n > 0 ? [line('', `and ${plural(n, `more ${what}`)}`)] : []

const numeric = (header: string, value: (row: ActionTally) => number): Column<ActionTally> => ({
  header,
  value: (row) => (value(row) > 0 ? count(value(row)) : '-'),
  align: 'right',
})

function actionTable(actions: readonly ActionTally[]): string {
  const columns: Column<ActionTally>[] = [
    {header: 'ACTION', value: ({action}) => action, shrink: true},
    numeric('WOULD RUN', ({wouldRun}) => wouldRun),
    numeric('SUCCEEDED', ({succeeded}) => succeeded),
    numeric('FAILED', ({failed}) => failed),
    numeric('UNKNOWN', ({unknown}) => unknown),
    numeric('TO APPROVE', ({awaitingApproval}) => awaitingApproval),
    numeric('SKIPPED', ({skipped}) => skipped),
  ]
  const said = columns.filter(({value}) => actions.some((row) => value(row) !== '-'))
  return renderTable(actions, said, {indent: 3})
}

function asides(summary: RunSummary, tally: RunTally): string[] {
  const {unmatched, retries} = summary.counts
  const skips = [...tally.skipped].sort(([, a], [, b]) => b - a)
  return [
    ...skips.map(([reason, n], index) =>
      line(index === 0 ? 'skipped' : '', `${count(n)} ${SKIP_WORDS[reason]}`),
    ),
    ...(unmatched > 0
      ? [line('unmatched', `${plural(unmatched, 'message')} (--why tells which condition wants what)`)]
      : []),
    ...(retries > 0 ? [line('retried', plural(retries, 'attempt'))] : []),
    ...(summary.pending > 0
      ? [line('left', `${plural(summary.pending, 'action')} claimed and not yet run: done at the next start`)]
      : []),
  ]
}

function nextCommands(summary: RunSummary, tally: RunTally): string[] {
  const {dim} = paint()
  // A dry run leaves nothing to look at.
  if (isDryRun(tally)) return []
  const commands = [
    `kbook history list --history ${shellWord(displayPath(summary.history))}`,
    ...(tally.deadLetters.length > 0 && summary.deadLetters
      ? [`kbook dlq list ${shellWord(displayPath(summary.deadLetters))}`]
      : []),
  ]
  return commands.map((command) => `   ${dim(command)}`)
}
