import {appendFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, expect, test} from 'vitest'
import {abortedBy} from '../../../../../src/lib/consumer/actions/abort.js'
import type {ActionRunner} from '../../../../../src/lib/consumer/actions/runner.js'
import type {ConsumerConfig} from '../../../../../src/lib/consumer/config/types.js'
import {createIncidentConsumer} from '../../../../../src/lib/consumer/engine/consumer.js'
import type {
  IncidentConsumer,
  IncidentConsumerOptions,
} from '../../../../../src/lib/consumer/engine/consumer.js'
import type {ConsumerEvent} from '../../../../../src/lib/consumer/engine/events.js'
import {openSqliteHistory} from '../../../../../src/lib/consumer/history/sqlite/store.js'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import type {HistoryStore} from '../../../../../src/lib/consumer/history/store.js'
import {KbookError} from '../../../../../src/lib/errors.js'
import {consumerConfig, execAction, incident, linesFile, runConsumer} from '../../../../helpers/consumer.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

/** An action that goes on until it is let go, or until it is told to end. */
function held(): ActionRunner & {letGo: () => void} {
  let letGo = (): void => undefined
  const gone = new Promise<void>((resolve) => (letGo = resolve))
  return {
    letGo: () => letGo(),
    async run({signal}) {
      const aborted = new Promise((resolve) => signal.addEventListener('abort', resolve))
      await Promise.race([gone, aborted])
      return abortedBy(signal) ? {outcome: 'unknown', interrupted: true} : {outcome: 'succeeded'}
    },
  }
}

let folder: string
let history: string
beforeEach(() => {
  folder = scratchFolder()
  history = join(folder, 'history.db')
})

const following = (
  lines: readonly string[],
  act: ActionRunner,
  config: Partial<ConsumerConfig> = {},
): IncidentConsumerOptions => ({
  config: consumerConfig({concurrency: 1, ...config}),
  source: {kind: 'file', path: linesFile(folder, lines), follow: true},
  history,
  actions: {act},
})

function started(options: IncidentConsumerOptions) {
  const consumer = createIncidentConsumer(options)
  const events: ConsumerEvent[] = []
  consumer.on((event) => events.push(event))
  const run = consumer.run()
  run.catch(() => undefined)
  return {
    consumer,
    run,
    events,
    seen: (type: ConsumerEvent['type'], times = 1) => seen(consumer, events, type, times),
  }
}

function seen(
  consumer: IncidentConsumer,
  events: readonly ConsumerEvent[],
  type: ConsumerEvent['type'],
  times: number,
): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (events.filter((event) => event.type === type).length >= times) resolve()
    }
    consumer.on(check)
    check()
  })
}

const ok: ActionRunner = {run: () => Promise.resolve({outcome: 'succeeded'})}

test('stop lets what runs end, leaves what waits for the next run, and loses nothing', async () => {
  const act = held()
  const {consumer, run, seen} = started(following([incident('1'), incident('2')], act))
  await seen('running')
  consumer.stop()
  await seen('stopping')
  act.letGo()
  expect(await run).toMatchObject({reason: 'requested', counts: {succeeded: 1}, pending: 1})
  const next = await runConsumer({
    ...following([], ok),
    source: {kind: 'file', path: join(folder, 'incidents.jsonl')},
  })
  expect(next.summary).toMatchObject({counts: {succeeded: 1}, pending: 0})
})

test('when the grace is over, what runs is ended and recorded as unknown', async () => {
  const {consumer, run, seen} = started(following([incident('1')], held()))
  await seen('running')
  consumer.stop({graceMs: 0})
  expect(await run).toMatchObject({counts: {unknown: 1}})
  const view = await openHistoryView(history)
  expect(view.show('bigpanda:1:act')).toMatchObject({state: 'unknown'})
  view.close()
})

test('an interrupted action that may be repeated is run again by the next run', async () => {
  const retry = {actions: new Map([['act', execAction('act', ['true'], {onUnknown: 'retry'})]])}
  const {consumer, run, seen} = started(following([incident('1')], held(), retry))
  await seen('running')
  consumer.stop({graceMs: 0})
  await run
  const next = await runConsumer({
    ...following([], ok, retry),
    source: {kind: 'file', path: join(folder, 'incidents.jsonl')},
  })
  expect(next.summary.counts).toMatchObject({succeeded: 1})
})

test('a second stop can shorten the grace', async () => {
  const {consumer, run, seen} = started(following([incident('1')], held()))
  await seen('running')
  consumer.stop({graceMs: 60_000})
  consumer.stop({graceMs: 0})
  expect(await run).toMatchObject({reason: 'requested', counts: {unknown: 1}})
})

test('an action that takes too long is ended', async () => {
  const quick = {actions: new Map([['act', execAction('act', ['true'], {timeoutMs: 20})]])}
  const act: ActionRunner = {
    run: ({signal}) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          resolve({outcome: 'failed', error: abortedBy(signal)?.message ?? ''})
        })
      }),
  }
  const {events} = await runConsumer({
    ...following([incident('1')], act, quick),
    source: {kind: 'file', path: linesFile(folder, [incident('1')])},
  })
  expect(events.find(({type}) => type === 'failed')).toMatchObject({error: 'timed out after 20ms'})
})

