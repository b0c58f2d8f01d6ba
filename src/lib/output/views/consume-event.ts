import type {IncidentLabel, PartitionStart, PositionReason} from '../../consumer/engine/events.js'
import type {MessagePlace, SkipReason} from '../../consumer/history/store.js'
import type {ServiceEvent} from '../../consumer/service/events.js'
import {count, duration, plural, printable, timeOfDay} from '../format.js'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** Level, the word in the second column, and the sentence of an event. Values from messages are made printable. */
export interface EventText {
  level: LogLevel
  word: string
  sentence: string
}

type EventOf<T extends ServiceEvent['type']> = Extract<ServiceEvent, {type: T}>
type Describe = {[T in ServiceEvent['type']]: (event: EventOf<T>) => readonly [LogLevel, string, string]}

/** `sre[2]@10443`; a line of a file has no partition worth naming: `incidents.jsonl:12`. */
export const placeText = (place: MessagePlace, source: 'kafka' | 'file'): string =>
  source === 'file'
    ? `${printable(place.topic)}:${place.offset}`
    : `${place.topic}[${place.partition}]@${place.offset}`

/** What the sentences depend on beside the event. */
export interface RunKind {
  source: 'kafka' | 'file'
  dryRun: boolean
}

/** Sentences for a run over one kind of source. */
export function eventTexts(run: RunKind): (event: ServiceEvent) => EventText {
  const describe = {...describeRun(run), ...describeActions}
  return (event) => {
    const [level, word, sentence] = (
      describe[event.type] as (event: ServiceEvent) => ReturnType<Describe['ready']>
    )(event)
    return {level, word, sentence}
  }
}

const REPEATED = 'again (updated)'

/** Why an action was not run, to stand after the incident's id. */
export const skipText = (
  reason: SkipReason,
  action: string,
  earlier?: EventOf<'skipped'>['earlier'],
): string =>
  ({
    repeated: earlier
      ? `${REPEATED}: ${action} already ${earlier.state.replace('_', ' ')} ${timeOfDay(earlier.at)}`
      : `${REPEATED}: ${action} is in the history`,
    disabled: `${action} is switched off`,
    stale: `is too old for ${action} (max_incident_age)`,
    closed: `is resolved by now: nothing left for ${action}`,
    breaker: `${action} held back: too many actions (max_actions)`,
    'undefined-action': `${action} is not defined any more`,
  })[reason]

const incidentText = ({id, severity, title}: IncidentLabel): string =>
  `${printable(id)} ${severity}${title === undefined ? '' : ` "${cut(printable(title))}"`}`

const cut = (text: string, limit = 80): string =>
  text.length > limit ? `${text.slice(0, limit - 1)}…` : text

/** The last line that an action printed: where the reason of a failure usually stands. */
const lastLine = (output: string | undefined): string => {
  const line = output?.trimEnd().split('\n').at(-1)?.trim()
  return line ? `: ${cut(printable(line), 120)}` : ''
}

const attempt = (n: number): string => (n > 1 ? ` (attempt ${n})` : '')
const of = (event: {action: string; incidentId: string}): string =>
  `${event.action} for ${printable(event.incidentId)}`

const describeActions = {
  matched: ({incident, actions}) => ['info', 'matched', `${incidentText(incident)} → ${actions.join(', ')}`],
  skipped: ({incidentId, reason, action, earlier}) => [
    reason === 'breaker' || reason === 'undefined-action' ? 'warn' : 'info',
    'skipped',
    `${printable(incidentId)} ${skipText(reason, action, earlier)}`,
  ],
  'would-run': (event) => ['info', 'would run', of(event)],
  'awaiting-approval': (event) => ['warn', 'approval', `${of(event)} waits for an approval`],
  running: (event) => [
    'info',
    'running',
    `${of(event)} (attempt ${event.attempt}, ${duration(event.timeoutMs)} limit)`,
  ],
  succeeded: (event) => [
    'info',
    'succeeded',
    `${of(event)} in ${duration(event.durationMs)}${attempt(event.attempt)}`,
  ],
  retrying: (event) => [
    'warn',
    'retrying',
    `${of(event)} in ${duration(event.delayMs)} (attempt ${event.attempt} of ${event.attempts} failed): ` +
      printable(event.error) +
      lastLine(event.output),
  ],
  failed: (event) => [
    'error',
    'failed',
    `${of(event)} after ${duration(event.durationMs)}${attempt(event.attempt)}: ` +
      printable(event.error) +
      lastLine(event.output),
  ],
  unknown: (event) => [
    'warn',
    'unknown',
    `${of(event)} was started, its end is not known: ${printable(event.error)}; ` +
      (event.policy === 'hold'
        ? 'held until it is resolved (kbook history list --state unknown)'
        : 'it is run again'),
  ],
} satisfies Partial<Describe>

