import {expect, test} from 'vitest'
import type {ActionStory, HistoryInfo} from '../../../../../src/lib/consumer/history/query.js'
import type {ActionRecord} from '../../../../../src/lib/consumer/history/store.js'
import {
  importView,
  prunePlanView,
  resolvePlanView,
} from '../../../../../src/lib/output/views/history-change.js'
import {listingJson, storyJson} from '../../../../../src/lib/output/views/history-json.js'
import {historyListView, storyView} from '../../../../../src/lib/output/views/history.js'

const at = Date.UTC(2026, 0, 31, 14, 2, 11)
const record = (given: Partial<ActionRecord> = {}): ActionRecord => ({
  key: 'bigpanda:INC-1:handle_oozie',
  action: 'handle_oozie',
  incidentKey: 'bigpanda:INC-1',
  incidentId: 'INC-1',
  source: 'bigpanda',
  severity: 'critical',
  active: true,
  place: {topic: 'sre', partition: 2, offset: 10_443n},
  claimedAt: at,
  concurrencyKey: undefined,
  onUnknown: 'hold',
  attempts: 1,
  attemptsBefore: 0,
  notBefore: 0,
  released: false,
  namespace: 'main',
  state: 'succeeded',
  reason: undefined,
  startedAt: at + 100,
  finishedAt: at + 4000,
  note: undefined,
  repeats: 0,
  lastSeenAt: at,
  closedAt: undefined,
  ...given,
})
const info: HistoryInfo = {
  path: '/var/h.db',
  uuid: 'u',
  clusterId: 'c',
  group: 'sre-oozie',
  pause: {paused: false, at: undefined, by: undefined, reason: undefined},
  holder: undefined,
  totals: {},
}
const unknown = record({
  key: 'bigpanda:INC 2:handle_grid',
  state: 'unknown',
  note: 'the consumer ended before the outcome was recorded',
  finishedAt: at + 100_000,
})

test('what needs a hand is marked, the rest is folded, the next step is told', () => {
  process.env['COLUMNS'] = '160'
  const listing = {records: [unknown, record()], totals: {unknown: 1, succeeded: 30}}
  expect(historyListView(listing, {...info, holder: {pid: 7, host: 'h', since: at}})).toBe(
    `sre-oozie  31 actions · 1 unknown · 30 succeeded  consumer runs (process 7)

    STATE      KEY                          WHEN (UTC)           TRIES  NOTE
 !  unknown    bigpanda:INC 2:handle_grid   2026-01-31 14:03:51      1  the consumer ended before the outcome was recorded
    succeeded  bigpanda:INC-1:handle_oozie  2026-01-31 14:02:15      1
   29 more actions hidden (--all)

   1 action started and nobody knows how it ended. Look, then say so:
   kbook history resolve 'bigpanda:INC 2:handle_grid' --as succeeded|failed|retry --history /var/h.db`,
  )
})

test('an empty history is one line', () => {
  expect(historyListView({records: [], totals: {}}, {...info, group: undefined})).toBe('/var/h.db  0 actions')
})

test('80 columns hold, and keys stay whole', () => {
  process.env['COLUMNS'] = '80'
  const text = historyListView({records: [unknown, record()], totals: {unknown: 1, succeeded: 1}}, info)
  const table = text.split('\n').slice(2, 5)
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80)
  expect(text).toContain('bigpanda:INC-1:handle_oozie')
})

const story: ActionStory = {
  ...record({state: 'failed', attempts: 2, note: 'exit code 3', repeats: 4, lastSeenAt: at + 9000}),
  payload: '{"id":"INC-1"}',
  attemptRecords: [
    {
      attempt: 1,
      startedAt: at,
      finishedAt: at + 1500,
      outcome: 'failed',
      note: 'exit code 3',
      code: 3,
      output: 'one\n\u001b[2Jtwo\n',
    },
    {
      attempt: 2,
      startedAt: at + 2000,
      finishedAt: undefined,
      outcome: undefined,
      note: undefined,
      code: undefined,
      output: undefined,
    },
  ],
}

test('the whole story of one action', () => {
  expect(storyView(story)).toBe(`! bigpanda:INC-1:handle_oozie  failed
   exit code 3

   incident    INC-1 (bigpanda, critical), sent again 4 times, last 2026-01-31 14:02:20 UTC
   message     sre[2]@10443
   claimed     2026-01-31 14:02:11 UTC
   started     2026-01-31 14:02:11 UTC
   ended       2026-01-31 14:02:15 UTC
   on unknown  hold: never started twice

   attempt 1   2026-01-31 14:02:11  failed after 1.5s: exit code 3
     | one
     | \\u001b[2Jtwo

   attempt 2   2026-01-31 14:02:13  no outcome yet`)
})

test('the plans say what will be', () => {
  expect(resolvePlanView({record: unknown, as: 'retry'})).toBe(`bigpanda:INC 2:handle_grid  unknown → retry
   the consumer ended before the outcome was recorded
   handle_oozie for INC-1 is run again by the consumer
   It was started 2026-01-31 14:02:11 UTC: it may have had its effect already`)
  expect(prunePlanView({before: at, remove: 12, keptOpen: 1}, at + 90 * 86_400_000)).toBe(
    '12 actions ended more than 90d ago (before 2026-01-31 14:02:11 UTC) would be removed\n' +
      '   1 older one stays: still open, or nobody has said how it ended',
  )
  expect(importView({imported: 2, known: 1, unread: [{at: '[3]', why: 'it names no action'}]}, 'h.db')).toBe(
    '2 actions imported into h.db, 1 known already\n ! [3]: it names no action',
  )
})

test('the JSON shapes: ISO times, the incident only with its story', () => {
  expect(listingJson({records: [record()], totals: {succeeded: 1}})).toMatchObject({
    totals: {succeeded: 1},
    records: [{key: 'bigpanda:INC-1:handle_oozie', incident: 'INC-1', claimedAt: '2026-01-31T14:02:11.000Z'}],
  })
  expect(storyJson(story)).toMatchObject({
    payload: {id: 'INC-1'},
    attemptRecords: [{attempt: 1, startedAt: '2026-01-31T14:02:11.000Z', code: 3}, {attempt: 2}],
  })
})
