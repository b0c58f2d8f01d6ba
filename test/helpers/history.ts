import {openSqliteHistory} from '../../src/lib/consumer/history/sqlite/store.js'
import type {ActionState, HistoryStore, NewClaim} from '../../src/lib/consumer/history/store.js'

/** One claim as a consumer of BigPanda incidents makes it. */
export const claimOf = (incidentId: string, action: string, given: Partial<NewClaim> = {}): NewClaim => ({
  key: `bigpanda:${incidentId}:${action}`,
  action,
  incidentKey: `bigpanda:${incidentId}`,
  incidentId,
  source: 'bigpanda',
  severity: 'critical',
  active: true,
  place: {topic: 'sre', partition: 0, offset: 1n},
  claimedAt: Date.UTC(2026, 0, 31, 14, 2, 11),
  payload: JSON.stringify({id: incidentId}),
  concurrencyKey: undefined,
  onUnknown: 'hold',
  state: 'claimed',
  ...given,
})

/** Brings an action through the history to the state, as a run would. */
async function bringTo(history: HistoryStore, claim: NewClaim, state: ActionState): Promise<void> {
  const skipped = state === 'skipped' ? ({state, reason: 'stale'} as const) : {}
  await history.claim({steps: [{claim: {...claim, ...skipped}}], position: undefined})
  if (state === 'claimed' || state === 'skipped') return
  const at = claim.claimedAt + 100
  await history.start({key: claim.key, at})
  if (state !== 'succeeded' && state !== 'failed' && state !== 'unknown') return
  await history.finish({
    key: claim.key,
    attempt: 1,
    at: at + 3900,
    outcome: state,
    output: 'line one\nline two\n',
    ...(state === 'succeeded' ? {code: 0} : {note: 'exit code 3', code: 3}),
  })
}

/** A history in a file that holds one action per state given, named after it. */
export async function historyWith(path: string, states: readonly ActionState[]): Promise<void> {
  const history = await openSqliteHistory(path)
  await history.bind({clusterId: 'c', group: 'sre-oozie'})
  for (const [index, state] of states.entries()) {
    await bringTo(history, claimOf(`INC-${index + 1}`, 'handle_oozie'), state)
  }
  await history.close()
}
