import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError, type NeededAcl} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {byTopic} from '../topic-partitions.js'
import type {TopicPartition} from '../types.js'
import {partitionName} from './sizes.js'

/** Partitions that one request starts or cancels the moves of. */
export const SUBMIT_CHUNK = 200

/** Replicas that a partition is to have; null puts back those that it had before a move that is under way. */
export interface SubmittedMove extends TopicPartition {
  readonly replicas: readonly number[] | null
}

const NEEDS: NeededAcl = {operation: 'Alter', type: 'cluster'}

/**
 * Starts moves, or cancels them; the controller answers at once, and brokers copy for as long as it takes. In the
 * order asked: what was refused, undefined for what was accepted.
 *
 * @throws KbookError when the request as a whole failed.
 */
export async function submitMoves(
  cluster: Cluster,
  moves: readonly SubmittedMove[],
): Promise<(KbookError | undefined)[]> {
  const topics = [...byTopic(moves)].map(([name, rows]) => ({
    name,
    partitions: rows.map(({partition, replicas}) => ({partitionIndex: partition, replicas})),
  }))
  const answer = await cluster.toController('AlterPartitionReassignments', {
    timeoutMs: cluster.requestTimeoutMs,
    topics,
  })
  if (answer.errorCode !== ERROR_CODE.none) {
    throw kafkaError(answer.errorCode, 'a reassignment', answer.errorMessage, NEEDS)
  }
  const errors = new Map<string, KbookError | undefined>(
    answer.responses.flatMap(({name, partitions}) =>
      partitions.map(({partitionIndex, errorCode, errorMessage}) => {
        const subject = partitionName({topic: name, partition: partitionIndex})
        const accepted = errorCode === ERROR_CODE.none
        return [subject, accepted ? undefined : kafkaError(errorCode, subject, errorMessage, NEEDS)]
      }),
    ),
  )
  return moves.map((move) => {
    const name = partitionName(move)
    return errors.has(name) ? errors.get(name) : UNANSWERED
  })
}
