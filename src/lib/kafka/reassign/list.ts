import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {TopicPartition} from '../types.js'

/** A partition whose replicas are on the move. */
export interface Reassignment extends TopicPartition {
  /** All of them, those that come and those that go included. */
  readonly replicas: readonly number[]
  readonly adding: readonly number[]
  readonly removing: readonly number[]
}

/** Moves under way in the whole cluster. @throws KbookError `UNSUPPORTED` before Kafka 2.4 */
export async function listReassignments(cluster: Cluster): Promise<Reassignment[]> {
  const body = {timeoutMs: cluster.requestTimeoutMs, topics: null}
  // The broker waits for the controllers with it: nothing else may wait behind.
  const {errorCode, errorMessage, topics} = await cluster.toController('ListPartitionReassignments', body, {
    apart: true,
  })
  if (errorCode !== ERROR_CODE.none) {
    const needs = {operation: 'Describe', type: 'cluster'} as const
    throw kafkaError(errorCode, 'reassignments', errorMessage, needs)
  }
  return topics.flatMap(({name, partitions}) =>
    partitions.map(({partitionIndex, replicas, addingReplicas, removingReplicas}) => ({
      topic: name,
      partition: partitionIndex,
      replicas,
      adding: addingReplicas,
      removing: removingReplicas,
    })),
  )
}
