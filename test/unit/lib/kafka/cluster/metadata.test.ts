import {describe, expect, it} from 'vitest'
import {clusterInfo, topicInfo} from '../../../../../src/lib/kafka/cluster/metadata.js'
import type {MetadataResponse} from '../../../../../src/lib/kafka/protocol/apis/metadata.js'
import {ZERO_UUID} from '../../../../../src/lib/kafka/protocol/defaults.js'

type Topic = MetadataResponse['topics'][number]

const partition = (partitionIndex: number, leaderId: number, errorCode = 0): Topic['partitions'][number] => ({
  partitionIndex,
  leaderId,
  errorCode,
  leaderEpoch: 5,
  replicaNodes: [1, 2],
  isrNodes: [1],
  offlineReplicas: [2],
})

const topic = (partitions: Topic['partitions'], errorCode = 0): Topic => ({
  name: 't',
  errorCode,
  topicId: ZERO_UUID,
  isInternal: false,
  partitions,
  topicAuthorizedOperations: 0,
})

describe('topicInfo', () => {
  it('has its partitions in order and no id where the broker knows none', () => {
    const info = topicInfo(topic([partition(2, 1), partition(0, 2)]))
    expect(info.partitions.map((row) => row.partition)).toEqual([0, 2])
    expect(info.topicId).toBeUndefined()
    expect(info.error).toBeUndefined()
  })

  it('says of a partition without a leader so, whether the broker gives a code or not', () => {
    const info = topicInfo(topic([partition(0, -1, 5), partition(1, -1, 0)]))
    expect(info.partitions.map(({leader, error}) => [leader, error?.message])).toEqual([
      [undefined, 't-0 has no leader'],
      [undefined, 't-1 has no leader'],
    ])
  })

  it('does not blame a partition for a replica that is away', () => {
    expect(topicInfo(topic([partition(0, 1, 9)])).partitions[0]?.error).toBeUndefined()
  })

  it('carries the error of the topic', () => {
    expect(topicInfo(topic([], 29)).error?.code).toBe('NOT_AUTHORIZED')
  })
})

describe('clusterInfo', () => {
  it('sorts brokers and leaves out a controller that is not known', () => {
    const brokers = [
      {nodeId: 2, host: 'b', port: 2, rack: 'r'},
      {nodeId: 1, host: 'a', port: 1, rack: null},
    ]
    const answer = {
      throttleTimeMs: 0,
      brokers,
      clusterId: null,
      controllerId: -1,
      topics: [],
      clusterAuthorizedOperations: 0,
      errorCode: 0,
    }
    expect(clusterInfo(answer)).toEqual({
      clusterId: undefined,
      controllerId: undefined,
      brokers: [
        {id: 1, host: 'a', port: 1, rack: undefined},
        {id: 2, host: 'b', port: 2, rack: 'r'},
      ],
    })
  })
})
