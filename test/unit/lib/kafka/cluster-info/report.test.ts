import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {apiNames} from '../../../../../src/lib/kafka/cluster-info/api-names.js'
import {apiVersionsReport} from '../../../../../src/lib/kafka/cluster-info/api-versions.js'
import {clusterReport} from '../../../../../src/lib/kafka/cluster-info/report.js'
import type {ApiVersionsResponse} from '../../../../../src/lib/kafka/protocol/apis/api-versions.js'
import type {PartitionInfo, TopicInfo} from '../../../../../src/lib/kafka/types.js'
import {apiVersionsView} from '../../../../../src/lib/output/views/api-versions.js'
import {clusterInfoView} from '../../../../../src/lib/output/views/cluster.js'

const answer = (apis: readonly [number, number, number][], level = 27): ApiVersionsResponse => ({
  errorCode: 0,
  apiKeys: apis.map(([apiKey, minVersion, maxVersion]) => ({apiKey, minVersion, maxVersion})),
  throttleTimeMs: 0,
  supportedFeatures: [{name: 'metadata.version', minVersion: 1, maxVersion: level}],
  finalizedFeaturesEpoch: 1n,
  finalizedFeatures: [{name: 'metadata.version', maxVersionLevel: 25, minVersionLevel: 1}],
  zkMigrationReady: false,
})
const partition = (
  n: number,
  leader: number | undefined,
  replicas: number[],
  isr: number[],
): PartitionInfo => ({
  topic: 't',
  partition: n,
  leader,
  leaderEpoch: 0,
  replicas,
  isr,
  offlineReplicas: [],
  error: undefined,
})
const topic: TopicInfo = {
  name: 't',
  topicId: undefined,
  internal: false,
  partitions: [
    partition(0, 1, [1, 2], [1, 2]),
    partition(1, 2, [2, 3], [2]),
    partition(2, undefined, [3], []),
  ],
  error: undefined,
}
const broker = (id: number) => ({id, host: `kafka-${id}`, port: 9092, rack: undefined})
const away = new KbookError('UNREACHABLE', 'nothing listens on kafka-2:9092')

it('counts what is whole and what is not, and misses who is away', () => {
  const report = clusterReport(
    'prod',
    {clusterId: 'c', controllerId: 1, brokers: [broker(1), broker(2)]},
    [
      {id: 1, answer: answer([])},
      {id: 2, answer: away},
    ],
    new Map([['t', topic]]),
  )
  expect(report).toMatchObject({
    partitions: 3,
    replicas: 5,
    underReplicated: 2,
    offline: 1,
    missingBrokers: [{id: 3, replicas: 2}],
    brokers: [
      {id: 1, version: '4.1', leads: 1, replicas: 1},
      {id: 2, version: undefined, leads: 1, replicas: 2, error: away},
    ],
    features: [{name: 'metadata.version', level: 25, supported: 27, release: '4.0-IV3'}],
  })
  const text = clusterInfoView(report)
  expect(text).toMatch(
    /! 1 partition without a leader\n.*! broker 3 is away, with 2 replicas\n.*! 2 partitions under/,
  )
  expect(text).toContain('metadata.version 25 (4.0-IV3), could be 27')
})

it('marks the requests that brokers speak differently', () => {
  const report = apiVersionsReport([
    {
      id: 1,
      answer: answer([
        [0, 0, 13],
        [3, 0, 13],
        [55, 0, 2],
      ]),
    },
    {
      id: 2,
      answer: answer([
        [0, 0, 11],
        [3, 0, 13],
        [999, 0, 0],
      ]),
    },
    {id: 3, answer: away},
  ])
  expect(report.apis.map(({name}) => name)).toEqual(['Produce', 'Metadata', 'DescribeQuorum', 'request 999'])
  expect(report).toMatchObject({brokers: [1, 2], failed: [{broker: 3}]})
  const text = apiVersionsView(report, 'prod')
  expect(text).toContain('4 requests on 2 brokers, 3 not alike')
  expect(text).toMatch(/ ! +0 {2}Produce +0-13 on 1 · 0-11 on 2\n/)
  expect(text).toMatch(/ ! +55 {2}DescribeQuorum +0-2 on 1 · none on 2\n/)
  expect(text).toMatch(/ {6}3 {2}Metadata +0-13$/)
})

it('has a name for every request, removed ones too', () => {
  expect([0, 7, 18, 66].map((key) => apiNames().get(key))).toEqual([
    'Produce',
    'ControlledShutdown',
    'ApiVersions',
    'ListTransactions',
  ])
})
