import {describe, expect, it} from 'vitest'
import {toJson} from '../../../../../src/lib/output/json.js'
import {groupOf, identity, lagOf, reportOf} from './fixtures.js'
import {GroupLag} from '../../../../../src/lib/kafka/lag/report.js'

const unreadable = (partition: number) => ({
  topic: 'orders',
  partition,
  flags: ['leaderless'] as const,
  error: {code: 'UNREACHABLE', message: 'no leader'},
})

describe('GroupLag', () => {
  it('adds up lag, lost messages and the oldest wait', () => {
    const group = groupOf([
      lagOf({partition: 0, waitsMs: 1000}),
      lagOf({partition: 1, committed: 50n, start: 60n, waitsMs: 90_000}),
      lagOf({topic: 'audit', committed: 100n}),
    ])
    expect(group.total).toEqual({
      lag: 50n,
      stableLag: 50n,
      lost: 10n,
      oldest: {method: 'lower-bound', ms: 90_000, timestampType: 'CreateTime'},
      partitions: 3,
      failed: 0,
      uncommitted: 0,
      upperBound: false,
    })
    expect(group.topics.map(({topic, lag}) => [topic, lag])).toEqual([
      ['orders', 50n],
      ['audit', 0n],
    ])
  })

  it('lists what is unknown first, then the greatest lag, then by name', () => {
    const group = groupOf([
      lagOf({partition: 3, committed: 100n}),
      lagOf({partition: 2, committed: 100n}),
      lagOf({partition: 1, committed: 1n}),
      unreadable(4),
      lagOf({partition: 0}),
    ])
    expect(group.partitions.map(({partition}) => partition)).toEqual([4, 1, 0, 2, 3])
  })

  it('lists what needs somebody above any backlog', () => {
    const group = groupOf([
      lagOf({partition: 0, committed: 0n, end: 9000n}),
      lagOf({partition: 1, committed: 1n, start: 5n, end: 6n}),
      lagOf({partition: 2, committed: 7n, end: 5n}),
      lagOf({topic: 'audit', committed: 700n, end: 1n}),
      unreadable(3),
    ])
    expect(group.partitions.map(({topic, partition}) => `${topic}/${partition}`)).toEqual([
      'orders/3',
      'orders/2',
      'orders/1',
      'audit/0',
      'orders/0',
    ])
    expect(group.topics.map(({topic}) => topic)).toEqual(['orders', 'audit'])
  })

  it('never counts a failed partition as 0', () => {
    const some = groupOf([unreadable(0), lagOf({partition: 1})])
    expect(some.total).toMatchObject({lag: 10n, failed: 1, partitions: 2})
    expect(some.isPartial()).toBe(true)
    const none = groupOf([unreadable(0), unreadable(1)])
    expect(none.total.lag).toBeUndefined()
    expect(none.total.failed).toBe(2)
  })

  it('has no lag when the group itself could not be read', () => {
    const group = groupOf([], {error: {code: 'NOT_AUTHORIZED', message: 'no'}})
    expect(group.total.lag).toBeUndefined()
    expect(group.isPartial()).toBe(true)
  })

  it('has no lag when nothing is committed anywhere', () => {
    expect(groupOf([]).total.lag).toBeUndefined()
    expect(groupOf([]).isPartial()).toBe(false)
    expect(reportOf([groupOf([])]).atLeast(5n, 'groups').groups).toEqual([])
  })

  it('keeps its totals when only the worst partitions are asked for', () => {
    const group = groupOf([lagOf({partition: 0}), lagOf({partition: 1, committed: 99n}), unreadable(2)])
    const worst = group.atLeast(5n)
    expect(worst.partitions.map(({partition}) => partition)).toEqual([2, 0])
    expect(worst.total).toEqual(group.total)
    expect(worst.topics).toEqual(group.topics)
  })
})

describe('LagReport', () => {
  const small = groupOf([lagOf({committed: 99n})], {group: 'small'})
  const large = groupOf([lagOf({committed: 1n}), lagOf({partition: 1, committed: 100n})], {group: 'large'})
  const lost = new GroupLag(identity({group: 'lost', error: {code: 'UNREACHABLE', message: 'no'}}), [])

  it('has the worst group first', () => {
    const report = reportOf([small, large, lost])
    expect(report.groups.map(({group}) => group)).toEqual(['lost', 'large', 'small'])
    expect(report.isPartial()).toBe(true)
    expect(reportOf([small]).isPartial()).toBe(false)
  })

  it('has a group with any unknown partition above those fully read, then what needs somebody', () => {
    const backlog = groupOf([lagOf({end: 9000n})], {group: 'backlog'})
    const partly = groupOf([lagOf({committed: 99n}), unreadable(1)], {group: 'partly'})
    const expired = groupOf([lagOf({committed: 1n, start: 100n})], {group: 'expired'})
    const report = reportOf([small, backlog, expired, partly, lost])
    expect(report.groups.map(({group}) => group)).toEqual(['lost', 'partly', 'expired', 'backlog', 'small'])
  })

  it('keeps the groups, or the partitions, that are far enough behind', () => {
    const report = reportOf([small, large, lost])
    const groups = report.atLeast(50n, 'groups')
    expect(groups.groups.map(({group}) => group)).toEqual(['lost', 'large'])
    expect(groups.group('large')?.partitions).toHaveLength(2)
    expect(report.atLeast(50n, 'partitions').group('large')?.partitions).toHaveLength(1)
  })

  it('is plain JSON with offsets as strings', () => {
    const json = JSON.parse(toJson(reportOf([small]))) as {groups: {total: {lag: string}}[]; at: string}
    expect(json.at).toBe('2026-01-02T14:02:11.000Z')
    expect(json.groups[0]?.total.lag).toBe('1')
  })
})
