import {expect, test} from 'vitest'
import type {PartitionFacts, StartRules} from '../../../../../src/lib/consumer/engine/positions.js'
import {StartJudge} from '../../../../../src/lib/consumer/engine/start-judge.js'

const UUID = 'our-history'

const judge = (more: Partial<StartRules> = {}): StartJudge =>
  new StartJudge(
    {uuid: UUID, startFrom: 'end', acceptCommits: false, ...more},
    {group: 'g', history: '/h.db'},
  )

const stored = (next: bigint, topicId = 'id-1') => ({topic: 'sre', topicId, partition: 0, next})
const ours = (offset: bigint) => ({offset, metadata: UUID})
const foreign = (offset: bigint) => ({offset, metadata: ''})

const facts = (partition: number, given: Partial<PartitionFacts> = {}): PartitionFacts => ({
  topic: 'sre',
  topicId: 'id-1',
  partition,
  logStart: 10n,
  end: 100n,
  topicKnown: given.stored !== undefined,
  ...given,
})

const starts = (of: StartJudge, partition: PartitionFacts) =>
  of.plan([partition]).map(({offset, reason}) => ({offset, reason}))

const MISMATCH = expect.objectContaining({code: 'HISTORY_MISMATCH'}) as Error

test('a partition that becomes known later is judged like the others', () => {
  const starting = judge()
  starting.begin([facts(0)])
  expect(() => starting.plan([facts(1, {committed: foreign(40n)})])).toThrow(MISMATCH)
})

test('a commit that somebody else made while another member had the partition is judged, too', () => {
  const running = judge()
  running.begin([facts(0)])
  const ahead = facts(0, {committed: foreign(60n), stored: stored(40n)})
  expect(() => running.plan([ahead])).toThrow(MISMATCH)
  const behind = facts(0, {committed: foreign(20n), stored: stored(40n)})
  expect(starts(running, behind)).toEqual([{offset: 20n, reason: 'moved'}])
})

test.each<[string, Partial<StartRules>]>([
  ['asked for', {asked: 'beginning'}],
  ['accepted', {acceptCommits: true}],
])('what was %s holds for the first time that a partition is read, whenever that is', (_, rules) => {
  const run = judge(rules)
  run.begin([facts(0)])
  const late = facts(1, {committed: foreign(40n)})
  const [start] = run.plan([late])
  expect(start?.offset).toBe('asked' in rules ? 10n : 40n)
  run.begin([late])
  const newer = facts(1, {committed: foreign(90n), stored: stored(50n)})
  expect(() => run.plan([newer])).toThrow(MISMATCH)
})

test('a commit that was judged before is passed over, since ours did not get through yet', () => {
  const run = judge({asked: 'beginning'})
  run.begin([facts(0, {committed: foreign(40n)})])
  const again = facts(0, {committed: foreign(40n), stored: stored(12n)})
  expect(starts(run, again)).toEqual([{offset: 12n, reason: 'history'}])
})

test('a late commit of ours does not hold for a topic that was made anew', () => {
  const run = judge()
  run.begin([facts(0)])
  const anew = facts(0, {committed: ours(40n), stored: stored(40n, 'id-0'), logStart: 0n})
  expect(starts(run, anew)).toEqual([{offset: 0n, reason: 'new-partition'}])
})
