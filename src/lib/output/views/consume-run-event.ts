import {displayPath} from '../display-path.js'
import {count, duration, plural, printable} from '../format.js'
import type {Describe, EventOf} from './consume-event.js'

/** What happens to the run itself. */
export const runTexts = {
  waiting: ({files, timeoutMs}) => [
    'info',
    'waiting',
    `for ${files.map((file) => displayPath(file)).join(', ')} (at most ${duration(timeoutMs)})`,
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
  explained: ({incident, condition, matched, reasons}) => [
    'info',
    'why',
    `${printable(incident.id)} ${matched ? 'matches' : 'does not match'} ${printable(condition)}` +
      (reasons.length > 0 ? `: ${reasons.map(printable).join('; ')}` : ''),
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
    `${plural(imported, 'action')} of ${displayPath(from)} into ${displayPath(to)}` +
      (known > 0 ? `, ${count(known)} known already` : '') +
      (unread.length > 0
        ? `; not understood: ${unread.map(({at, why}) => `${printable(at)} (${why})`).join(', ')}`
        : ''),
  ],
  warning: ({message}) => ['warn', 'warning', printable(message)],
  stopping: (event) => [
    // The error that follows says it all.
    event.reason === 'failed' && event.running === 0 ? 'debug' : 'info',
    'stopping',
    stoppingText(event),
  ],
  stopped: ({summary}) => [
    'info',
    'stopped',
    `after ${duration(summary.durationMs)}: ${plural(summary.counts.messages, 'message')}, ` +
      `${count(summary.counts.succeeded)} succeeded, ${count(summary.counts.failed)} failed, ` +
      `${count(summary.counts.unknown)} unknown, ${plural(summary.counts.dead, 'dead letter')}` +
      (summary.pending > 0 ? `, ${count(summary.pending)} claimed and left for the next start` : ''),
  ],
} satisfies Partial<Describe>

const STOPPING = {
  'end-of-input': 'all is read',
  'max-messages': '--max-messages is reached',
  requested: 'asked to stop',
  failed: 'it cannot go on',
} as const

function stoppingText({reason, running, graceMs}: EventOf<'stopping'>): string {
  const actions = plural(running, 'action')
  // Only who is asked to stop is in a hurry.
  const limit = reason === 'requested' || reason === 'failed' ? ` for ${duration(graceMs)}` : ''
  return `${STOPPING[reason]}; ${running > 0 ? `${actions} may go on${limit}` : 'nothing is running'}`
}

const MODES = {run: '', 'no-commit': 'without commits', 'dry-run': 'dry run: nothing is started'} as const

const readyText = ({name, source, topics, partitions, actionsKnown, mode}: EventOf<'ready'>): string =>
  [
    displayPath(name),
    ...(source === 'kafka' ? [`topic ${topics.join(', ')}`, plural(partitions, 'partition')] : []),
    `${plural(actionsKnown, 'action')} known`,
    ...(mode === 'run' ? [] : [MODES[mode]]),
  ].join(' · ')
