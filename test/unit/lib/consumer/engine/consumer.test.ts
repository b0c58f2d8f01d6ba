import {appendFileSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeEach, describe, expect, test} from 'vitest'
import type {ActionResult, ActionRun, ActionRunner} from '../../../../../src/lib/consumer/actions/runner.js'
import type {ConsumerConfig} from '../../../../../src/lib/consumer/config/types.js'
import {createIncidentConsumer} from '../../../../../src/lib/consumer/engine/consumer.js'
import type {IncidentConsumerOptions} from '../../../../../src/lib/consumer/engine/consumer.js'
import {openHistoryView} from '../../../../../src/lib/consumer/history/sqlite/view.js'
import {
  consumerConfig,
  execAction,
  incident,
  linesFile,
  runConsumer,
  story,
} from '../../../../helpers/consumer.js'
import {scratchFolder} from '../../../../helpers/scratch.js'

/** An action that does what the list says, run after run; the last one for ever. */
function scripted(...results: ActionResult[]): ActionRunner & {runs: ActionRun[]} {
  const runs: ActionRun[] = []
  return {
    runs,
    run(run) {
      const result = results[Math.min(runs.length, results.length - 1)] ?? {outcome: 'succeeded'}
      runs.push(run)
      return Promise.resolve(result)
    },
  }
}

let folder: string
let history: string
beforeEach(() => {
  folder = scratchFolder()
  history = join(folder, 'history.db')
})

const options = (
  lines: readonly string[],
  act: ActionRunner = scripted(),
  config: Partial<ConsumerConfig> = {},
): IncidentConsumerOptions => ({
  config: consumerConfig(config),
  source: {kind: 'file', path: linesFile(folder, lines)},
  history,
  actions: {act},
})

describe('a file', () => {
  test('is acted on once, in order, and the second run finds nothing new', async () => {
    const all = options([incident('1'), incident('2', {team: 'web'}), incident('1'), 'not json'])
    const first = await runConsumer(all)
    expect(story(first.events)).toEqual([
      'matched',
      'matched',
      'skipped bigpanda:1:act (repeated)',
      'dead',
      'running bigpanda:1:act',
      'succeeded bigpanda:1:act',
    ])
    expect(first.summary).toMatchObject({
      reason: 'end-of-input',
      counts: {messages: 4, incidents: 3, unmatched: 1, matched: 2, succeeded: 1, dead: 1},
      pending: 0,
      deadLetters: join(folder, 'incidents.dlq.jsonl'),
    })
    const second = await runConsumer(all)
    expect(story(second.events)).toEqual([])
    expect(second.summary.counts).toMatchObject({messages: 0})
  })

  test('goes on after what has been read, and an update is told what became of its action', async () => {
    const all = options([incident('1')])
    await runConsumer(all)
    appendFileSync(join(folder, 'incidents.jsonl'), `${incident('1')}\n${incident('2')}\n`)
    const {events} = await runConsumer(all)
    expect(events.find(({type}) => type === 'skipped')).toMatchObject({
      reason: 'repeated',
      earlier: {state: 'succeeded'},
    })
    expect(story(events)).toContain('succeeded bigpanda:2:act')
  })

  test('the action gets the incident and its key', async () => {
    const act = scripted()
    await runConsumer(options([incident('1')], act))
    expect(act.runs).toMatchObject([{attempt: 1, claim: {key: 'bigpanda:1:act', place: {offset: 1n}}}])
    expect(JSON.parse(act.runs[0]?.claim.payload ?? '')).toMatchObject({id: '1', tags: {team: ['sre']}})
  })

  test('--max-messages ends exactly there, and the next run goes on', async () => {
    const all = options(['1', '2', '3'].map((id) => incident(id)))
    const first = await runConsumer({...all, maxMessages: 2})
    expect(first.summary).toMatchObject({reason: 'max-messages', counts: {messages: 2, succeeded: 2}})
    const second = await runConsumer({...all, maxMessages: 2})
    expect(second.summary).toMatchObject({reason: 'end-of-input', counts: {messages: 1, succeeded: 1}})
  })
})

describe('failures', () => {
  test('are repeated as often as the policy says, each start recorded', async () => {
    const retrying = execAction('act', ['true'], {attempts: 3})
    const act = scripted(
      {outcome: 'failed', error: 'first'},
      {outcome: 'failed', error: 'second'},
      {outcome: 'succeeded'},
    )
    const {events} = await runConsumer(options([incident('1')], act, {actions: new Map([['act', retrying]])}))
    const key = 'bigpanda:1:act'
    expect(story(events).slice(1)).toEqual(
      ['running', 'retrying', 'running', 'retrying', 'running', 'succeeded'].map((type) => `${type} ${key}`),
    )
    const view = await openHistoryView(history)
    expect(view.show(key)).toMatchObject({
      state: 'succeeded',
      attempts: 3,
      attemptRecords: [
        {outcome: 'failed', note: 'first'},
        {outcome: 'failed', note: 'second'},
        {outcome: 'succeeded'},
      ],
    })
    view.close()
  })

  test('that are final are told, and not tried again by an update', async () => {
    const act = scripted({outcome: 'failed', retriable: false, error: 'no such host', output: 'tail'})
    const {events, summary} = await runConsumer(options([incident('1'), incident('1')], act))
    expect(events.find(({type}) => type === 'failed')).toMatchObject({error: 'no such host', output: 'tail'})
    expect(summary.counts).toMatchObject({failed: 1, skipped: {repeated: 1}})
    expect(act.runs).toHaveLength(1)
  })

  test('with an unknown end are held', async () => {
    const act = scripted({outcome: 'unknown', error: 'no answer'})
    const {events} = await runConsumer(options([incident('1')], act))
    expect(events.find(({type}) => type === 'unknown')).toMatchObject({policy: 'hold', error: 'no answer'})
  })

  test('of the runner itself leave an unknown end', async () => {
    const act: ActionRunner = {run: () => Promise.reject(new Error('bug'))}
    const {summary} = await runConsumer(options([incident('1')], act))
    expect(summary.counts.unknown).toBe(1)
  })
})

