import type {IncidentLabel} from '../../consumer/engine/events.js'
import type {SkipReason} from '../../consumer/history/store.js'
import {duration, printable, timeOfDay} from '../format.js'
import type {Describe, EventOf} from './consume-event.js'

const REPEATED = 'again (updated)'

/** Why an action was not run, to stand after the incident's id. */
const skipText = (reason: SkipReason, action: string, earlier?: EventOf<'skipped'>['earlier']): string =>
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

/** What happens to actions. */
export const actionTexts = {
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
