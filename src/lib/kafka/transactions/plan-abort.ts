import {KbookError} from '../../errors.js'
import {duration} from '../../output/format.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import {attempt} from '../lag/attempt.js'
import {partitionEnds} from '../partition-ends.js'
import {UNANSWERED} from '../scatter.js'
import type {TopicPartition} from '../types.js'
import {knownTransactions} from './find-hanging.js'
import {DEFAULT_IDLE_MS, judge, type OpenTransaction} from './judge.js'
import {longestTransaction} from './longest.js'
import {describeProducers} from './producers.js'
import type {DescribedTransaction, HangingTransaction, ProducerState} from './types.js'

/** Which open transaction of the partition: where it begins, or whose it is. */
export interface AbortRequest extends TopicPartition {
  readonly startOffset?: bigint
  readonly producerId?: bigint
}

/** A transaction to be ended on one partition by an abort marker. */
export interface AbortPlan extends HangingTransaction {
  /** Messages from the start of the transaction to the end of the partition, which readers of committed records wait for. */
  readonly held: bigint
}

/**
 * Finds the open transaction and makes sure that nobody will end it.
 *
 * @throws KbookError `NOT_FOUND` when no such transaction is open, `REFUSED` when it is not proven to hang: its
 * coordinator has it, or cannot be asked, or may keep it from this user, or its producer wrote not long ago;
 * `UNSUPPORTED` where markers cannot be written (Redpanda).
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
  const hanging = judge(open, known, now)
  if (!hanging) throw notProven(known.described, known.failed[0]?.error)
  await mustBeIdle(cluster, hanging)
  return {
    ...hanging,
    // As Kafka's own tool: a partition that has seen no marker yet takes any epoch.
    coordinatorEpoch: Math.max(0, hanging.coordinatorEpoch),
    held: end.highWatermark - hanging.startOffset,
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

/** Why a transaction is not to be aborted. */
function notProven(
  described: ReadonlyMap<string, DescribedTransaction | KbookError>,
  unread: KbookError | undefined,
): KbookError {
  const [transaction] = described.values()
  if (transaction === undefined || transaction instanceof KbookError) {
    const cause = transaction ?? unread ?? UNANSWERED
    return new KbookError('REFUSED', `nobody could tell whether this transaction is still under way`, {
      hint: [cause.message, ...cause.hints, 'Nothing was changed.'],
      cause,
    })
  }
  // Also once its time-out has passed: what is prepared to commit would be lost in this partition only.
  const {transactionalId, state, timeoutMs} = transaction
  return new KbookError(
    'REFUSED',
    `"${transactionalId}" is still under way: its coordinator has it as ${state}, with a time-out of ${timeoutMs} ms`,
    {
      hint: [
        'Its producer or its coordinator will end it; an abort here would break it apart.',
        `kbook cluster transactions describe ${shellWord(transactionalId)}`,
      ],
    },
  )
}

/** A coordinator may get to know it until the longest transaction is over, and a producer may still write. */
async function mustBeIdle(cluster: Cluster, {producerId, idleMs}: HangingTransaction): Promise<void> {
  const longest = await attempt(() => longestTransaction(cluster))
  if ('error' in longest) {
    const {message, hints} = longest.error
    throw new KbookError('REFUSED', 'brokers do not tell how long a transaction may last', {
      hint: [message, ...hints, 'Nothing was changed.'],
      cause: longest.error,
    })
  }
  const {value: limit = DEFAULT_IDLE_MS} = longest
  if (idleMs > limit) return
  throw new KbookError('REFUSED', `producer ${producerId} wrote here only ${duration(idleMs)} ago`, {
    hint: `Transactions may last ${duration(limit)} on this cluster (transaction.max.timeout.ms): wait until that has passed.`,
  })
}
