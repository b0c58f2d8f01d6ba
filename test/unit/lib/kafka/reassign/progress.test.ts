import {expect, it, vi} from 'vitest'
import type {Cluster} from '../../../../../src/lib/kafka/cluster.js'
import {otherwiseThanMeant} from '../../../../../src/lib/kafka/reassign/progress.js'

/** A cluster whose brokers tell one state after the other, and the last one from then on. */
function telling(...states: number[][]): Cluster {
  const topics = vi.fn(() => {
    const replicas = (states.length > 1 ? states.shift() : states[0]) ?? []
    return Promise.resolve(new Map([['t', {partitions: [{topic: 't', partition: 0, replicas}]}]]))
  })
  return {topics} as unknown as Cluster
}
const wanted = [{topic: 't', partition: 0, to: [2]}]

it('gives a broker time to hear that a move has ended', async () => {
  expect(await otherwiseThanMeant(telling([1, 2], [1, 2], [2]), wanted)).toEqual(new Map())
})

it('tells of a move that was cancelled', async () => {
  const wrong = await otherwiseThanMeant(telling([1]), wanted, {hearingMs: 150})
  expect(wrong.get('t-0')?.message).toBe('the move of t-0 was cancelled or changed: it is on 1')
})