describe('what is not to be run', () => {
  test('is recorded with its reason: switched off, too old, closed since', async () => {
    const now = Math.floor(Date.now() / 1000)
    const off = execAction('act', ['true'], {enabled: false})
    const disabled = await runConsumer(
      options([incident('1')], scripted(), {actions: new Map([['act', off]])}),
    )
    expect(story(disabled.events)).toContain('skipped bigpanda:1:act (disabled)')

    const age = {maxIncidentAgeMs: 3_600_000}
    const lines = [incident('2', {updated: now - 7200}), incident('3', {updated: now})]
    const stale = await runConsumer(options(lines, scripted(), age))
    expect(story(stale.events)).toContain('skipped bigpanda:2:act (stale)')
    expect(story(stale.events)).toContain('succeeded bigpanda:3:act')

    const closing = [incident('4'), incident('4', {active: false})]
    const closed = await runConsumer(options(closing))
    expect(story(closed.events)).toEqual(['matched', 'skipped bigpanda:4:act (closed)'])
  })

  test('more starts than the circuit breaker allows', async () => {
    const lines = ['1', '2', '3', '4'].map((id) => incident(id))
    const limited = {maxActions: {count: 2, perMs: 60_000}}
    const {events, summary} = await runConsumer(options(lines, scripted(), limited))
    expect(events.filter(({type}) => type === 'breaker-opened')).toHaveLength(1)
    expect(summary.counts).toMatchObject({succeeded: 2, skipped: {breaker: 2}})
    // The next process goes on counting.
    const again = await runConsumer({...options([incident('5')], scripted(), limited), from: 'beginning'})
    expect(again.summary.counts).toMatchObject({succeeded: 0, skipped: {breaker: 1}})
  })

  test('anything, when actions are not defined', async () => {
    const place = {file: 'c.yaml', line: 4, column: 9}
    const config = {undefinedActions: [{name: 'handle_grid', place}]}
    await expect(runConsumer(options([incident('1')], scripted(), config))).rejects.toMatchObject({
      code: 'BAD_CONFIG',
      message: expect.stringContaining('handle_grid') as string,
    })
    const dry = await runConsumer({...options([incident('1')], scripted(), config), mode: 'dry-run'})
    expect(story(dry.events)).toEqual(['matched', 'would-run bigpanda:1:act'])
  })
})

describe('a dry run', () => {
  test('says what would be done, each time anew, and does nothing', async () => {
    const act = scripted()
    const dry = {...options([incident('1'), 'not json'], act), mode: 'dry-run'} as const
    for (let round = 0; round < 2; round++) {
      const {events, summary} = await runConsumer(dry)
      expect(story(events)).toEqual(['matched', 'dead', 'would-run bigpanda:1:act'])
      expect(summary.counts.succeeded).toBe(0)
    }
    expect(act.runs).toEqual([])
    const {summary} = await runConsumer({...dry, mode: 'run'})
    expect(summary.counts).toMatchObject({succeeded: 1, dead: 1})
  })

  test('--why explains each condition', async () => {
    const {events} = await runConsumer({
      ...options([incident('1', {team: 'web'})]),
      mode: 'dry-run',
      why: true,
    })
    expect(events.find(({type}) => type === 'explained')).toMatchObject({
      matched: false,
      reasons: [expect.stringContaining('"web"')],
    })
  })
})

test('the listener is told about each message when asked', async () => {
  const {events} = await runConsumer({...options([incident('1')]), trace: true})
  expect(events.filter(({type}) => type === 'message')).toMatchObject([{place: {partition: 0, offset: 1n}}])
})

test("an older consumer's JSON history is taken over, and what it did is not done again", async () => {
  const json = join(folder, 'automation_action_history.json')
  writeFileSync(json, JSON.stringify({'1': {act: {timestamp: 1_700_000_000}}, odd: 7}))
  const act = scripted()
  const {events} = await runConsumer({...options([incident('1'), incident('2')], act), history: json})
  expect(events.find(({type}) => type === 'imported')).toMatchObject({imported: 1, unread: [{at: 'odd'}]})
  expect(act.runs.map(({claim}) => claim.incidentId)).toEqual(['2'])
  expect(readFileSync(`${json}.imported`, 'utf8')).toContain('"act"')
})

test('a consumer whose history is in use is refused', async () => {
  const first = createIncidentConsumer({
    ...options([]),
    source: {kind: 'file', path: linesFile(folder, []), follow: true},
  })
  const running = first.run()
  await new Promise<void>((resolve) => first.on(({type}) => type === 'ready' && resolve()))
  await expect(runConsumer(options([]))).rejects.toMatchObject({code: 'LOCKED', exitCode: 5})
  first.stop()
  await running
})
