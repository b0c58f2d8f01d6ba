import type {ConsumerEvent, RunCounts} from './events.js'

export const noCounts = (): RunCounts => ({
  messages: 0,
  incidents: 0,
  unmatched: 0,
  matched: 0,
  succeeded: 0,
  failed: 0,
  unknown: 0,
  skipped: {repeated: 0, disabled: 0, stale: 0, closed: 0, breaker: 0, 'undefined-action': 0},
  dead: 0,
  retries: 0,
})

/** Counts an event. Messages and incidents have no event of their own: the intake counts those. */
export function countEvent(counts: RunCounts, event: ConsumerEvent): void {
  switch (event.type) {
    case 'matched':
      counts.matched++
      break
    case 'succeeded':
    case 'failed':
    case 'unknown':
    case 'dead':
      counts[event.type]++
      break
    case 'skipped':
      counts.skipped[event.reason]++
      break
    case 'retrying':
      counts.retries++
      break
    default:
  }
}
