import {describe, expect, it} from 'vitest'
import {inSyncWarnings, tooFewInSync, type MinIsr} from '../../../../../src/lib/kafka/reassign/in-sync.js'
import type {PlannedMove} from '../../../../../src/lib/kafka/reassign/types.js'
import type {PartitionInfo} from '../../../../../src/lib/kafka/types.js'

const move = (from: number[], to: number[], topic = 't', partition = 0): PlannedMove => ({
  topic,
  partition,
  from,
  to,
  adding: to.filter((id) => !from.includes(id)),
  removing: from.filter((id) => !to.includes(id)),
  bytes: 1n,
})
const minIsr = (value: number, capped = true): MinIsr => ({capped, topics: new Map([['t', value]])})
const now = ({from: replicas, topic, partition}: PlannedMove, isr = replicas): Map<string, PartitionInfo> => {
  const rest = {leaderEpoch: 1, offlineReplicas: [], error: undefined}
  return new Map([[`${topic}-${partition}`, {topic, partition, leader: isr[0], replicas, isr, ...rest}]])
}
const warned = (one: PlannedMove, min: MinIsr, isr?: number[]): string[] =>
  inSyncWarnings([one], now(one, isr), min).map(({message}) => message)

describe('while replicas are copied', () => {
  it.each([
    ['more of them', [1], [1, 2, 3]],
    ['others of them', [1], [2]],
  ])('tells that writes are refused with %s', (_, from, to) => {
    expect(warned(move(from, to), minIsr(2))[0]).toMatch(
      /acks=all are refused until .* 2 must be in sync .* 1 is now.*min\.insync\.replicas=1/,
    )
  })

  it('counts those that are in sync, not those that there are', () => {
    expect(warned(move([1, 2], [1, 3]), minIsr(3), [1, 2])[0]).toMatch(/3 must be in sync .* 2 are now/)
    expect(warned(move([1, 2], [1, 3]), minIsr(2), [1, 2])).toEqual([])
  })

  it('says nothing where such writes are refused already', () => {
    expect(warned(move([1, 2], [1, 3]), minIsr(2), [1])).toEqual([])
    expect(warned(move([1], [1, 2]), minIsr(2, false))).toEqual([])
    expect(warned(move([1], [1, 2]), minIsr(2), [])).toEqual([])
  })
})

describe('with fewer replicas', () => {
  it('tells that less is waited for, and that nothing else has the records', () => {
    expect(warned(move([1, 2, 3], [1]), minIsr(2))).toEqual([
      'min.insync.replicas is 2, but with 1 replica acks=all waits for 1 only',
      'with 1 replica it is away, or lost, with its broker',
    ])
  })

  it('tells that no broker may be away any more', () => {
    expect(warned(move([1, 2, 3], [1, 2]), minIsr(2))[0]).toMatch(/one broker away stops writes/)
    expect(warned(move([1, 2, 3], [1, 2]), minIsr(1))).toEqual([])
  })

  it('refuses where brokers go on asking for more', () => {
    const [refused] = tooFewInSync([move([1, 2, 3], [1])], minIsr(2, false))
    expect(refused?.message).toBe('topic "t" would have 1 replica, and 2 must be in sync')
    expect(tooFewInSync([move([1, 2, 3], [1])], minIsr(2))).toEqual([])
  })
})

it('says it once for all partitions of a topic', () => {
  const moves = [move([1], [2]), move([1], [2], 't', 1)]
  const current = new Map(moves.flatMap((one) => [...now(one)]))
  expect(inSyncWarnings(moves, current, minIsr(2))).toMatchObject([{topics: ['t']}])
})
