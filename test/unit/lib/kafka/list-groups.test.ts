import {describe, expect, it} from 'vitest'
import type {Cluster} from '../../../../src/lib/kafka/cluster.js'
import {listGroups} from '../../../../src/lib/kafka/list-groups.js'

const UNKNOWN_TOPIC = 3

interface Look {
  /** Leader of each partition of the groups' topic; no topic without it. */
  leaders?: readonly number[]
  groups: Readonly<Record<number, readonly string[]>>
}

/** A cluster of brokers 1 and 2 that looks different each time that it is asked; the last look stays. */
function cluster(looks: readonly Look[], requestTimeoutMs = 10_000): {asked: string[]; cluster: Cluster} {
  const asked: string[] = []
  const calls = new Map<string, number>()
  const toBroker = (id: number, api: string): Promise<unknown> => {
    asked.push(`${id} ${api}`)
    const n = calls.get(`${id} ${api}`) ?? 0
    calls.set(`${id} ${api}`, n + 1)
    const {leaders, groups} = looks[Math.min(n, looks.length - 1)] ?? {groups: {}}
    const partitions = leaders?.map((leaderId, partitionIndex) => ({
      partitionIndex,
      leaderId,
      replicaNodes: [(partitionIndex % 2) + 1],
    }))
    const topics = [{errorCode: partitions ? 0 : UNKNOWN_TOPIC, partitions: partitions ?? []}]
    const rows = (groups[id] ?? []).map((groupId) => ({groupId, groupType: 'classic', groupState: 'Empty'}))
    return Promise.resolve(api === 'Metadata' ? {topics} : {errorCode: 0, groups: rows})
  }
  const info = (): Promise<unknown> => Promise.resolve({brokers: [{id: 1}, {id: 2}]})
  return {asked, cluster: {info, toBroker, requestTimeoutMs} as unknown as Cluster}
}

describe('a listing of groups', () => {
  it('is asked again until somebody coordinates each partition that groups live on', async () => {
    const away = {leaders: [-1, 2], groups: {2: ['b']}}
    const back = {leaders: [1, 2], groups: {1: ['a'], 2: ['b']}}
    const {groups, failed} = await listGroups(cluster([away, away, back]).cluster)
    expect(groups.map(({groupId}) => groupId)).toEqual(['a', 'b'])
    expect(failed).toEqual([])
  })

  it('is partial where that lasts, and names who should have told', async () => {
    const {groups, failed} = await listGroups(
      cluster([{leaders: [1, -1, 1, -1], groups: {1: ['a']}}], 50).cluster,
    )
    expect(groups.map(({groupId}) => groupId)).toEqual(['a'])
    expect(failed.map(({broker}) => broker)).toEqual([2])
    expect(failed[0]?.error.message).toBe(
      '__consumer_offsets-1 has no leader (nor have 1 more of its partitions)',
    )
  })

  it('does not trust a broker that others call the leader before it knows of it', async () => {
    // Each broker tells what it leads itself: here neither believes that it has partition 1.
    const {failed} = await listGroups(cluster([{leaders: [1, 3], groups: {}}], 20).cluster)
    expect(failed).toHaveLength(1)
  })

  it('is whole where there has never been a group, and asks each broker once', async () => {
    const {asked, cluster: fresh} = cluster([{groups: {}}])
    expect(await listGroups(fresh)).toEqual({groups: [], failed: []})
    expect(asked).toEqual(['1 Metadata', '1 ListGroups', '2 Metadata', '2 ListGroups'])
  })
})