const describeRun = ({source, dryRun}: RunKind) =>
  ({
    waiting: ({files, timeoutMs}) => [
      'info',
      'waiting',
      `for ${files.join(', ')} (at most ${duration(timeoutMs)})`,
    ],
    listening: ({url}) => ['info', 'listening', `${url}/livez · /readyz · /metrics`],
    signal: ({signal, forced}) => [
      'info',
      'signal',
      forced
        ? `${signal} again: running actions are ended now`
        : `${signal}: intake stops, running actions may end`,
    ],
    ready: (event) => ['info', 'ready', readyText(event)],
    connected: () => ['info', 'connected', 'Kafka is running'],
    disconnected: ({error}) => [
      'warn',
      'lost',
      `${printable(error.message)}; waiting for the brokers to come back`,
    ],
    joined: ({partitions}) => [
      'info',
      'joined',
      `Consumer is listening for messages${partitions.length > 0 ? `: ${startsText(partitions)}` : ', no partition is free for it'}`,
    ],
    revoked: ({partitions}) => [
      'info',
      'revoked',
      partitions.map(({topic, partition}) => `${topic}[${partition}]`).join(', '),
    ],
    lost: ({topic, partition, from, to}) => [
      'error',
      'deleted',
      `${topic}[${partition}]: ${plural(to - from, 'message')} deleted before they were read (${from} to ${to - 1n})`,
    ],
    message: ({place}) => [
      'debug',
      'message',
      `Processing message offset: ${place.offset} partition: ${place.partition}`,
    ],
    explained: ({incident, condition, matched, reasons}) => [
      'info',
      'why',
      `${printable(incident.id)} ${matched ? 'matches' : 'does not match'} ${printable(condition)}` +
        (reasons.length > 0 ? `: ${reasons.map(printable).join('; ')}` : ''),
    ],
    dead: ({place, cause, to}) => [
      'warn',
      'dead',
      `${placeText(place, source)}: ${printable(cause.message)}${dryRun ? '' : ` → ${printable(to)}`}`,
    ],
    'dead-letter-failed': ({place, error, retryInMs}) => [
      'error',
      'held',
      `${placeText(place, source)}: its dead letter cannot be written (${printable(error.message)}); ` +
        `reading stands still here, next attempt in ${duration(retryInMs)}`,
    ],
    'breaker-opened': (event) => [
      'error',
      'breaker',
      `${plural(event.count, 'action')} in ${duration(event.perMs)}: no more are started until it is less (max_actions)`,
    ],
    throttled: ({inFlight}) => ['info', 'throttled', `${plural(inFlight, 'action')} in flight: intake waits`],
    unthrottled: ({inFlight}) => [
      'info',
      'draining',
      `${plural(inFlight, 'action')} in flight: intake goes on`,
    ],
    paused: ({by, reason}) => [
      'warn',
      'paused',
      `intake stands still${by ? ` by ${printable(by)}` : ''}${reason ? `: ${printable(reason)}` : ''} (kbook consumer resume)`,
    ],
    resumed: () => ['info', 'resumed', 'intake goes on'],
    imported: ({from, to, imported, known, unread}) => [
      unread.length > 0 ? 'warn' : 'info',
      'imported',
      `${plural(imported, 'action')} of ${from} into ${to}` +
        (known > 0 ? `, ${count(known)} known already` : '') +
        (unread.length > 0
          ? `; not understood: ${unread.map(({at, why}) => `${printable(at)} (${why})`).join(', ')}`
          : ''),
    ],
    unterminated: ({place}) => [
      'warn',
      'waiting',
      `${placeText(place, source)}: the last line has no line end yet and is left for the next run`,
    ],
    warning: ({message}) => ['warn', 'warning', printable(message)],
    stopping: ({reason, running, graceMs}) => [
      'info',
      'stopping',
      `${STOPPING[reason]}; ` +
        (running > 0
          ? `${plural(running, 'action')} may end within ${duration(graceMs)}`
          : 'nothing is running'),
    ],
    stopped: ({summary}) => [
      'info',
      'stopped',
      `after ${duration(summary.durationMs)}: ${plural(summary.counts.messages, 'message')}, ` +
        `${count(summary.counts.succeeded)} succeeded, ${count(summary.counts.failed)} failed, ` +
        `${count(summary.counts.unknown)} unknown, ${plural(summary.counts.dead, 'dead letter')}` +
        (summary.pending > 0 ? `, ${count(summary.pending)} claimed and left for the next start` : ''),
    ],
  }) satisfies Partial<Describe>

const STOPPING = {
  'end-of-input': 'all is read',
  'max-messages': '--max-messages is reached',
  requested: 'asked to stop',
  failed: 'it cannot go on',
} as const

const MODES = {run: '', 'no-commit': 'without commits', 'dry-run': 'dry run: nothing is started'} as const

const readyText = ({name, source, topics, partitions, actionsKnown, mode}: EventOf<'ready'>): string =>
  [
    printable(name),
    ...(source === 'kafka' ? [`topic ${topics.join(', ')}`, plural(partitions, 'partition')] : []),
    `${plural(actionsKnown, 'action')} known`,
    ...(mode === 'run' ? [] : [MODES[mode]]),
  ].join(' · ')

const REASONS: Record<PositionReason, string> = {
  committed: 'committed',
  history: 'from the history',
  'start-from': 'start of a new group',
  asked: 'as asked',
  'new-partition': 'new partition, read whole',
  moved: 'moved by another tool',
  'log-start': 'the log begins here',
}
const SHOWN = 4

function startsText(partitions: readonly PartitionStart[]): string {
  const shown = partitions
    .slice(0, SHOWN)
    .map(
      ({topic, partition, offset, reason}) =>
        `${topic}[${partition}] from ${count(offset)} (${REASONS[reason]})`,
    )
  const more = partitions.length - shown.length
  return shown.join(', ') + (more > 0 ? ` and ${count(more)} more` : '')
}
