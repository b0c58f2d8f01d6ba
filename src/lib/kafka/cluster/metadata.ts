import {kafkaError, type NeededAcl} from '../error-map.js'
import type {MetadataResponse} from '../protocol/apis/metadata.js'
import {ZERO_UUID} from '../protocol/defaults.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {BrokerInfo, ClusterInfo, PartitionInfo, TopicInfo} from '../types.js'

export function clusterInfo(answer: MetadataResponse): ClusterInfo {
  return {
    clusterId: answer.clusterId ?? undefined,
    controllerId: answer.controllerId < 0 ? undefined : answer.controllerId,
    brokers: answer.brokers.map(brokerInfo).sort((a, b) => a.id - b.id),
  }
}

const brokerInfo = (row: MetadataResponse['brokers'][number]): BrokerInfo => ({
  id: row.nodeId,
  host: row.host,
  port: row.port,
  rack: row.rack ?? undefined,
})

type TopicRow = MetadataResponse['topics'][number]

export function topicInfo(row: TopicRow): TopicInfo {
  const name = row.name ?? ''
  return {
    name,
    topicId: row.topicId === ZERO_UUID ? undefined : row.topicId,
    internal: row.isInternal,
    partitions: row.partitions
      .map((partition) => partitionInfo(name, partition))
      .sort((a, b) => a.partition - b.partition),
    error:
      row.errorCode === ERROR_CODE.none
        ? undefined
        : kafkaError(row.errorCode, `topic "${name}"`, undefined, describeOf(name)),
  }
}

const describeOf = (name: string): NeededAcl => ({operation: 'Describe', type: 'topic', name})

function partitionInfo(topic: string, row: TopicRow['partitions'][number]): PartitionInfo {
  const leader = row.leaderId < 0 ? undefined : row.leaderId
  return {
    topic,
    partition: row.partitionIndex,
    leader,
    leaderEpoch: row.leaderEpoch < 0 ? undefined : row.leaderEpoch,
    replicas: row.replicaNodes,
    isr: row.isrNodes,
    offlineReplicas: row.offlineReplicas,
    error: partitionError(`${topic}-${row.partitionIndex}`, row.errorCode, leader),
  }
}

function partitionError(subject: string, code: number, leader: number | undefined): TopicInfo['error'] {
  // A replica that is away is no fault of the partition: it is read from its leader.
  if (code !== ERROR_CODE.none && code !== ERROR_CODE.replicaNotAvailable) return kafkaError(code, subject)
  return leader === undefined ? kafkaError(ERROR_CODE.leaderNotAvailable, subject) : undefined
}
