import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {partitionEnds} from '../partition-ends.js'
import {UNANSWERED} from '../scatter.js'
import type {TopicPartition} from '../types.js'
import {knownTransactions} from './find-hanging.js'
import {judge, type OpenTransaction} from './judge.js'
import {describeProducers} from './producers.js'
import type {DescribedTransaction, HangingReason, ProducerState} from './types.js'

/** Which open transaction of the partition: where it begins, or whose it is. */
export interface AbortRequest extends TopicPartition {
  readonly startOffset?: bigint
  readonly producerId?: bigint
}

/** A transaction to be ended on one partition by an abort marker. */
export interface AbortPlan extends TopicPartition {
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly coordinatorEpoch: number
  readonly startOffset: bigint
  /** Milliseconds since its producer last wrote here. */
  readonly idleMs: number
  readonly transactionalId: string | undefined
  /** Why it hangs; undefined when its coordinator knows it, and only its time-out has passed. */
  readonly reason: HangingReason | undefined
  /** Messages from the start of the transaction to the end of the partition, which readers of committed records wait for. */
  readonly held: bigint
}

/**
 * Finds the open transaction and makes sure that nobody else will end it.
 *
 * @throws KbookError `NOT_FOUND` when no such transaction is open, `REFUSED` when its coordinator still has it
 * within its time-out or cannot be asked, `UNSUPPORTED` where markers cannot be written (Redpanda).
 */
export async function planAbort(
  cluster: Cluster,
  request: AbortRequest,
  now = Date.now(),
): Promise<AbortPlan> {
  if (!(await cluster.supports('WriteTxnMarkers'))) {
    throw new KbookError('UNSUPPORTED', `${cluster.name} takes no transaction markers from clients`, {
      hint: 'Kafka does (WriteTxnMarkers). Its coordinator ends what it knows once the time-out has passed.',
    })
  }
  const at = {topic: request.topic, partition: request.partition}
  const [states, ends] = await Promise.all([describeProducers(cluster, [at]), partitionEnds(cluster, [at])])
  const [producers = UNANSWERED] = states
  const [end] = ends
  if (producers instanceof KbookError) throw producers
  if (!end || end.error) throw end?.error ?? UNANSWERED
  const open = pick(at, producers, request)
  const known = await knownTransactions(cluster, [open])
  const verdict = judge(open, known, now)
  if (!verdict) mustBeOverdue(known.described, known.failed[0]?.error, now)
  const {producer, startOffset} = open
  return {
    ...at,
    producerId: producer.producerId,
    producerEpoch: producer.producerEpoch,
    // As Kafka's own tool: a partition that has seen no marker yet takes any epoch.
    coordinatorEpoch: Math.max(0, producer.coordinatorEpoch),
    startOffset,
    idleMs: Math.max(0, now - producer.lastTimestamp),
    transactionalId: known.byProducer.get(producer.producerId),
    reason: verdict?.reason,
    held: end.highWatermark - startOffset,
  }
}

function pick(
  at: TopicPartition,
  producers: readonly ProducerState[],
  {startOffset, producerId}: AbortRequest,
): OpenTransaction {
  const open = producers.filter(
    (one) =>
      one.openSince !== undefined &&
      (startOffset === undefined || one.openSince === startOffset) &&
      (producerId === undefined || one.producerId === producerId),
  )
  const [producer] = open
  if (producer?.openSince !== undefined && open.length === 1) {
    return {...at, producer, startOffset: producer.openSince}
  }
  const all = producers.flatMap(({openSince, producerId: id}) =>
    openSince === undefined ? [] : [`from ${openSince} by producer ${id}`],
  )
  throw new KbookError('NOT_FOUND', `no such transaction is open on ${at.topic}-${at.partition}`, {
    hint:
      all.length > 0 ? `Open there: ${all.join(', ')}.` : 'None is open there: it may have ended meanwhile.',
  })
}

/** @throws KbookError `REFUSED` for a transaction that its coordinator will end by itself, or may. */
function mustBeOverdue(
  described: ReadonlyMap<string, DescribedTransaction | KbookError>,
  unread: KbookError | undefined,
  now: number,
): void {
  const [transaction] = described.values()
  if (transaction === undefined || transaction instanceof KbookError) {
    const cause = transaction ?? unread
    throw new KbookError('REFUSED', `nobody could tell whether this transaction is still under way`, {
      hint: [
        cause?.message ?? 'A coordinator did not answer.',
        'Nothing was changed: try again when it answers.',
      ],
      cause,
    })
  }
  const {transactionalId, timeoutMs, startedAt} = transaction
  if (startedAt !== undefined && now - startedAt > timeoutMs) return
  throw new KbookError(
    'REFUSED',
    `"${transactionalId}" is still under way and within its time-out of ${timeoutMs} ms`,
    {
      hint: [
        'Its producer or its coordinator will end it; an abort here would break it apart.',
        `kbook cluster transactions describe ${transactionalId}`,
      ],
    },
  )
}
