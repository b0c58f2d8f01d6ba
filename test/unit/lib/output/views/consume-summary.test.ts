import {expect, test} from 'vitest'
import type {RunCounts, RunSummary} from '../../../../../src/lib/consumer/engine/events.js'
import type {ServiceEvent} from '../../../../../src/lib/consumer/service/events.js'
import {createTally} from '../../../../../src/lib/consumer/service/tally.js'
import {summaryView} from '../../../../../src/lib/output/views/consume-summary.js'

const at = Date.UTC(2026, 0, 31, 14, 2, 11)
const place = {topic: 'incidents.jsonl', partition: 0, offset: 9n}
const ready = (actionsKnown: number, mode: 'run' | 'dry-run' = 'run'): ServiceEvent => ({
  at,
  type: 'ready',
  name: 'incidents.jsonl',
  source: 'file',
  topics: [],
  partitions: 1,
  actionsKnown,
  mode,
})
const counts = (given: Partial<RunCounts> = {}): RunCounts => ({
  messages: 0,
  incidents: 0,
  unmatched: 0,
  matched: 0,
  succeeded: 0,
  failed: 0,
  unknown: 0,
  skipped: {repeated: 0, disabled: 0, stale: 0, closed: 0, breaker: 0, 'undefined-action': 0},
  dead: 0,
  retries: 0,
  ...given,
})
const summary = (given: Partial<RunCounts>, rest: Partial<RunSummary> = {}): RunSummary => ({
  reason: 'end-of-input',
  counts: counts(given),
  pending: 0,
  deadLetters: undefined,
  history: 'h.db',
  durationMs: 2100,
  ...rest,
})
const action = (name: string, id: string): {key: string; action: string; incidentId: string} => ({
  key: `bigpanda:${id}:${name}`,
  action: name,
  incidentId: id,
})
const view = (run: RunSummary, events: readonly ServiceEvent[]): string => {
  const tally = createTally()
  for (const event of events) tally.add(event)
  return summaryView(run, tally.value())
}

test('the answer, the problems, the table, the rest, the next commands', () => {
  const events: ServiceEvent[] = [
    ready(0),
    {at, type: 'succeeded', ...action('handle_oozie', 'INC-1'), attempt: 1, durationMs: 5},
    {at, type: 'failed', ...action('handle_grid', 'INC-2'), attempt: 3, durationMs: 5, error: 'exit code 3'},
    {
      at,
      type: 'unknown',
      ...action('handle_grid', "O'Neil 3"),
      policy: 'hold',
      error: 'the process was killed',
    },
    {at, type: 'unknown', ...action('handle_grid', 'INC-4'), policy: 'retry', error: 'run again anyway'},
    {at, type: 'skipped', ...action('handle_oozie', 'INC-1'), reason: 'repeated'},
    {at, type: 'skipped', ...action('handle_oozie', 'INC-5'), reason: 'closed'},
    {at, type: 'skipped', ...action('handle_oozie', 'INC-1'), reason: 'repeated'},
    {
      at,
      type: 'dead',
      place,
      cause: {stage: 'parse', kind: 'NotJson', message: 'not JSON at byte 12'},
      to: 'x.dlq',
    },
  ]
  const run = summary({messages: 23, unmatched: 5, dead: 1}, {deadLetters: 'x.dlq', pending: 2})
  expect(view(run, events)).toBe(`incidents.jsonl  23 messages in 2.1s · 3 actions ran · 1 dead letter

 ! failed       handle_grid for INC-2: exit code 3
                kbook history show bigpanda:INC-2:handle_grid --history h.db
 ! unknown      handle_grid for O'Neil 3: the process was killed
                kbook history resolve 'bigpanda:O'\\''Neil 3:handle_grid' --as succeeded|failed|retry --history h.db
 ! dead letter  incidents.jsonl:9: not JSON at byte 12
                → x.dlq

   ACTION        SUCCEEDED  FAILED  UNKNOWN  SKIPPED
   handle_grid           -       1        1        -
   handle_oozie          1       -        -        3

   skipped      2 sent again: the action is in the history
                1 resolved by now
   unmatched    5 messages (--why tells which condition wants what)
   left         2 actions claimed and not yet run: done at the next start

   kbook history list --history h.db
   kbook dlq list x.dlq`)
})

test('a second run over the same input says plainly that nothing ran again', () => {
  expect(view(summary({}), [ready(9)])).toBe(
    'Nothing new in incidents.jsonl: no action ran again, 9 actions known from earlier runs\n\n' +
      '   kbook history list --history h.db',
  )
})

test('a new group that found nothing says where it began', () => {
  const partitions = [{topic: 'sre', partition: 0, offset: 22n, reason: 'start-from' as const}]
  const text = view(summary({}), [ready(0), {at, type: 'joined', group: 'g', partitions}])
  expect(text).toContain('--from beginning reads what is there already')
})

test('a dry run tells what would run', () => {
  const text = view(summary({messages: 2}), [
    ready(0, 'dry-run'),
    {at, type: 'would-run', ...action('handle_oozie', 'INC-1')},
  ])
  expect(text).toContain('2 messages in 2.1s · 1 action would run  (dry run: nothing was started)')
  expect(text).toContain('   ACTION        WOULD RUN\n   handle_oozie          1')
})

test('long lists are cut, and the rest is counted', () => {
  const failures = Array.from({length: 14}, (_, n): ServiceEvent => ({
    at,
    type: 'failed',
    ...action('handle_grid', `INC-${n}`),
    attempt: 1,
    durationMs: 1,
    error: 'exit code 1',
  }))
  const text = view(summary({messages: 14}), [ready(0), ...failures])
  expect(text.match(/! failed/g)).toHaveLength(10)
  expect(text).toContain('and 4 more failed actions')
})
