import type {Cluster} from '../cluster.js'
import type {PartitionQueue, QueuedBatch} from './partition-queue.js'
import type {ProducerOptions} from './types.js'

/** Later versions speak another transaction protocol, or name topics by id; zstd needs 7. */
const VERSIONS = {minVersion: 3, maxVersion: 11}
const ZSTD_VERSION = 7

export interface Outgoing {
  readonly queue: PartitionQueue
  readonly batch: QueuedBatch & {bytes: Buffer}
}

export interface BatchAnswer {
  readonly code: number
  readonly reason: string | null | undefined
  /** Of the record in its batch that was refused, where the broker tells. */
  readonly index: number | undefined
  readonly baseOffset: bigint
}

/** One request with a batch for each of several partitions; the answers in their order, none with acks 0. */
export async function sendBatches(
  cluster: Cluster,
  leader: number,
  topic: string,
  outgoing: readonly Outgoing[],
  {acks, compression}: ProducerOptions,
): Promise<(BatchAnswer | undefined)[]> {
  const partitionData = outgoing.map(({queue, batch}) => ({index: queue.partition, records: batch.bytes}))
  const answer = await cluster.toBroker(
    leader,
    'Produce',
    {
      ...{transactionalId: null, acks, timeoutMs: cluster.requestTimeoutMs},
      topicData: [{name: topic, partitionData}],
    },
    {
      ...VERSIONS,
      ...(compression === 'zstd' && {minVersion: ZSTD_VERSION}),
      // A broker holds requests back until all replicas have the records.
      apart: true,
      ...(acks === 0 && {unanswered: true}),
    },
  )
  if (acks === 0) return []
  const rows = new Map(answer.responses[0]?.partitionResponses.map((row) => [row.index, row]))
  return outgoing.map(({queue}) => {
    const row = rows.get(queue.partition)
    if (!row) return {code: -1, reason: 'it is not in the answer', index: undefined, baseOffset: -1n}
    const [record] = row.recordErrors
    return {
      code: row.errorCode,
      reason: record?.batchIndexErrorMessage ?? row.errorMessage,
      index: record?.batchIndex,
      baseOffset: row.baseOffset,
    }
  })
}
