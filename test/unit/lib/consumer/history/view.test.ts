import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test} from 'vitest'
import type {HistoryView} from '../../../../../src/lib/consumer/history/query.js'
import {openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import type {HistoryStore} from '../../../../../src/lib/consumer/history/store.js'
import {scratchFolder} from '../../../../helpers/scratch.js'
import {claimBatch, newClaim} from '../../../../helpers/claims.js'

const keyOf = (id: string): string => `test:${id}:act`

let path: string
let store: HistoryStore
let view: HistoryView
beforeEach(async () => {
  path = join(scratchFolder(), 'history.db')
  store = await openSqliteHistory(path)
  const ids = ['done', 'failed', 'lost', 'waiting', 'running']
  await store.claim(claimBatch(...ids.map((id, n) => newClaim(id, {claimedAt: 1000 + n}))))
  for (const [n, id] of ['done', 'failed', 'lost', 'running'].entries()) {
    await store.start({key: keyOf(id), at: 2000 + n})
  }
  const end = {attempt: 1, at: 3000}
  await store.finish({...end, key: keyOf('done'), outcome: 'succeeded'})
  await store.finish({...end, key: keyOf('failed'), outcome: 'failed', note: 'exit code 1'})
  await store.finish({...end, key: keyOf('lost'), outcome: 'unknown', note: 'no answer'})
})
afterEach(async () => {
  view.close()
  await store.close()
})

/** A consumer does not run any more. */
async function stopConsumer(): Promise<void> {
  await store.close()
  store = {...store, close: () => Promise.resolve()}
}

describe('looking', () => {
  beforeEach(async () => (view = await openHistoryView(path)))

  test('what needs somebody comes first, the rest newest first', () => {
    const {records, totals} = view.list()
    expect(records.map(({incidentId}) => incidentId)).toEqual([
      'lost',
      'failed',
      'done',
      'running',
      'waiting',
    ])
    expect(totals).toEqual({unknown: 1, failed: 1, started: 1, claimed: 1, succeeded: 1})
  })

  test('filters and limit; totals count what the limit cuts off', () => {
    expect(view.list({states: ['failed', 'unknown'], limit: 1})).toMatchObject({
      records: [{incidentId: 'lost'}],
      totals: {unknown: 1, failed: 1},
    })
    expect(view.list({incident: 'done'}).records).toHaveLength(1)
    expect(view.list({action: 'other'}).records).toEqual([])
    expect(view.list({since: 2500}).records).toHaveLength(3)
    expect(view.list({namespace: 'dry-run'}).records).toEqual([])
  })

  test('an unknown key names those that look like it', () => {
    expect(() => view.show('done')).toThrow(
      expect.objectContaining({
        code: 'NOT_FOUND',
        hints: expect.arrayContaining([keyOf('done')]) as string[],
      }) as Error,
    )
    expect(() => view.show('nothing-of-the-kind')).toThrow(
      expect.objectContaining({code: 'NOT_FOUND'}) as Error,
    )
  })

  test('everything, oldest first', () => {
    expect([...view.all()].map(({incidentId}) => incidentId)).toEqual([
      'done',
      'failed',
      'lost',
      'waiting',
      'running',
    ])
  })
})

describe('resolving', () => {
  beforeEach(async () => (view = await openHistoryView(path, {write: true})))

  test('what is unknown, by word of a person', () => {
    const changed = view.applyResolve(view.planResolve(keyOf('lost'), 'succeeded'), 'ann')
    expect(changed).toMatchObject({state: 'succeeded', note: 'resolved as succeeded by ann, was unknown'})
  })

  test('a plan that time has overtaken changes nothing', () => {
    const plan = view.planResolve(keyOf('lost'), 'succeeded')
    view.applyResolve(view.planResolve(keyOf('lost'), 'retry'), 'bob')
    expect(() => view.applyResolve(plan, 'ann')).toThrow(expect.objectContaining({code: 'REFUSED'}) as Error)
    expect(view.show(keyOf('lost')).state).toBe('claimed')
  })

  test('what is done stays done', () => {
    expect(() => view.planResolve(keyOf('done'), 'retry')).toThrow(
      expect.objectContaining({code: 'REFUSED'}) as Error,
    )
  })

  test('what a running consumer has in hand is left to it', async () => {
    expect(() => view.planResolve(keyOf('running'), 'failed')).toThrow(
      expect.objectContaining({code: 'REFUSED'}) as Error,
    )
    await stopConsumer()
    view.close()
    view = await openHistoryView(path, {write: true})
    expect(view.planResolve(keyOf('running'), 'failed')).toMatchObject({as: 'failed'})
    expect(view.info().holder).toBeUndefined()
  })
})

describe('pruning', () => {
  beforeEach(async () => (view = await openHistoryView(path, {write: true})))

  test('goes by the end, keeps open incidents and what is unknown', async () => {
    for (const id of ['done', 'lost']) {
      await store.claim({steps: [{closed: {incidentKey: `test:${id}`, at: 4000}}], position: undefined})
    }
    expect(view.planPrune(3000)).toEqual({before: 3000, remove: 0, keptOpen: 0})
    const plan = view.planPrune(3001)
    expect(plan).toEqual({before: 3001, remove: 1, keptOpen: 2})
    expect(view.applyPrune(plan)).toEqual({removed: 1})
    expect([...view.all()].map(({incidentId}) => incidentId)).not.toContain('done')
  })
})

test("an older consumer's history is taken over without touching what is known", async () => {
  view = await openHistoryView(path, {write: true})
  const text = JSON.stringify({
    'INC-1': {handle_oozie: {timestamp: 1_700_000_000}, handle_grid: 'failed'},
    nonsense: 1,
  })
  expect(view.importJson(text)).toEqual({
    imported: 2,
    known: 0,
    unread: [{at: 'nonsense', why: 'its key does not tell incident and action apart'}],
  })
  expect(view.importJson(text)).toMatchObject({imported: 0, known: 2})
  expect(view.show('bigpanda:INC-1:handle_oozie')).toMatchObject({
    state: 'succeeded',
    finishedAt: 1_700_000_000_000,
  })
  expect(view.show('bigpanda:INC-1:handle_grid')).toMatchObject({state: 'failed', note: 'imported'})
})
