import type {SkipReason} from '../../consumer/history/store.js'

/** Why an action was not run, in a few words. */
export const SKIP_WORDS: Readonly<Record<SkipReason, string>> = {
  repeated: 'sent again: the action is in the history',
  disabled: 'switched off',
  stale: 'older than max_incident_age',
  closed: 'resolved by now',
  breaker: 'held back by max_actions',
  'undefined-action': 'not defined any more',
}
