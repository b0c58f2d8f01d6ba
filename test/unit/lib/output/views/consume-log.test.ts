import {expect, test} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import type {ServiceEvent} from '../../../../../src/lib/consumer/service/events.js'
import {eventJson, jsonLog, textLog} from '../../../../../src/lib/output/views/consume-log.js'

const at = Date.UTC(2026, 0, 31, 14, 2, 11)
const place = {topic: 'sre', partition: 2, offset: 10_443n}
const incident = {
  id: 'INC-88213',
  source: 'bigpanda',
  severity: 'critical',
  title: 'oozie workflow stuck',
} as const
const action = {key: 'bigpanda:INC-88213:handle_oozie', action: 'handle_oozie', incidentId: 'INC-88213'}

const lines = (
  events: readonly ServiceEvent[],
  verbose = false,
  source: 'kafka' | 'file' = 'kafka',
): string[] => {
  const log = textLog({source, verbose, dryRun: false})
  return events.map(log).filter((line) => line !== undefined)
}

test('the story of one incident, aligned', () => {
  expect(
    lines([
      {at, type: 'connected'},
      {
        at,
        type: 'ready',
        name: 'sre-oozie-consumer-prod',
        source: 'kafka',
        topics: ['sre'],
        partitions: 4,
        actionsKnown: 1204,
        mode: 'run',
      },
      {
        at,
        type: 'joined',
        group: 'g',
        partitions: [{topic: 'sre', partition: 2, offset: 10_440n, reason: 'committed'}],
      },
      {at: at + 4000, type: 'matched', place, incident, actions: ['handle_oozie']},
      {at: at + 4000, type: 'running', ...action, attempt: 1, timeoutMs: 300_000},
      {at: at + 8000, type: 'succeeded', ...action, attempt: 1, durationMs: 3912, output: 'restarted\n'},
      {
        at: at + 9000,
        type: 'dead',
        place,
        cause: {stage: 'parse', kind: 'NotJson', message: 'not JSON at byte 12'},
        to: 'sre.dlq',
      },
    ]),
  ).toEqual([
    '14:02:11  connected  Kafka is running',
    '14:02:11  ready      sre-oozie-consumer-prod · topic sre · 4 partitions · 1,204 actions known',
    '14:02:11  joined     Consumer is listening for messages: sre[2] from 10,440 (committed)',
    '14:02:15  matched    INC-88213 critical "oozie workflow stuck" → handle_oozie',
    '14:02:15  running    handle_oozie for INC-88213 (attempt 1, 5m limit)',
    '14:02:19  succeeded  handle_oozie for INC-88213 in 3.9s',
    '14:02:20  dead       sre[2]@10443: not JSON at byte 12 → sre.dlq',
  ])
})

test('where partitions start is told by reason, and many are folded', () => {
  const partitions = [0, 1, 2, 3, 4, 5].map((partition) => ({
    topic: 'sre',
    partition,
    offset: 7n,
    reason: partition === 0 ? ('new-partition' as const) : ('committed' as const),
  }))
  expect(lines([{at, type: 'joined', group: 'g', partitions}])[0]).toContain(
    'sre[0] from 7 (new partition, read whole); sre[1] from 7, sre[2] from 7, sre[3] from 7, sre[4] from 7 and 1 more (committed)',
  )
})

test('an incident that was sent again says what became of the action', () => {
  const [line] = lines([
    {
      at,
      type: 'skipped',
      ...action,
      reason: 'repeated',
      earlier: {state: 'succeeded', at: Date.UTC(2026, 0, 2, 3)},
    },
  ])
  expect(line).toBe(
    '14:02:11  skipped    INC-88213 again (updated): handle_oozie already succeeded 2026-01-02 03:00:00',
  )
})

test('--verbose adds each message and what actions printed', () => {
  const events: ServiceEvent[] = [
    {at, type: 'message', place},
    {
      at,
      type: 'failed',
      ...action,
      attempt: 3,
      durationMs: 20,
      error: 'exit code 1',
      output: 'one\ntwo\u001b[2J\n',
    },
  ]
  const failed =
    '14:02:11  failed     handle_oozie for INC-88213 after 20ms (attempt 3): exit code 1: two\\u001b[2J'
  expect(lines(events)).toEqual([failed])
  expect(lines(events, true)).toEqual([
    '14:02:11  message    Processing message offset: 10443 partition: 2',
    `${failed}\n                     | one\n                     | two\\u001b[2J`,
  ])
})

test('values of a message can neither break a line nor drive the terminal', () => {
  const [line] = lines([
    {
      at,
      type: 'matched',
      place,
      incident: {...incident, id: 'a\nb', title: '\u001b[31m\u202e'},
      actions: ['x'],
    },
  ])
  expect(line).toBe('14:02:11  matched    a\\nb critical "\\u001b[31m\\u202e" → x')
})

test('a place in a file is a line of it', () => {
  const [line] = lines([{at, type: 'unterminated', place: {...place, topic: 'in.jsonl'}}], false, 'file')
  expect(line).toContain('in.jsonl:10443: the last line has no line end yet')
})

test('brokers that are away are no lost messages', () => {
  const error = new KbookError('UNREACHABLE', 'no broker answers')
  const [away, gone] = lines([
    {at, type: 'disconnected', error},
    {at, type: 'lost', topic: 'sre', partition: 2, from: 4n, to: 10n},
  ])
  expect(away).toBe('14:02:11  disconnected  no broker answers; waiting for the brokers to come back')
  expect(gone).toContain('6 messages deleted before they were read')
})

test('a JSON log line has the sentence and the fields, errors in short', () => {
  const log = jsonLog({source: 'kafka', verbose: false, dryRun: false})
  const error = new KbookError('UNREACHABLE', 'no broker answers')
  expect(JSON.parse(log({at, type: 'disconnected', error}) ?? '')).toEqual({
    time: '2026-01-31T14:02:11.000Z',
    level: 'warn',
    event: 'disconnected',
    error: {code: 'UNREACHABLE', message: 'no broker answers'},
    message: 'no broker answers; waiting for the brokers to come back',
  })
  expect(log({at, type: 'message', place})).toBeUndefined()
})

test('a result event keeps its fields, offsets as they are', () => {
  expect(eventJson({at, type: 'message', place})).toEqual({
    event: 'message',
    time: '2026-01-31T14:02:11.000Z',
    place,
  })
})
