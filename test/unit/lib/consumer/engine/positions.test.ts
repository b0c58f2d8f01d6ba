import {describe, expect, test} from 'vitest'
import {
  planStarts,
  uncoveredError,
  type PartitionFacts,
  type StartRules,
} from '../../../../../src/lib/consumer/engine/positions.js'

const UUID = 'our-history'
const rules: StartRules = {uuid: UUID, startFrom: 'end', acceptCommits: false}

const facts = (given: Partial<PartitionFacts> = {}): PartitionFacts => ({
  topic: 'sre',
  topicId: 'id-1',
  partition: 0,
  logStart: 10n,
  end: 100n,
  topicKnown: given.stored !== undefined,
  ...given,
})
const stored = (next: bigint, topicId = 'id-1') => ({topic: 'sre', topicId, partition: 0, next})
const ours = (offset: bigint) => ({offset, metadata: UUID})
const foreign = (offset: bigint) => ({offset, metadata: ''})

function start(given: Partial<PartitionFacts>, more: Partial<StartRules> = {}) {
  const {starts, uncovered} = planStarts([facts(given)], {...rules, ...more})
  const {offset, reason, lost} = starts[0] ?? {}
  return {offset, reason, ...(lost ? {lost} : {}), ...(uncovered.length > 0 ? {uncovered: true} : {})}
}

describe('where reading goes on', () => {
  test('a new group begins where the configuration says', () => {
    expect(start({})).toEqual({offset: 100n, reason: 'start-from'})
    expect(start({}, {startFrom: 'beginning'})).toEqual({offset: 10n, reason: 'start-from'})
    expect(start({atTime: 50n}, {startFrom: {time: 1}})).toEqual({offset: 50n, reason: 'start-from'})
    expect(start({}, {startFrom: {time: 1}})).toEqual({offset: 100n, reason: 'start-from'})
  })

  test('where it has committed, as the history knows', () => {
    expect(start({committed: ours(40n), stored: stored(40n)})).toEqual({offset: 40n, reason: 'committed'})
  })

  test('where it has claimed, when the commit did not get through', () => {
    expect(start({committed: ours(40n), stored: stored(45n)})).toEqual({offset: 45n, reason: 'history'})
  })

  test('where it has claimed, when the commit has expired', () => {
    expect(start({stored: stored(45n)})).toEqual({offset: 45n, reason: 'history'})
  })

  test('where another tool has moved it back to', () => {
    expect(start({committed: foreign(20n), stored: stored(45n)})).toEqual({offset: 20n, reason: 'moved'})
  })

  test('at the start of what a known topic has grown by', () => {
    expect(start({topicKnown: true})).toEqual({offset: 10n, reason: 'new-partition'})
  })

  test('at the start of a topic that was made anew', () => {
    expect(start({stored: stored(45n, 'id-0'), logStart: 0n})).toEqual({offset: 0n, reason: 'new-partition'})
    expect(start({committed: ours(450n), stored: stored(450n, ''), logStart: 0n})).toEqual({
      offset: 0n,
      reason: 'new-partition',
    })
  })

  test('what was deleted before it was read is told', () => {
    const lost = {from: 4n, to: 10n}
    expect(start({committed: ours(4n), stored: stored(4n)})).toEqual({offset: 10n, reason: 'log-start', lost})
    expect(start({stored: stored(4n)})).toEqual({offset: 10n, reason: 'log-start', lost})
  })
})

describe('where somebody asked for', () => {
  test.each([
    ['beginning', 10n],
    ['end', 100n],
    [{offset: 70n}, 70n],
    [{time: 1}, 50n],
  ] as const)('%o', (asked, offset) => {
    const given = {committed: ours(40n), stored: stored(40n), atTime: 50n}
    expect(start(given, {asked})).toEqual({offset, reason: 'asked'})
  })

  test('an offset before the log is its start, and no loss', () => {
    expect(start({}, {asked: {offset: 3n}})).toEqual({offset: 10n, reason: 'log-start'})
  })
})

describe('commits that the history does not cover', () => {
  test('an empty history', () => {
    expect(start({committed: foreign(40n)})).toMatchObject({uncovered: true})
    expect(start({committed: ours(40n)})).toMatchObject({uncovered: true})
  })

  test('an older copy of the history', () => {
    expect(start({committed: ours(40n), stored: stored(30n)})).toMatchObject({uncovered: true})
  })

  test('another tool that moved the group on', () => {
    expect(start({committed: foreign(60n), stored: stored(40n)})).toMatchObject({uncovered: true})
  })

  test('a history of another topic of the same name', () => {
    expect(start({committed: ours(40n), stored: stored(40n, 'id-0')})).toMatchObject({uncovered: true})
  })

  test('are taken when that is said, or when another place was asked for', () => {
    expect(start({committed: foreign(60n), stored: stored(40n)}, {acceptCommits: true})).toEqual({
      offset: 60n,
      reason: 'moved',
    })
    expect(start({committed: foreign(60n)}, {asked: 'beginning'})).toEqual({offset: 10n, reason: 'asked'})
  })

  test('the refusal names the first one and the choices', () => {
    const {uncovered} = planStarts([facts({committed: foreign(60n), stored: stored(40n)})], rules)
    const error = uncoveredError(uncovered, 'g', '/h.db')
    expect(error).toMatchObject({code: 'HISTORY_MISMATCH', exitCode: 5})
    expect(error.message).toContain('sre[0] is committed at 60, claimed up to 40')
    expect(error.hints.join('\n')).toMatch(/--history[^]*--from[^]*--new-history/)
  })
})
