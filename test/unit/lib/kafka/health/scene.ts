import type {ClusterInfo, PartitionInfo, TopicInfo} from '../../../../../src/lib/kafka/types.js'
import {KbookError} from '../../../../../src/lib/errors.js'

export const DENIED = new KbookError('NOT_AUTHORIZED', 'not allowed on the cluster: it', {
  hint: ['The ACL Describe on the cluster is missing.', 'kbook acl create --operation Describe --cluster'],
})
export const UNTOLD = new KbookError('UNSUPPORTED', 'the broker does not support it')

/** Brokers 1 to `brokers`, of which 1 is the controller. */
export const info = (brokers = 3): ClusterInfo => ({
  clusterId: 'c1',
  controllerId: 1,
  brokers: Array.from({length: brokers}, (_, n) => ({
    id: n + 1,
    host: `b${n + 1}`,
    port: 9092,
    rack: undefined,
  })),
})

export interface Part {
  leader?: number | undefined
  replicas?: readonly number[]
  isr?: readonly number[]
}

/** Well by default: three replicas in sync, led by the first. */
export const topic = (name: string, ...parts: readonly Part[]): TopicInfo => ({
  name,
  topicId: undefined,
  internal: name.startsWith('__'),
  error: undefined,
  partitions: parts.map((part, partition): PartitionInfo => {
    const replicas = part.replicas ?? [1, 2, 3]
    return {
      topic: name,
      partition,
      leader: 'leader' in part ? part.leader : replicas[0],
      leaderEpoch: 1,
      replicas,
      isr: part.isr ?? replicas,
      offlineReplicas: [],
      error: undefined,
    }
  }),
})

export const topics = (...all: readonly TopicInfo[]): {value: ReadonlyMap<string, TopicInfo>} => ({
  value: new Map(all.map((one) => [one.name, one])),
})

/** What a finding says in short: level, title, and what it is about. */
export const told = (
  findings: readonly {level: string; title: string; evidence: readonly {subject: string}[]}[],
): string[] =>
  findings.map(({level, title, evidence}) =>
    [level, title, ...evidence.map(({subject}) => subject)].join(' | '),
  )
