import {appendFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, expect, test} from 'vitest'
import type {ActionResult, ActionRunner} from '../../../../../src/lib/consumer/actions/runner.js'
import type {ConsumerConfig} from '../../../../../src/lib/consumer/config/types.js'
import type {IncidentConsumerOptions} from '../../../../../src/lib/consumer/engine/consumer.js'
import type {ActionStory} from '../../../../../src/lib/consumer/history/query.js'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
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
  const {source, ...options} = following(failing, config)
  const path = join(folder, 'incidents.jsonl')
  const first = await runConsumer({...options, source: {kind: 'file', path}})
  expect(first.summary.counts).toMatchObject({retries: 1, skipped: {breaker: 1}})
  send(incident('1'))
  const open = {...options, config: consumerConfig({...config, maxActions: undefined})}
  const second = await runConsumer({...open, source: {kind: 'file', path}})
  expect(second.summary.counts).toMatchObject({failed: 1})
  expect((await storyOf(KEY)).attempts).toBe(3)
})
