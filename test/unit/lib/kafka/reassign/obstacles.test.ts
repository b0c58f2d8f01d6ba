import {expect, it} from 'vitest'
import {leaderless} from '../../../../../src/lib/kafka/reassign/obstacles.js'
import type {PlannedMove} from '../../../../../src/lib/kafka/reassign/types.js'
import type {PartitionInfo} from '../../../../../src/lib/kafka/types.js'

const move = (partition: number, from: number[], to: number[]): PlannedMove => ({
  topic: 't',
  partition,
  from,
  to,
  adding: to.filter((id) => !from.includes(id)),
  removing: from.filter((id) => !to.includes(id)),
  bytes: undefined,
})
const now = (leader: number | undefined, ...moves: PlannedMove[]): Map<string, PartitionInfo> =>
  new Map(
    moves.map(({topic, partition, from}) => [
      `${topic}-${partition}`,
      {
        ...{topic, partition, leader, replicas: from, isr: from},
        ...{leaderEpoch: 1, offlineReplicas: [], error: undefined},
      },
    ]),
  )

it('refuses to move what nobody leads, and names who has it', () => {
  const moves = [move(0, [3], [1]), move(1, [3], [2])]
  const [refused] = leaderless(moves, now(undefined, ...moves))
  expect(refused?.code).toBe('REFUSED')
  expect(refused?.message).toBe('t-0 and 1 other have no leader: nothing can be copied')
  expect(refused?.hints[0]).toContain('(3)')
})

it('lets go on what is led, and what only changes its order', () => {
  const led = move(0, [3], [1])
  expect(leaderless([led], now(3, led))).toEqual([])
  const turned = move(0, [3, 1], [1, 3])
  expect(leaderless([turned], now(undefined, turned))).toEqual([])
})
