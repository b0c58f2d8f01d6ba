import type {ActionStory, HistoryInfo, HistoryListing} from '../../consumer/history/query.js'
import {
  ACTION_STATES,
  type ActionRecord,
  type ActionState,
  type AttemptRecord,
} from '../../consumer/history/store.js'
import {displayPath} from '../display-path.js'
import {count, duration, plural, printable, timeOfDay} from '../format.js'
import {paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {shellWord} from '../shell-word.js'
import {SKIP_WORDS} from './skip-words.js'

/** Marks what waits for a person. */
const sign = (state: ActionState): string => {
  const {red, yellow} = paint()
  if (state === 'unknown' || state === 'awaiting_approval') return yellow('!')
  return state === 'failed' ? red('!') : ''
}
const word = (state: ActionState): string => state.replace('_', ' ')

/** What was done, with what needs a hand first and the rest folded. */
export function historyListView(listing: HistoryListing, info: HistoryInfo): string {
  const {records, totals} = listing
  const all = ACTION_STATES.reduce((sum, state) => sum + (totals[state] ?? 0), 0)
  const hidden = all - records.length
  const lines = [
    headline(listing, info, all),
    ...(records.length > 0 ? ['', renderTable(records, COLUMNS)] : []),
    ...(hidden > 0 ? [`   ${plural(hidden, 'more action')} hidden (--all)`] : []),
    ...nextStep(listing, info),
  ]
  return lines.join('\n')
}

function headline({totals}: HistoryListing, info: HistoryInfo, all: number): string {
  const {bold, dim, yellow} = paint()
  const states = ACTION_STATES.flatMap((state) => {
    const n = totals[state]
    return n ? [`${count(n)} ${word(state)}`] : []
  })
  const parts = [plural(all, 'action'), ...states]
  const holder = info.holder ? dim(`  consumer runs (process ${info.holder.pid})`) : ''
  const paused = info.pause.paused ? yellow('  paused') : ''
  return `${bold(displayPath(info.group ?? info.path))}  ${parts.join(' · ')}${holder}${paused}`
}

const touched = ({finishedAt, startedAt, claimedAt}: ActionRecord): number =>
  finishedAt ?? startedAt ?? claimedAt

const COLUMNS: Column<ActionRecord>[] = [
  {header: '', value: ({state}) => ` ${sign(state)}`},
  {header: 'STATE', value: ({state}) => word(state)},
  {header: 'KEY', value: ({key}) => printable(key)},
  {header: 'WHEN (UTC)', value: (record) => timeOfDay(touched(record)), dropFirst: 1},
  {
    header: 'TRIES',
    value: ({attempts}) => (attempts > 0 ? count(attempts) : ''),
    align: 'right',
    dropFirst: 3,
  },
  {
    header: 'SENT AGAIN',
    value: ({repeats}) => (repeats > 0 ? count(repeats) : ''),
    align: 'right',
    dropFirst: 4,
  },
  {
    header: 'NOTE',
    value: ({note, reason}) => printable(note ?? (reason ? SKIP_WORDS[reason] : '')),
    dropFirst: 2,
    shrink: true,
  },
]

function nextStep({records, totals}: HistoryListing, {path}: HistoryInfo): string[] {
  const unknown = records.find(({state}) => state === 'unknown')
  if (!unknown || !totals.unknown) return []
  return [
    '',
    `   ${plural(totals.unknown, 'action')} started and nobody knows how ${totals.unknown === 1 ? 'it' : 'they'} ended. Look, then say so:`,
    `   kbook history resolve ${shellWord(unknown.key)} --as succeeded|failed|retry --history ${displayPath(path)}`,
  ]
}

const LABEL = 12
const fact = (label: string, text: string): string => `   ${label.padEnd(LABEL)}${text}`

/** The whole story of one action: what it was about, when it ran, what it said. */
export function storyView(story: ActionStory): string {
  const {bold} = paint()
  const at = (ms: number | undefined): string => (ms === undefined ? '-' : `${timeOfDay(ms)} UTC`)
  const again =
    story.repeats > 0 ? `, sent again ${plural(story.repeats, 'time')}, last ${at(story.lastSeenAt)}` : ''
  const mark = sign(story.state)
  return [
    `${mark ? `${mark} ` : ''}${bold(printable(story.key))}  ${word(story.state)}${story.reason ? `: ${SKIP_WORDS[story.reason]}` : ''}`,
    ...(story.note ? [`   ${printable(story.note)}`] : []),
    '',
    fact('incident', `${printable(story.incidentId)} (${story.source}, ${story.severity})${again}`),
    ...(story.closedAt === undefined ? [] : [fact('resolved', at(story.closedAt))]),
    ...(story.place.topic === ''
      ? []
      : [
          fact(
            'message',
            `${displayPath(story.place.topic)}[${story.place.partition}]@${story.place.offset}`,
          ),
        ]),
    fact('claimed', at(story.claimedAt)),
    ...(story.startedAt === undefined ? [] : [fact('started', at(story.startedAt))]),
    ...(story.finishedAt === undefined ? [] : [fact('ended', at(story.finishedAt))]),
    fact(
      'on unknown',
      story.onUnknown === 'hold' ? 'hold: never started twice' : 'retry: started at least once',
    ),
    ...story.attemptRecords.flatMap((attempt) => ['', ...attemptLines(attempt)]),
  ].join('\n')
}

function attemptLines({
  attempt,
  startedAt,
  finishedAt,
  outcome,
  note,
  code,
  output,
}: AttemptRecord): string[] {
  const {dim} = paint()
  const took = finishedAt === undefined ? '' : ` after ${duration(finishedAt - startedAt)}`
  const why = printable(note ?? (code ? `code ${code}` : ''))
  return [
    `   attempt ${attempt}   ${timeOfDay(startedAt)}  ${outcome ?? 'no outcome yet'}${took}${why ? `: ${why}` : ''}`,
    ...(output?.trimEnd() ? output.trimEnd().split('\n') : []).map((line) =>
      dim(`     | ${printable(line)}`),
    ),
  ]
}
