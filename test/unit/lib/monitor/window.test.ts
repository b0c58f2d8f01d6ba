import {readdir, readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {judgeGroup} from '../../../../src/lib/monitor/check-group.js'
import {judgePartition} from '../../../../src/lib/monitor/window/judge.js'
import {
  completeness,
  sampleOf,
  withSample,
  type GroupSample,
  type PartitionSample,
} from '../../../../src/lib/monitor/window/sample.js'
import {keepSample} from '../../../../src/lib/monitor/window/store.js'
import {scratchFolder} from '../../../helpers/scratch.js'
import {groupOf, lagOf} from '../kafka/lag/fixtures.js'

type Pair = readonly [committed: number | undefined, end: number]
const samples = (pairs: readonly Pair[]): PartitionSample[] =>
  pairs.map(([committed, end]) => ({
    committed: committed === undefined ? undefined : BigInt(committed),
    end: BigInt(end),
    lag: BigInt(end - (committed ?? 0)),
  }))

describe('a partition over a window', () => {
  it.each<[string, string, boolean, Pair[]]>([
    ['was read to the end once', 'OK', true, [[5, 9], [9, 9], [9, 20], [9, 30]]], // prettier-ignore
    ['has no lag now', 'OK', true, [[5, 9], [5, 9], [9, 9]]], // prettier-ignore
    ['gets on, its lag shrinks', 'OK', true, [[5, 90], [20, 95], [60, 99]]], // prettier-ignore
    ['gets on, its lag is the same all the time', 'OK', true, [[5, 10], [6, 11], [7, 12]]], // prettier-ignore
    ['gets on, its lag went up and down', 'OK', true, [[5, 10], [6, 30], [26, 40], [30, 90]]], // prettier-ignore
    ['gets on, but its lag only grows', 'WARN', true, [[5, 10], [6, 20], [7, 30]]], // prettier-ignore
    ['has members that do not move', 'STALL', true, [[5, 10], [5, 10], [5, 20]]], // prettier-ignore
    ['has no members', 'STOP', false, [[5, 10], [5, 10], [5, 10]]], // prettier-ignore
    ['went back', 'REWIND', true, [[50, 90], [20, 91], [30, 92]]], // prettier-ignore
    ['went back and has caught up', 'OK', true, [[50, 90], [20, 91], [92, 92]]], // prettier-ignore
    ['is of a topic that was created anew', 'OK', true, [[50, 90], [50, 90], [1, 3], [2, 4]]], // prettier-ignore
    ['was never committed, and nothing came', 'OK', true, [[undefined, 10], [undefined, 10]]], // prettier-ignore
    ['was never committed, and something came', 'STALL', true, [[undefined, 10], [undefined, 11]]], // prettier-ignore
  ])('that %s is %s', (_what, status, hasMembers, pairs) => {
    expect(judgePartition(samples(pairs), {hasMembers, minLag: 0n})).toBe(status)
  })

  it('is fine below the least lag, and unknown when it cannot be read now', () => {
    const stopped = samples([[5, 10], [5, 10], [5, 10]]) // prettier-ignore
    expect(judgePartition(stopped, {hasMembers: false, minLag: 6n})).toBe('OK')
    const unread = {committed: 5n, end: undefined, lag: undefined}
    expect(judgePartition([...stopped, unread], {hasMembers: false, minLag: 0n})).toBe('UNKNOWN')
    expect(judgePartition([unread, ...stopped], {hasMembers: false, minLag: 0n})).toBe('STOP')
  })
})

const at = (ms: number): GroupSample => ({at: ms, partitions: new Map()})
const times = (ms: readonly number[], windowMs: number): number[] =>
  ms.reduce<readonly GroupSample[]>((all, one) => withSample(all, at(one), windowMs), []).map((one) => one.at)

describe('the samples of a window', () => {
  it('are those inside of it and the one before it', () => {
    expect(times([0, 10, 20, 30, 40, 50], 30)).toEqual([20, 30, 40, 50])
    expect(times([0, 10, 25, 36, 47], 30)).toEqual([10, 25, 36, 47])
  })

  it('stay few, however often the check runs', () => {
    const often = times(
      Array.from({length: 5000}, (_, n) => n),
      1000,
    )
    expect(often.length).toBeLessThan(25)
    expect(often.at(-1)).toBe(4999)
    expect(often[0]).toBeLessThanOrEqual(4999 - 1000)
  })

  it('begin anew after a hole, and when the clock was set back', () => {
    expect(times([0, 10, 20, 100, 110], 30)).toEqual([100, 110])
    expect(times([0, 10, 20, 15], 30)).toEqual([0, 10, 15])
  })

  it('are complete when they cover it, and are three at least', () => {
    expect(completeness([at(0)], 30)).toBe(0)
    expect(completeness([at(0), at(30)], 30)).toBeCloseTo(2 / 3)
    expect(completeness([at(0), at(10), at(15)], 30)).toBe(0.5)
    expect(completeness([at(0), at(10), at(31)], 30)).toBe(1)
  })
})

describe('the verdict about a group', () => {
  const lag = groupOf([lagOf({committed: 5n, end: 50n})], {state: 'Empty'})
  const options = {windowMs: 20, minLag: 0n}
  const stopped = [0, 10, 20].map((ms) => sampleOf(lag, ms))

  it('is unknown until the window is full', () => {
    expect(judgeGroup(lag, {samples: stopped.slice(0, 2)}, options)).toMatchObject({
      status: 'unknown',
      verdict: 'UNKNOWN',
      complete: 0.5,
      text: 'window of 20ms not full yet; complete 50%',
    })
  })

  it('is that of its worst partition', () => {
    expect(judgeGroup(lag, {samples: stopped}, options)).toMatchObject({
      status: 'critical',
      verdict: 'STOP',
      complete: 1,
      partitions: [{topic: 'orders', partition: 0, status: 'STOP', lag: 45n}],
      text: 'STOP orders[0], 1 of 1 partition over 20ms, lag 45; complete 100%',
    })
  })

  it('is unknown where nothing can be measured', () => {
    expect(judgeGroup(groupOf([]), {samples: stopped}, options).status).toBe('unknown')
  })
})

describe('kept samples', () => {
  const key = {clusterId: 'c/1', group: '../etc/passwd', windowMs: 1000, topics: []}
  const lag = groupOf([lagOf({committed: 5n}), lagOf({partition: 1, committed: undefined})])
  const keep = (folder: string, ms: number, other = {}) =>
    keepSample({...key, ...other}, sampleOf(lag, ms), folder)

  it('come back as they were, apart for each cluster, group, window and scope', async () => {
    const folder = scratchFolder()
    await keep(folder, 100)
    const {samples, startedOver} = await keep(folder, 200)
    expect(startedOver).toBe(false)
    expect(samples).toEqual([sampleOf(lag, 100), sampleOf(lag, 200)])
    for (const other of [{group: 'x'}, {windowMs: 2000}, {topics: ['t']}, {clusterId: 'c2'}])
      expect((await keep(folder, 300, other)).samples).toHaveLength(1)
    const [first = ''] = await readdir(join(folder, 'check'))
    expect(first).toBe('c2')
  })

  it('begin anew when the file is damaged, and say so', async () => {
    const folder = scratchFolder()
    await keep(folder, 100)
    const path = join(folder, 'check', 'c_1', (await readdir(join(folder, 'check', 'c_1')))[0] ?? '')
    for (const damage of [
      '',
      '{"version":1,"samples":[{"at":1}]}',
      '[]',
      (await readFile(path, 'utf8')).slice(0, 40),
    ]) {
      await writeFile(path, damage)
      expect(await keep(folder, 200)).toEqual({samples: [sampleOf(lag, 200)], startedOver: true})
    }
  })

  it('outlast several checks at once', async () => {
    const folder = scratchFolder()
    await Promise.all([100, 200, 300, 400].map((ms) => keep(folder, ms)))
    const {samples, startedOver} = await keep(folder, 500)
    expect(startedOver).toBe(false)
    expect(samples.length).toBeGreaterThan(1)
    expect(samples.at(-1)?.at).toBe(500)
  })
})
