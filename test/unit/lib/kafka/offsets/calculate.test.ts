import {describe, expect, it, test} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {plannedOffset, totals} from '../../../../../src/lib/kafka/offsets/calculate.js'
import type {PlannedGroup, PlannedOffset, Position} from '../../../../../src/lib/kafka/offsets/types.js'
import type {CommittedOffset, ListedOffset, PartitionEnds} from '../../../../../src/lib/kafka/types.js'

const where = {topic: 't', partition: 0}
const commit = (offset?: bigint): CommittedOffset => ({
  ...where,
  offset,
  leaderEpoch: undefined,
  metadata: '',
  error: undefined,
})
const log: PartitionEnds = {...where, logStart: 10n, lastStable: 100n, highWatermark: 100n}
const leaderless: PartitionEnds = {...where, error: new KbookError('REQUEST_FAILED', 't-0 has no leader')}
const gone: PartitionEnds = {...where, error: new KbookError('TOPIC_NOT_FOUND', 't-0 does not exist')}
const found = (offset?: bigint): ListedOffset => ({
  ...where,
  offset,
  timestamp: undefined,
  leaderEpoch: undefined,
  error: undefined,
})

const plan = (current: bigint | undefined, position: Position, ends: PartitionEnds = log): PlannedOffset =>
  plannedOffset({commit: commit(current), ends, position, atTime: found(70n)})

test.each<[string, bigint | undefined, Position, Partial<PlannedOffset>]>([
  ['start', 50n, {to: 'start'}, {target: 10n, effect: 'replays', messages: 40n, lagNow: 50n, lagAfter: 90n}],
  ['end', 50n, {to: 'end'}, {target: 100n, effect: 'skips', messages: 50n, lagAfter: 0n}],
  ['offset', 50n, {to: 'offset', offset: 60n}, {target: 60n, effect: 'skips', messages: 10n}],
  ['where it is', 50n, {to: 'offset', offset: 50n}, {target: 50n, effect: 'none', messages: 0n}],
  ['before the log', 50n, {to: 'offset', offset: 3n}, {target: 10n, clampedFrom: 3n, messages: 40n}],
  ['after the log', 50n, {to: 'offset', offset: 300n}, {target: 100n, clampedFrom: 300n, messages: 50n}],
  ['back', 50n, {to: 'shift', by: -20n}, {target: 30n, effect: 'replays', messages: 20n}],
  ['back too far', 50n, {to: 'shift', by: -90n}, {target: 10n, clampedFrom: -40n}],
  ['time', 50n, {to: 'time', ms: 1}, {target: 70n, effect: 'skips', messages: 20n}],
  ['current', 50n, {to: 'current'}, {target: 50n, effect: 'none'}],
  ['current, though expired', 5n, {to: 'current'}, {target: 5n, effect: 'none'}],
  ['current without a commit', undefined, {to: 'current'}, {target: 100n, effect: 'new', lagAfter: 0n}],
  ['first commit', undefined, {to: 'start'}, {target: 10n, effect: 'new', messages: 0n, lagAfter: 90n}],
  ['out of the trimmed part', 5n, {to: 'start'}, {target: 10n, effect: 'moves', messages: 0n, lagNow: 90n}],
  ['from the trimmed part on', 5n, {to: 'end'}, {effect: 'skips', messages: 90n}],
  ['from beyond the end', 500n, {to: 'end'}, {target: 100n, effect: 'moves', messages: 0n}],
  ['exact, outside of the log', 50n, {to: 'offset', offset: 3n, exact: true}, {target: 3n, messages: 40n}],
  ['delete', 50n, {to: 'nothing'}, {target: undefined, effect: 'deletes'}],
  ['delete what is not there', undefined, {to: 'nothing'}, {target: undefined, effect: 'none'}],
])('%s', (_what, current, position, expected) => {
  const planned = plan(current, position)
  expect(planned).toMatchObject(expected)
  expect(planned.error).toBeUndefined()
  if (!('clampedFrom' in expected)) expect(planned.clampedFrom).toBeUndefined()
})

it('marks what is taken as it is beyond the end of the log', () => {
  const position = {to: 'offset', offset: 300n, exact: true} as const
  expect(plan(50n, position)).toMatchObject({target: 300n, beyondEnd: true, lagAfter: 90n, effect: 'moves'})
  expect(plan(50n, {...position, offset: 100n}).beyondEnd).toBeUndefined()
  expect(plan(50n, position, leaderless).beyondEnd).toBeUndefined()
})

it('takes the end where there is no record from the time on, and says so', () => {
  const planned = plannedOffset({
    commit: commit(50n),
    ends: log,
    position: {to: 'time', ms: 1},
    atTime: found(),
  })
  expect(planned).toMatchObject({target: 100n, afterLastRecord: true})
})

describe('a partition that cannot be planned', () => {
  it.each<[string, PlannedOffset]>([
    ['nothing to shift', plan(undefined, {to: 'shift', by: -1n})],
    ['no leader', plan(50n, {to: 'start'}, leaderless)],
    ['no such topic', plan(50n, {to: 'offset', offset: 3n, exact: true}, gone)],
    ['a commit that cannot be read', errorOfCommit()],
  ])('carries its error: %s', (_what, planned) => {
    expect(planned.error).toBeInstanceOf(KbookError)
    expect(planned).toMatchObject({target: undefined, effect: undefined, messages: 0n})
  })

  it('may be put back, stay or go without a leader', () => {
    expect(plan(50n, {to: 'offset', offset: 3n, exact: true}, leaderless)).toMatchObject({
      target: 3n,
      effect: 'replays',
    })
    expect(plan(50n, {to: 'current'}, leaderless)).toMatchObject({effect: 'none', lagNow: undefined})
    expect(plan(50n, {to: 'nothing'}, gone)).toMatchObject({effect: 'deletes'})
  })
})

function errorOfCommit(): PlannedOffset {
  const error = new KbookError('NOT_AUTHORIZED', 'no')
  return plannedOffset({commit: {...commit(), error}, ends: log, position: {to: 'start'}})
}

it('adds up what changes', () => {
  const group = (offsets: PlannedOffset[], error?: KbookError): PlannedGroup => ({
    group: 'g',
    type: 'classic',
    state: 'Empty',
    isNew: false,
    offsets,
    ...(error && {error}),
  })
  const groups = [
    group([plan(50n, {to: 'start'}), plan(50n, {to: 'end'}), plan(50n, {to: 'current'})]),
    group([plan(undefined, {to: 'shift', by: 1n}), plan(undefined, {to: 'end'})]),
    group([], new KbookError('GROUP_ACTIVE', 'no')),
  ]
  expect(totals(groups)).toEqual({changed: 3, unchanged: 1, failed: 2, replays: 40n, skips: 50n})
})
