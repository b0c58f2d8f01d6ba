import {appendFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest'
import type {ActionResult, ActionRunner} from '../../../../../src/lib/consumer/actions/runner.js'
import type {ConsumerConfig} from '../../../../../src/lib/consumer/config/types.js'
import type {IncidentConsumerOptions} from '../../../../../src/lib/consumer/engine/consumer.js'
import {openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import type {ActionStory} from '../../../../../src/lib/consumer/history/query.js'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import {claimBatch, newClaim} from '../../../../helpers/claims.js'
import {consumerConfig, execAction, incident, linesFile, runConsumer} from '../../../../helpers/consumer.js'
import {startConsumer} from '../../../../helpers/consumer-scene.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

const KEY = 'bigpanda:1:act'

let folder: string
let history: string
beforeEach(() => {
  folder = scratchFolder()
  history = join(folder, 'history.db')
})

const following = (act: ActionRunner, config: Partial<ConsumerConfig> = {}): IncidentConsumerOptions => ({
  config: consumerConfig(config),
  source: {kind: 'file', path: linesFile(folder, [incident('1')]), follow: true},
  history,
  actions: {act},
})

const send = (...lines: string[]): void =>
  appendFileSync(join(folder, 'incidents.jsonl'), lines.map((line) => `${line}\n`).join(''))

const failing: ActionRunner = {run: () => Promise.resolve<ActionResult>({outcome: 'failed', error: 'no'})}

async function storyOf(key: string): Promise<ActionStory> {
  const view = await openHistoryView(history)
  try {
    return view.show(key)
  } finally {
    view.close()
  }
}

test('an incident that is closed before another attempt and opened again goes on with its numbers', async () => {
  const act = execAction('act', ['true'], {attempts: 2, backoff: {initialMs: 60_000, maxMs: 60_000}})
  const {seen, stop} = startConsumer(following(failing, {actions: new Map([['act', act]])}))
  await seen('retrying')
  send(incident('1', {active: false}))
  await seen('skipped')
  send(incident('1'))
  expect(await seen('running', 2)).toMatchObject({key: KEY, attempt: 2})
  // All attempts of the policy stand open again.
  expect(await seen('retrying', 2)).toMatchObject({attempt: 2, attempts: 3})
  await stop()
  const {state, attemptRecords} = await storyOf(KEY)
  expect(state).toBe('claimed')
  expect(attemptRecords.map(({attempt}) => attempt)).toEqual([1, 2])
})

test('an action whose next attempt the circuit breaker refused runs when it is sent again', async () => {
  const act = execAction('act', ['true'], {attempts: 2})
  const config = {actions: new Map([['act', act]]), maxActions: {count: 1, perMs: 60_000}}
  const options = following(failing, config)
  const path = join(folder, 'incidents.jsonl')
  const first = await runConsumer({...options, source: {kind: 'file', path}})
  expect(first.summary.counts).toMatchObject({retries: 1, skipped: {breaker: 1}})
  send(incident('1'))
  const open = {...options, config: consumerConfig({...config, maxActions: undefined})}
  const second = await runConsumer({...open, source: {kind: 'file', path}})
  expect(second.summary.counts).toMatchObject({failed: 1})
  expect((await storyOf(KEY)).attempts).toBe(3)
})

describe('what has waited for longer than max_incident_age', () => {
  const DAY = 86_400_000
  const age = {maxIncidentAgeMs: DAY}
  const ok: ActionRunner = {run: () => Promise.resolve<ActionResult>({outcome: 'succeeded'})}
  const reading = (act: ActionRunner): IncidentConsumerOptions => ({
    ...following(act, age),
    source: {kind: 'file', path: linesFile(folder, [])},
  })
  const waiting = (act: ActionRunner): IncidentConsumerOptions => ({
    ...following(act, age),
    source: {kind: 'file', path: linesFile(folder, []), follow: true},
  })
  const later = (ms: number): unknown => vi.setSystemTime(Date.now() + ms)

  beforeEach(() => vi.useFakeTimers({toFake: ['Date']}))
  afterEach(() => vi.useRealTimers())

  async function leave(...ids: string[]): Promise<void> {
    const store = await openSqliteHistory(history)
    await store.claim(claimBatch(...ids.map((id) => newClaim(id, {claimedAt: Date.now()}))))
    await store.close()
  }

  test('runs when the consumer was only paused', async () => {
    await leave('1')
    const {consumer, seen, stop} = startConsumer({
      ...waiting(ok),
      openHistory: async () => {
        const store = await openSqliteHistory(history)
        await store.setPause({paused: true, by: 'ann'})
        return store
      },
    })
    await seen('paused')
    await seen('ready')
    later(2 * DAY)
    await consumer.resume()
    await seen('succeeded')
    await stop()
  })

  test('runs after a restart, since it waited for a running consumer', async () => {
    await leave('1')
    later(2 * DAY)
    // Held open until now, as by a consumer that had no time for it.
    await (await openSqliteHistory(history)).close()
    expect((await runConsumer(reading(ok))).summary.counts).toMatchObject({succeeded: 1})
  })

  test('is too old after an outage, unless somebody has released it', async () => {
    await leave('1', '2')
    const view = await openHistoryView(history, {write: true})
    view.applyResolve(view.planResolve('test:2:act', 'failed'), 'ann')
    view.applyResolve(view.planResolve('test:2:act', 'retry'), 'ann')
    view.close()
    later(2 * DAY)
    const {events} = await runConsumer(reading(ok))
    expect(events.find(({type}) => type === 'skipped')).toMatchObject({key: 'test:1:act', reason: 'stale'})
    expect(events.filter(({type}) => type === 'succeeded')).toMatchObject([{key: 'test:2:act'}])
  })

  test('runs when somebody releases it', async () => {
    await leave('1')
    const store = await openSqliteHistory(history)
    await store.start({key: 'test:1:act', at: Date.now()})
    await store.finish({key: 'test:1:act', attempt: 1, at: Date.now(), outcome: 'unknown'})
    await store.close()
    later(2 * DAY)
    const running = startConsumer(waiting(ok))
    await running.seen('ready')
    const view = await openHistoryView(history, {write: true})
    view.applyResolve(view.planResolve('test:1:act', 'retry'), 'ann')
    view.close()
    expect(await running.seen('succeeded')).toMatchObject({key: 'test:1:act', attempt: 2})
    await running.stop()
  })
})
