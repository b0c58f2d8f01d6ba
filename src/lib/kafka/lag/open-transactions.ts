import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeListed} from '../transactions/describe.js'
import {DEFAULT_IDLE_MS} from '../transactions/judge.js'
import {listTransactions} from '../transactions/list.js'
import {describeProducers} from '../transactions/producers.js'
import type {ProducerState} from '../transactions/types.js'
import type {TopicPartition} from '../types.js'
import {attempt} from './attempt.js'
import type {BlockingTransaction} from './types.js'

/** A partition whose last stable offset is behind its high watermark. */
export interface HeldPartition extends TopicPartition {
  readonly lastStable: bigint
}

interface Ongoing {
  readonly transactionalId: string
  readonly startedAt: number
  readonly timeoutMs: number
}

/**
 * The transaction that holds each partition's last stable offset back, where it should have ended: it has outlived
 * its own time-out, or no coordinator knows of it (KIP-664). In the order asked; `undefined` where all is well or
 * the cluster cannot tell. `now` is in milliseconds since the epoch.
 */
export async function overdueTransactions(
  cluster: Cluster,
  held: readonly HeldPartition[],
  now: number,
): Promise<readonly (BlockingTransaction | undefined)[]> {
  if (held.length === 0) return []
  const producers = await holdingProducers(cluster, held)
  const ids = [...new Set(producers.flatMap((producer) => (producer ? [producer.producerId] : [])))]
  const ongoing = ids.length > 0 ? await ongoingTransactions(cluster, ids) : undefined
  return producers.map(
    (producer) => producer && ongoing && judge(producer, ongoing.get(producer.producerId), now),
  )
}

function judge(
  producer: ProducerState,
  transaction: Ongoing | undefined,
  now: number,
): BlockingTransaction | undefined {
  const {producerId} = producer
  if (transaction) {
    const openForMs = now - transaction.startedAt
    const {transactionalId} = transaction
    return openForMs > transaction.timeoutMs ? {producerId, transactionalId, openForMs} : undefined
  }
  const openForMs = now - producer.lastTimestamp
  return openForMs > DEFAULT_IDLE_MS ? {producerId, openForMs} : undefined
}

/** The producer whose open transaction begins at the last stable offset. */
async function holdingProducers(
  cluster: Cluster,
  held: readonly HeldPartition[],
): Promise<(ProducerState | undefined)[]> {
  // A leader that moves is not waited for: the lag itself is known without it.
  const found = await describeProducers(cluster, held, 0)
  return held.map(({lastStable}, index) => {
    const producers = found[index]
    if (producers === undefined || producers instanceof KbookError) return undefined
    return producers.find(({openSince}) => openSince !== undefined && openSince <= lastStable)
  })
}

/** Transactions of these producers by producer id; `undefined` when a coordinator could not be asked. */
async function ongoingTransactions(
  cluster: Cluster,
  producerIds: readonly bigint[],
): Promise<ReadonlyMap<bigint, Ongoing> | undefined> {
  const listed = await attempt(() => listTransactions(cluster, {states: UNDER_WAY, producerIds}))
  if ('error' in listed || listed.value.failed.length > 0) return undefined
  const described = await describeListed(cluster, listed.value.transactions)
  const ongoing = new Map<bigint, Ongoing>()
  for (const one of described.values()) {
    if (!(one instanceof KbookError)) {
      const {producerId, startedAt} = one
      if (startedAt !== undefined) ongoing.set(producerId, {...one, startedAt})
    } else if (one.code !== 'NOT_FOUND') return undefined
  }
  return ongoing
}

const UNDER_WAY = ['Ongoing', 'PrepareCommit', 'PrepareAbort']
