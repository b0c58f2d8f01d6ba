import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import {openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import type {ActionRecord, HistoryStore} from '../../../../../src/lib/consumer/history/store.js'
import {scratchFolder} from '../../../../helpers/scratch.js'
import {claimBatch, claimedAction, claimOne, newClaim, POSITION} from '../../../../helpers/claims.js'

const KEY = 'test:1:act'
const start = {key: KEY, at: 2000}
const end = {key: KEY, attempt: 1, at: 3000, outcome: 'succeeded'} as const

let path: string
let store: HistoryStore
beforeEach(async () => {
  path = join(scratchFolder(), 'history.db')
  store = await openSqliteHistory(path)
})
afterEach(() => store.close())

async function reopen(): Promise<void> {
  await store.close()
  store = await openSqliteHistory(path)
}

async function record(key = KEY): Promise<ActionRecord> {
  const view = await openHistoryView(path)
  try {
    return view.show(key)
  } finally {
    view.close()
  }
}

describe('claims', () => {
  test('the first message claims, later ones are told what became of it', async () => {
    expect(await claimOne(store, newClaim('1'))).toMatchObject({claimed: {key: KEY, attempts: 0}})
    expect(await claimOne(store, newClaim('1', {claimedAt: 1500}))).toMatchObject({
      skipped: {state: 'claimed'},
      reason: 'repeated',
    })
    expect(await record()).toMatchObject({state: 'claimed', claimedAt: 1000, repeats: 1, lastSeenAt: 1500})
  })

  test('the position is written with the claims', async () => {
    await store.claim({...claimBatch(newClaim('1')), position: {...POSITION, next: 7n, detail: 'x'}})
    await reopen()
    expect(await store.positions()).toEqual([{...POSITION, next: 7n, detail: 'x'}])
  })

  test('what was only ever skipped can be claimed', async () => {
    const stale = newClaim('1', {state: 'skipped', reason: 'stale'})
    expect(await claimOne(store, stale)).toMatchObject({skipped: {state: 'skipped'}, reason: 'stale'})
    expect(await claimOne(store, newClaim('1', {claimedAt: 9000}))).toMatchObject({
      claimed: {claimedAt: 9000},
    })
    expect(await record()).toMatchObject({state: 'claimed', reason: undefined, claimedAt: 9000})
  })

  test('a message that closes the incident ends what is claimed and not started', async () => {
    await store.claim(claimBatch(newClaim('1'), newClaim('2')))
    await store.start({...start, key: 'test:2:act'})
    const closed = (id: string) => ({closed: {incidentKey: `test:${id}`, at: 4000}})
    const results = await store.claim({steps: [closed('1'), closed('2'), closed('3')], position: undefined})
    expect(results).toMatchObject([{ended: [{key: KEY}]}, {ended: []}, {ended: []}])
    expect(await record()).toMatchObject({state: 'skipped', reason: 'closed', closedAt: 4000})
    expect(await record('test:2:act')).toMatchObject({state: 'started', closedAt: 4000})
    expect(await store.start(start)).toBeUndefined()
  })

  test('an incident that is opened, closed and opened again in one batch is claimed', async () => {
    const claim = newClaim('1')
    const closed = {closed: {incidentKey: claim.incidentKey, at: 4000}}
    const results = await store.claim({steps: [{claim}, closed, {claim}], position: POSITION})
    expect(results).toMatchObject([{claimed: {}}, {ended: [{key: KEY}]}, {claimed: {}}])
    expect(await record()).toMatchObject({state: 'claimed', closedAt: undefined})
  })

  test('a claim made for a closed incident is not ended by its closing', async () => {
    await claimOne(store, newClaim('1', {active: false}))
    const steps = [{closed: {incidentKey: 'test:1', at: 4000}}]
    expect(await store.claim({steps, position: undefined})).toEqual([{ended: []}])
  })

  test('an action that waits for an approval is neither run nor claimed again', async () => {
    const waiting = newClaim('1', {state: 'awaiting_approval'})
    expect(await claimOne(store, waiting)).toMatchObject({awaitingApproval: {key: KEY}})
    expect(await claimOne(store, waiting)).toMatchObject({reason: 'repeated'})
    expect(await store.start(start)).toBeUndefined()
  })
})

describe('attempts', () => {
  beforeEach(() => claimOne(store, newClaim('1')))

  test('start, end and what it printed are kept', async () => {
    expect(await store.start(start)).toMatchObject({attempt: 1})
    await store.finish({...end, code: 0, output: 'done\n'})
    const view = await openHistoryView(path)
    expect(view.show(KEY)).toMatchObject({
      state: 'succeeded',
      attempts: 1,
      startedAt: 2000,
      finishedAt: 3000,
      attemptRecords: [
        {attempt: 1, startedAt: 2000, finishedAt: 3000, outcome: 'succeeded', output: 'done\n'},
      ],
    })
    view.close()
  })

  test('a failed attempt that is to be repeated is claimed again', async () => {
    await store.start(start)
    await store.finish({...end, outcome: 'failed', note: 'exit code 1', retryAt: 5000})
    await reopen()
    const {pending, unknown} = await store.assign([])
    expect(unknown).toEqual([])
    expect(pending).toMatchObject([{key: KEY, attempts: 1, notBefore: 5000}])
    expect(await store.start(start)).toMatchObject({attempt: 2})
  })

  test('nothing starts twice', async () => {
    expect(await store.start(start)).toMatchObject({attempt: 1})
    expect(await store.start(start)).toBeUndefined()
    await store.finish(end)
    expect(await store.start(start)).toBeUndefined()
  })

  test('skipping ends a claim', async () => {
    await store.skip(KEY, 'breaker', 2500)
    expect(await store.start(start)).toBeUndefined()
    expect(await record()).toMatchObject({state: 'skipped', reason: 'breaker', finishedAt: 2500})
  })

  test('starts are known to the circuit breaker of the next process', async () => {
    await store.start(start)
    await reopen()
    expect(await store.startsSince(1500)).toEqual([2000])
    expect(await store.startsSince(2500)).toEqual([])
  })
})

describe('after a crash', () => {
  /** What the next process finds when this one ends without a word. */
  async function crash(): Promise<Awaited<ReturnType<HistoryStore['assign']>>> {
    await reopen()
    return store.assign([])
  }

  test('before the claim: nothing is known', async () => {
    expect(await crash()).toMatchObject({pending: [], unknown: []})
    expect(await store.positions()).toEqual([])
  })

  test('claimed, not started: to be run, with all that it needs', async () => {
    const claim = newClaim('1', {payload: '{"id":"1"}', onUnknown: 'retry'})
    await claimOne(store, claim)
    const {pending, unknown} = await crash()
    expect(pending).toEqual([
      {...claimedAction('1', {onUnknown: 'retry'}), state: undefined, payload: undefined},
    ])
    expect(await store.start(start)).toEqual({attempt: 1, payload: '{"id":"1"}'})
    expect(unknown).toEqual([])
  })

  test('started, no outcome: unknown, and never started again by itself', async () => {
    await claimOne(store, newClaim('1'))
    await store.start(start)
    const {pending, unknown} = await crash()
    expect(pending).toEqual([])
    expect(unknown).toMatchObject([{key: KEY, attempts: 1}])
    expect(await store.start(start)).toBeUndefined()
    expect(await record()).toMatchObject({state: 'unknown'})
    // Once more: it is told once, and stays unknown.
    expect(await crash()).toMatchObject({pending: [], unknown: []})
    expect(await record()).toMatchObject({state: 'unknown'})
  })

  test('what is unknown can be claimed back, once', async () => {
    await claimOne(store, newClaim('1'))
    await store.start(start)
    await crash()
    expect(await store.reclaim(KEY)).toBe(true)
    expect(await store.reclaim(KEY)).toBe(false)
    expect(await store.start(start)).toMatchObject({attempt: 2})
  })

  test('an unknown end does not slip through as skipped, unless it may be repeated', async () => {
    await claimOne(store, newClaim('1', {onUnknown: 'retry'}))
    await store.start(start)
    await crash()
    await store.reclaim(KEY)
    await store.skip(KEY, 'breaker', 2500)
    expect(await claimOne(store, newClaim('1', {onUnknown: 'hold'}))).toMatchObject({
      skipped: {state: 'unknown'},
      reason: 'repeated',
    })
    expect(await record()).toMatchObject({
      state: 'unknown',
      note: 'skipped (breaker) after an attempt whose end is not known',
    })
    await store.reclaim(KEY)
    await store.skip(KEY, 'breaker', 2500)
    expect(await claimOne(store, newClaim('1', {onUnknown: 'retry'}))).toMatchObject({
      claimed: {attempts: 1, attemptsBefore: 1},
    })
    expect(await store.start(start)).toMatchObject({attempt: 2})
  })

  test('outcome stored: done', async () => {
    await claimOne(store, newClaim('1'))
    await store.start(start)
    await store.finish(end)
    expect(await crash()).toMatchObject({pending: [], unknown: []})
    expect(await claimOne(store, newClaim('1'))).toMatchObject({
      reason: 'repeated',
      skipped: {state: 'succeeded'},
    })
  })
})

test('writes that wait at the same time are one commit, in their order', async () => {
  const keys = Array.from({length: 50}, (_, n) => newClaim(String(n)))
  const claimed = Promise.all(keys.map((claim) => claimOne(store, claim)))
  const started = Promise.all(keys.map(({key}) => store.start({key, at: 1})))
  expect(await claimed).toHaveLength(50)
  expect(await started).toEqual(keys.map(() => ({attempt: 1, payload: '{}'})))
})

test('outcomes are forgotten after their retention, claims of open incidents never', async () => {
  await store.claim(claimBatch(newClaim('1'), newClaim('2')))
  for (const key of [KEY, 'test:2:act']) {
    await store.start({...start, key})
    await store.finish({...end, key})
  }
  await store.claim({steps: [{closed: {incidentKey: 'test:1', at: 3500}}], position: undefined})
  await store.close()
  store = await openSqliteHistory(path, Date.now() - end.at + 60_000)
  expect(await store.count()).toBe(2)
  await store.close()
  store = await openSqliteHistory(path, 60_000)
  expect(await store.count()).toBe(1)
  expect(await claimOne(store, newClaim('2'))).toMatchObject({reason: 'repeated'})
})