test('the kill switch of another process stops intake and starts, and nothing is lost', async () => {
  const {consumer, run, seen, events} = started(following([incident('1')], ok))
  await seen('succeeded')
  const view = await openHistoryView(history, {write: true})
  view.setPause({paused: true, by: 'ann', reason: 'too many'})
  await seen('paused')
  expect(consumer.state()).toMatchObject({paused: true, phase: 'running'})
  appendFileSync(join(folder, 'incidents.jsonl'), `${incident('2')}\n`)
  view.setPause({paused: false, by: 'ann'})
  view.close()
  await seen('succeeded', 2)
  expect(events.findIndex(({type}) => type === 'resumed')).toBeLessThan(
    events.findLastIndex(({type}) => type === 'matched'),
  )
  consumer.stop()
  await run
})

test('a paused history keeps the next run paused until it is resumed', async () => {
  const first = started(following([incident('1')], ok))
  await first.seen('succeeded')
  await first.consumer.pause({by: 'ann'})
  first.consumer.stop()
  await first.run
  const second = started(following([incident('1'), incident('2')], ok))
  await second.seen('paused')
  await second.consumer.resume()
  await second.seen('succeeded')
  second.consumer.stop()
  await second.run
})

test('a run that ends by itself does not wait while it is paused: it is refused, and reads nothing', async () => {
  const followed = following([], ok)
  const file = join(folder, 'incidents.jsonl')
  await runConsumer({...followed, source: {kind: 'file', path: file}})
  await pausedBy('ann', 'storm')
  linesFile(folder, [incident('1')])
  for (const ending of [{source: {kind: 'file', path: file}}, {once: true}, {maxMessages: 1}] as const) {
    const {run, events} = started({...followed, ...ending})
    await expect(run).rejects.toMatchObject({
      code: 'REFUSED',
      exitCode: 5,
      message: expect.stringMatching(/^paused by ann since \S+Z: storm$/) as string,
      hints: expect.arrayContaining([`kbook consumer resume --history ${history}`]) as string[],
    })
    expect(events.map(({type}) => type)).not.toContain('matched')
  }
  const look = await runConsumer({...followed, source: {kind: 'file', path: file}, mode: 'dry-run'})
  expect(look.summary.reason).toBe('end-of-input')
})

test('it ends as well when it is paused while an action runs, which may end first', async () => {
  const act = held()
  const lines = [incident('1'), incident('2')]
  const {run, seen} = started({...following(lines, act), maxMessages: 3})
  await seen('running')
  await pausedBy('ann')
  await seen('stopping')
  act.letGo()
  await expect(run).rejects.toMatchObject({code: 'REFUSED'})
  const view = await openHistoryView(history)
  expect(view.show('bigpanda:1:act')).toMatchObject({state: 'succeeded'})
  expect(view.show('bigpanda:2:act')).toMatchObject({state: 'claimed'})
  view.close()
})

async function pausedBy(by: string, reason?: string): Promise<void> {
  const view = await openHistoryView(history, {write: true})
  view.setPause({paused: true, by, reason})
  view.close()
}

test('with enough in flight, intake waits until half of it is done', async () => {
  const act = held()
  const ids = ['1', '2', '3', '4'].map((id) => incident(id))
  const {consumer, run, seen, events} = started(following(ids, act, {maxInFlight: 4}))
  await seen('throttled')
  expect(consumer.state()).toMatchObject({running: 1, queued: 3})
  act.letGo()
  await seen('succeeded', 4)
  expect(events.find(({type}) => type === 'unthrottled')).toMatchObject({inFlight: 2})
  consumer.stop()
  await run
})

test('a history that cannot be written any more ends the run, and the next one goes on', async () => {
  let isFull: boolean | undefined = false
  const full = (): Promise<never> => {
    isFull = true
    return Promise.reject(new KbookError('STORAGE_FAILED', 'the disk is full'))
  }
  const openHistory = async (): Promise<HistoryStore> => {
    const store = await openSqliteHistory(history)
    if (isFull === undefined) return store
    return {...store, finish: full, start: (start) => (isFull ? full() : store.start(start))}
  }
  const options = {...following([incident('1'), incident('2')], ok), openHistory}
  const {run, events, consumer} = started(options)
  await expect(run).rejects.toMatchObject({code: 'STORAGE_FAILED'})
  expect(events.filter(({type}) => type === 'running')).toHaveLength(1)
  expect(events.find(({type}) => type === 'warning')).toMatchObject({
    message: expect.stringContaining('could not be recorded') as string,
  })
  const {conditions} = consumer.state()
  expect(conditions.find(({name}) => name === 'running')).toMatchObject({ok: false})
  expect(conditions.find(({name}) => name === 'history')).toMatchObject({
    ok: false,
    reason: expect.stringContaining('the disk is full') as string,
  })
  isFull = undefined
  const next = await runConsumer({...options, source: {kind: 'file', path: join(folder, 'incidents.jsonl')}})
  expect(next.summary.counts).toMatchObject({unknown: 1, succeeded: 1})
})

test('claims that cannot be stored start nothing', async () => {
  const openHistory = async (): Promise<HistoryStore> => ({
    ...(await openSqliteHistory(history)),
    claim: () => Promise.reject(new KbookError('STORAGE_FAILED', 'the disk is full')),
  })
  const {run, events} = started({...following([incident('1')], ok), openHistory})
  await expect(run).rejects.toMatchObject({code: 'STORAGE_FAILED'})
  expect(events.filter(({type}) => type === 'matched' || type === 'running')).toEqual([])
})

test('an action without an end does not keep a failed run from ending', async () => {
  const act: ActionRunner = {
    run: ({signal}) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({outcome: 'unknown'}))),
  }
  const {consumer, run, seen} = started({...following([incident('1')], act), graceMs: 0})
  await seen('running')
  consumer.stop()
  await expect(run).resolves.toMatchObject({reason: 'requested'})
})
