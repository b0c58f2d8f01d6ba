import {describe, expect, it} from 'vitest'
import {LagTrends, slope, Trend} from '../../../../../src/lib/kafka/lag/trend.js'
import type {GroupLag, LagReport} from '../../../../../src/lib/kafka/lag/report.js'
import type {PartitionLag} from '../../../../../src/lib/kafka/lag/types.js'
import {groupOf, lagOf, NOW, reportOf} from './fixtures.js'

/** Feeds one sample each two seconds and gives the last. */
function watch(samples: readonly (readonly PartitionLag[])[], everyMs = 2000): LagReport {
  const trends = new LagTrends()
  const all = samples.map((partitions, index) =>
    trends.add(reportOf([groupOf(partitions)], NOW + index * everyMs)),
  )
  const last = all.at(-1)
  if (!last) throw new Error('no samples')
  return last
}

const first = ({groups: [group]}: LagReport): GroupLag => group ?? groupOf([])
const groupTrend = (report: LagReport) => first(report).trend
const partitionTrend = (report: LagReport) => first(report).partitions[0]?.trend

describe('slope', () => {
  it('is that of the line through the points', () => {
    expect(
      slope([
        [0, 1],
        [1, 3],
        [2, 5],
      ]),
    ).toBeCloseTo(2)
    expect(slope([[0, 1]])).toBeUndefined()
    expect(
      slope([
        [1, 1],
        [1, 2],
      ]),
    ).toBeUndefined()
  })
})

describe('LagTrends', () => {
  it('has no rate after one sample', () => {
    expect(groupTrend(watch([[lagOf()]]))).toEqual(new Trend([10]))
  })

  it('tells growth in messages per second', () => {
    const trend = groupTrend(watch([100n, 120n, 140n].map((end) => [lagOf({end})])))
    expect(trend?.growthPerSecond).toBeCloseTo(10)
    expect(trend?.etaMs).toBeUndefined()
    expect(trend?.history).toEqual([10, 30, 50])
  })

  it('tells when a shrinking lag is gone', () => {
    const trend = groupTrend(watch([40n, 60n, 80n].map((committed) => [lagOf({committed})])))
    expect(trend?.growthPerSecond).toBeCloseTo(-10)
    expect(trend?.etaMs).toBeCloseTo(2000)
  })

  it('has no time to go once the lag is gone', () => {
    expect(groupTrend(watch([40n, 100n].map((committed) => [lagOf({committed})])))?.etaMs).toBeUndefined()
  })

  it('has no history in its JSON', () => {
    const trend = groupTrend(watch([100n, 120n].map((end) => [lagOf({end})])))
    expect(JSON.parse(JSON.stringify(trend))).toEqual({growthPerSecond: 10})
  })

  it('forgets old samples in the rate', () => {
    const flat = Array.from({length: 20}, () => [lagOf()])
    const trend = groupTrend(watch([[lagOf({end: 100_000n})], ...flat]))
    expect(trend?.growthPerSecond).toBeCloseTo(0)
    expect(trend?.history).toHaveLength(21)
  })

  it('keeps a bounded number of samples', () => {
    expect(groupTrend(watch(Array.from({length: 200}, () => [lagOf()])))?.history).toHaveLength(60)
  })

  it('leaves a gap for a sample that failed, and a group that was partly unreadable', () => {
    const trends = new LagTrends()
    trends.add(reportOf([groupOf([lagOf()])], NOW))
    trends.addGap(NOW + 2000)
    const error = {code: 'UNREACHABLE', message: 'no leader'}
    const broken: PartitionLag = {topic: 'orders', partition: 1, flags: ['leaderless'], error}
    trends.add(reportOf([groupOf([lagOf(), broken])], NOW + 4000))
    const sample = trends.add(reportOf([groupOf([lagOf()])], NOW + 6000))
    expect(groupTrend(sample)?.history).toEqual([10, undefined, undefined, 10])
    expect(partitionTrend(sample)?.history).toEqual([10, undefined, 10, 10])
  })

  it('tells that a partition stands still while its end grows', () => {
    const sample = watch([100n, 110n, 120n, 130n, 140n, 150n].map((end) => [lagOf({end})]))
    expect(partitionTrend(sample)?.stillForMs).toBe(10_000)
  })

  it.each([
    ['too short', [100n, 110n, 120n].map((end) => lagOf({end}))],
    ['the end did not grow', Array.from({length: 10}, () => lagOf())],
    [
      'it moves',
      [90n, 91n, 92n, 93n, 94n, 95n, 96n].map((committed, i) => lagOf({committed, end: 100n + BigInt(i)})),
    ],
    ['everything is read', [90n, 91n, 92n, 93n, 94n, 95n].map((end) => lagOf({committed: 95n, end}))],
  ])('does not say so when %s', (_why, partitions) => {
    expect(partitionTrend(watch(partitions.map((partition) => [partition])))?.stillForMs).toBeUndefined()
  })

  it.each([
    ['its topic has no commit any more', [lagOf({committed: undefined, end: 0n})]],
    ['there is no topic any more', []],
    ['its log is another one', [lagOf({committed: 60n, end: 70n})]],
  ])('begins anew when %s', (_why, after) => {
    const group = watch([[lagOf()], [lagOf({end: 110n})], after])
    expect(groupTrend(group)?.growthPerSecond).toBeUndefined()
    expect(partitionTrend(group)?.growthPerSecond).toBeUndefined()
  })

  it('goes on counting over a time in which the partition could not be read', () => {
    const error = {code: 'UNREACHABLE', message: 'no leader'}
    const broken: PartitionLag = {topic: 'orders', partition: 0, committed: 90n, flags: ['leaderless'], error}
    const sample = watch([[lagOf()], [broken], [broken], [broken], [broken], [lagOf({end: 120n})]])
    expect(partitionTrend(sample)?.stillForMs).toBe(10_000)
  })
})
