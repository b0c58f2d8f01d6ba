import {describe, expect, it} from 'vitest'
import {assignReplicas, type AssignedPartition} from '../../../../../src/lib/kafka/reassign/assign.js'
import type {Place} from '../../../../../src/lib/kafka/reassign/placement.js'

const topic = (...replicas: number[][]): AssignedPartition[] =>
  replicas.map((ids, partition) => ({topic: 't', partition, replicas: ids}))
const places = (...ids: number[]): Place[] => ids.map((id) => ({id, rack: undefined}))
const racked = (racks: Record<number, string>): Place[] =>
  Object.entries(racks).map(([id, rack]) => ({id: Number(id), rack}))
const lists = (rows: readonly AssignedPartition[]): (readonly number[])[] =>
  rows.map(({replicas}) => replicas)

const moved = (before: readonly AssignedPartition[], after: readonly AssignedPartition[]): number =>
  after.reduce(
    (sum, {replicas}, index) => sum + replicas.filter((id) => !before[index]?.replicas.includes(id)).length,
    0,
  )

const counts = (rows: readonly AssignedPartition[], of = (ids: readonly number[]) => ids): number[] => {
  const found = new Map<number, number>()
  for (const {replicas} of rows) for (const id of of(replicas)) found.set(id, (found.get(id) ?? 0) + 1)
  return [...found.values()].sort((a, b) => a - b)
}

describe('more and fewer replicas', () => {
  it('adds at the end, to brokers that hold least, and leaves what is there', () => {
    const after = assignReplicas({partitions: topic([1], [1], [2]), places: places(1, 2, 3), factor: 2})
    expect(lists(after)).toEqual([
      [1, 3],
      [1, 2],
      [2, 3],
    ])
  })

  it('goes to another rack even where brokers of the same one hold less', () => {
    const after = assignReplicas({
      partitions: topic([1]),
      others: topic([3], [3], [3]),
      places: racked({1: 'a', 2: 'a', 3: 'b'}),
      factor: 2,
    })
    expect(lists(after)).toEqual([[1, 3]])
  })

  it('drops the replica whose rack has another one, and never the preferred leader', () => {
    const after = assignReplicas({
      partitions: topic([1, 2, 3]),
      places: racked({1: 'a', 2: 'a', 3: 'b'}),
      factor: 2,
    })
    expect(lists(after)).toEqual([[1, 3]])
    expect(lists(assignReplicas({partitions: topic([2, 1]), places: places(1, 2), factor: 1}))).toEqual([[2]])
  })

  it('changes nothing where nothing needs to change', () => {
    const before = topic([1, 2], [2, 1])
    expect(assignReplicas({partitions: before, places: places(1, 2, 3), factor: 2})).toEqual(before)
  })
})

describe('draining a broker', () => {
  it('moves only what was on it, and spreads the leaders that it had', () => {
    const before = topic([3, 1], [3, 1], [1, 2], [2, 3])
    const after = assignReplicas({partitions: before, places: places(1, 2, 4)})
    expect(moved(before, after)).toBe(3)
    expect(after[2]).toEqual(before[2])
    expect(lists(after).flat()).not.toContain(3)
    expect(after[3]?.replicas[0]).toBe(2)
    expect(Math.max(...counts(after, (ids) => ids.slice(0, 1)))).toBeLessThanOrEqual(2)
  })

  it('counts what the brokers hold of other topics', () => {
    const after = assignReplicas({
      partitions: topic([9]),
      others: topic([1], [1], [2]),
      places: places(1, 2),
    })
    expect(lists(after)).toEqual([[2]])
  })
})

describe('spreading evenly', () => {
  it('fills a new broker with a fair share and moves no more than that', () => {
    const before = topic([1, 2], [2, 1], [1, 2], [2, 1], [1, 2], [2, 1])
    const after = assignReplicas({partitions: before, places: places(1, 2, 3), even: true})
    expect(counts(after)).toEqual([4, 4, 4])
    expect(counts(after, (ids) => ids.slice(0, 1))).toEqual([2, 2, 2])
    expect(moved(before, after)).toBe(4)
  })

  it('only turns the order where leaders are all that is uneven', () => {
    const before = topic([1, 2], [1, 2], [1, 2], [1, 2])
    const after = assignReplicas({partitions: before, places: places(1, 2), even: true})
    expect(moved(before, after)).toBe(0)
    expect(counts(after, (ids) => ids.slice(0, 1))).toEqual([2, 2])
  })

  it('never brings a partition into fewer racks', () => {
    const before = topic([1, 3], [1, 3], [2, 3], [2, 3])
    const after = assignReplicas({
      partitions: before,
      places: racked({1: 'a', 2: 'a', 3: 'b', 4: 'b'}),
      even: true,
    })
    expect(counts(after)).toEqual([2, 2, 2, 2])
    for (const {replicas} of after) {
      expect(new Set(replicas.map((id) => (id < 3 ? 'a' : 'b'))).size).toBe(2)
    }
  })

  it('leaves no broker twice on a partition and ends, also with twenty thousand of them', () => {
    const before = topic(...Array.from({length: 20_000}, (_, n) => [(n % 5) + 1, ((n + 1) % 5) + 1]))
    const after = assignReplicas({
      partitions: before,
      places: places(1, 2, 3, 4, 5, 6, 7),
      factor: 3,
      even: true,
    })
    expect(after.filter(({replicas}) => new Set(replicas).size !== 3)).toEqual([])
    const held = counts(after)
    expect((held.at(-1) ?? 0) - (held[0] ?? 0)).toBeLessThanOrEqual(1)
    const led = counts(after, (ids) => ids.slice(0, 1))
    expect((led.at(-1) ?? 0) - (led[0] ?? 0)).toBeLessThanOrEqual(2)
  })
})
