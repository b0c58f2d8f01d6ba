import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {createRegistry} from '../../../../../src/lib/consumer/actions/registry.js'
import type {ActionResult} from '../../../../../src/lib/consumer/actions/runner.js'
import {Executor} from '../../../../../src/lib/consumer/engine/executor.js'
import type {NewEvent} from '../../../../../src/lib/consumer/engine/events.js'
import {openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import type {ClaimedAction, HistoryStore} from '../../../../../src/lib/consumer/history/store.js'
import {claimOne, newClaim} from '../../../../helpers/claims.js'
import {execAction} from '../../../../helpers/consumer.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

let history: HistoryStore
let events: NewEvent[]
let failure: unknown
/** Ends the attempt that runs. */
let end: (result: ActionResult) => void
let begun: Promise<void>
let begin: () => void

beforeEach(async () => {
  history = await openSqliteHistory(join(scratchFolder(), 'history.db'))
  events = []
  failure = undefined
  begun = new Promise((resolve) => (begin = resolve))
})
afterEach(() => history.close())

function executor(): Executor {
  const policy = execAction('act', ['true'], {attempts: 2, backoff: {initialMs: 1, maxMs: 1}})
  const run = (): Promise<ActionResult> => {
    begin()
    return new Promise((resolve) => (end = resolve))
  }
  const made = new Executor({
    history,
    actions: createRegistry(new Map([['act', policy]]), {env: {}, secrets: []}, {act: {run}}),
    concurrency: 4,
    breaker: undefined,
    emit: (event) => events.push(event),
    onFailure: (error) => (failure = error),
    onProgress: () => undefined,
  })
  made.go()
  return made
}

async function claimed(): Promise<ClaimedAction> {
  const result = await claimOne(history, newClaim('1'))
  if (!('claimed' in result)) throw new Error('not claimed')
  return result.claimed
}

test('a claim that is handed over several times runs once', async () => {
  const claim = await claimed()
  const made = executor()
  made.add([claim, claim])
  await begun
  made.add([claim])
  expect(made.counts).toEqual({queued: 0, running: 1})
  end({outcome: 'succeeded'})
  await made.drained()
  expect(events.map(({type}) => type)).toEqual(['running', 'succeeded'])
  expect(failure).toBeUndefined()
})

test('a claim that is handed over while it runs does not disturb its next attempt', async () => {
  const claim = await claimed()
  const made = executor()
  made.add([claim])
  await begun
  made.add([claim])
  begun = new Promise((resolve) => (begin = resolve))
  end({outcome: 'failed'})
  await begun
  end({outcome: 'succeeded'})
  await made.drained()
  expect(events.map(({type}) => type)).toEqual(['running', 'retrying', 'running', 'succeeded'])
  expect(failure).toBeUndefined()
})

test('a claim that is ended and made anew before it could start runs', async () => {
  const claim = await claimed()
  const made = executor()
  const closing = history.claim({
    steps: [{closed: {incidentKey: claim.incidentKey, at: 2000}}],
    position: undefined,
  })
  // Asks the history for the start, which comes after the closing.
  made.add([claim])
  await closing
  const again = claimed()
  made.add([await again])
  await begun
  end({outcome: 'succeeded'})
  await made.drained()
  expect(events.map(({type}) => type)).toEqual(['running', 'succeeded'])
})
