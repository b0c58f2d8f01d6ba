import type {
  ClaimBatch,
  ClaimedAction,
  ClaimResult,
  HistoryStore,
  NewClaim,
} from '../../src/lib/consumer/history/store.js'

export const POSITION = {topic: 't', topicId: 'id', partition: 0, next: 1n}

/** A claim of action `act` for an incident. */
export const newClaim = (incidentId: string, fields: Partial<NewClaim> = {}): NewClaim => ({
  key: `test:${incidentId}:act`,
  action: 'act',
  incidentKey: `test:${incidentId}`,
  incidentId,
  source: 'test',
  severity: 'critical',
  active: true,
  place: {topic: 't', partition: 0, offset: 0n},
  claimedAt: 1000,
  payload: '{}',
  concurrencyKey: undefined,
  onUnknown: 'hold',
  state: 'claimed',
  ...fields,
})

/** The same as the executor gets it. */
export const claimedAction = (
  incidentId: string,
  given: Partial<ClaimedAction> = {},
): ClaimedAction & {payload: string} => ({
  ...newClaim(incidentId),
  attempts: 0,
  attemptsBefore: 0,
  notBefore: 0,
  released: false,
  ...given,
})

export const claimBatch = (...claims: NewClaim[]): ClaimBatch => ({
  steps: claims.map((claim) => ({claim})),
  position: POSITION,
})

/** Claims one action and answers what came of it. */
export async function claimOne(store: HistoryStore, claim: NewClaim): Promise<ClaimResult> {
  const [result] = await store.claim(claimBatch(claim))
  if (!result) throw new Error('no result')
  return result
}
