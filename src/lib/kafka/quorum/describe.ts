import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError, type NeededAcl} from '../error-map.js'
import type {
  DescribeQuorumResponse,
  DescribeQuorumResponsePartitionData as QuorumRow,
  DescribeQuorumResponseReplicaState as ReplicaRow,
} from '../protocol/apis/describe-quorum.js'
import {ZERO_UUID} from '../protocol/defaults.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {isSilence} from '../transport-error.js'
import type {Quorum, QuorumReplica} from './types.js'

const METADATA_TOPIC = '__cluster_metadata'
const NEEDS: NeededAcl = {operation: 'Describe', type: 'cluster'}

/**
 * The controllers and who follows them. Brokers pass the question on to the quorum's leader: without one they answer
 * nothing at all, so that no other request must wait behind it.
 *
 * @throws KbookError `UNSUPPORTED` where there is no such quorum (Redpanda, ZooKeeper), `NOT_AUTHORIZED`.
 */
export async function describeQuorum(cluster: Pick<Cluster, 'toAny'>): Promise<Quorum> {
  const answer = await ask(cluster)
  const {errorCode, errorMessage, topics} = answer
  if (errorCode !== ERROR_CODE.none) throw kafkaError(errorCode, 'the quorum', errorMessage, NEEDS)
  const row = topics[0]?.partitions[0]
  if (!row) throw UNANSWERED
  if (row.errorCode !== ERROR_CODE.none)
    throw kafkaError(row.errorCode, 'the quorum', row.errorMessage, NEEDS)
  return quorumOf(row, Date.now())
}

const ask: (cluster: Pick<Cluster, 'toAny'>) => Promise<DescribeQuorumResponse> = (cluster) =>
  cluster
    .toAny(
      'DescribeQuorum',
      {topics: [{topicName: METADATA_TOPIC, partitions: [{partitionIndex: 0}]}]},
      {apart: true},
    )
    .catch((error: unknown) => {
      if (!(error instanceof KbookError) || !isSilence(error)) throw error
      const {code, message, details = {}, exitCode} = error
      throw new KbookError(code, message, {hint: NO_MAJORITY, cause: error, details, exitCode})
    })

const NO_MAJORITY = [
  'The broker passes this on to the controllers, and waits while most of them are away.',
  'kbook cluster ping',
]

/** Pure. `at` is in milliseconds since the epoch. */
export function quorumOf(row: QuorumRow, at: number): Quorum {
  const {leaderId, leaderEpoch, highWatermark, currentVoters, observers} = row
  const end = currentVoters.find(({replicaId}) => replicaId === leaderId)?.logEndOffset ?? highWatermark
  const replica =
    (follower: 'voter' | 'observer') =>
    (one: ReplicaRow): QuorumReplica => ({
      id: one.replicaId,
      role: one.replicaId === leaderId && follower === 'voter' ? 'leader' : follower,
      directoryId: one.replicaDirectoryId === ZERO_UUID ? undefined : one.replicaDirectoryId,
      logEndOffset: one.logEndOffset,
      // -1: the leader has not heard of it yet. Another node's end may be newer than the leader's own answer.
      lag: one.logEndOffset < 0n ? end : end > one.logEndOffset ? end - one.logEndOffset : 0n,
      lastFetchAt: instant(one.lastFetchTimestamp),
      lastCaughtUpAt: instant(one.lastCaughtUpTimestamp),
    })
  return {
    leaderId,
    leaderEpoch,
    highWatermark,
    at,
    voters: currentVoters.map(replica('voter')).sort(leaderFirst),
    observers: observers.map(replica('observer')).sort((a, b) => a.id - b.id),
  }
}

const instant = (timestamp: bigint): number | undefined => (timestamp <= 0n ? undefined : Number(timestamp))

const leaderFirst = (a: QuorumReplica, b: QuorumReplica): number =>
  Number(b.role === 'leader') - Number(a.role === 'leader') || a.id - b.id
