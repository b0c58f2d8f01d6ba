import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {attempt} from '../lag/attempt.js'
import {EVERY_TOPIC, type TopicScope} from '../lag/selection.js'
import type {TopicPartition} from '../types.js'
import {describeListed} from './describe.js'
import {DEFAULT_IDLE_MS, judge, type OpenTransaction, type KnownTransactions} from './judge.js'
import {listTransactions} from './list.js'
import {longestTransaction} from './longest.js'
import {describeProducers} from './producers.js'
import type {HangingReport, HangingTransaction, ProducerState} from './types.js'
import {hiddenTransactions} from './visibility.js'

export interface HangingSearch {
  readonly scope?: TopicScope
  /**
   * Only transactions whose producer has not written for so long: younger ones may still end by themselves. The
   * brokers' `transaction.max.timeout.ms` when left out.
   */
  readonly idleMs?: number
  /** Only partitions that this broker leads. */
  readonly leader?: number
  /** Milliseconds since the epoch. */
  readonly now?: number
}

type Failed = HangingReport['failed'][number]

/**
 * Transactions that are open on a partition and that no coordinator will ever end: they hold back everybody who
 * reads committed records. Three passes, each one request a broker: producers by partition, transactions of those
 * that are suspect, and what these are about.
 *
 * @throws KbookError `UNSUPPORTED` before Kafka 2.8 (DescribeProducers) or 3.0 (ListTransactions).
 */
export async function findHangingTransactions(
  cluster: Cluster,
  search: HangingSearch = {},
): Promise<HangingReport> {
  const {now = Date.now()} = search
  await mustSupport(cluster)
  const {partitions, failed: unreadable} = await selected(cluster, search)
  const [states, {idleMs, unread}] = await Promise.all([
    describeProducers(cluster, partitions),
    idleLimit(cluster, search),
  ])
  const open: OpenTransaction[] = []
  const failed: Failed[] = [...unreadable]
  states.forEach((producers, index) => {
    const at = partitions[index]
    if (!at) return
    if (producers instanceof KbookError)
      failed.push({subject: `${at.topic}-${at.partition}`, error: producers})
    else open.push(...suspects(at, producers, now - idleMs))
  })
  const checked = states.filter((one) => !(one instanceof KbookError)).length
  if (open.length === 0) return {hanging: [], checked, failed}
  failed.push(...unread)
  const known = await knownTransactions(cluster, open)
  failed.push(...known.failed)
  const hanging = open.flatMap((one) => judge(one, known, now) ?? [])
  return {hanging: hanging.sort(longestFirst), checked, failed}
}

/** Where brokers do not tell what they allow, Kafka's default stands, and that it was not read is told. */
async function idleLimit(
  cluster: Cluster,
  {idleMs}: HangingSearch,
): Promise<{idleMs: number; unread: Failed[]}> {
  if (idleMs !== undefined) return {idleMs, unread: []}
  const read = await attempt(() => longestTransaction(cluster))
  return 'error' in read
    ? {idleMs: DEFAULT_IDLE_MS, unread: [{subject: 'how long a transaction may last', error: read.error}]}
    : {idleMs: read.value ?? DEFAULT_IDLE_MS, unread: []}
}

async function mustSupport(cluster: Cluster): Promise<void> {
  for (const api of ['DescribeProducers', 'ListTransactions', 'DescribeTransactions'] as const) {
    if (await cluster.supports(api)) continue
    throw new KbookError('UNSUPPORTED', `${cluster.name} does not tell about open transactions (${api})`, {
      hint: 'Kafka does since 3.0.',
    })
  }
}

async function selected(
  cluster: Cluster,
  {scope = EVERY_TOPIC, leader}: HangingSearch,
): Promise<{partitions: TopicPartition[]; failed: Failed[]}> {
  const topics = await cluster.topics()
  const missing = scope.named.filter((name) => !topics.has(name))
  if (missing.length > 0) {
    throw new KbookError('TOPIC_NOT_FOUND', `topic "${missing.join('", "')}" does not exist`, {
      hint: 'kbook topic list',
    })
  }
  const partitions: TopicPartition[] = []
  const failed: Failed[] = []
  for (const topic of topics.values()) {
    for (const one of topic.partitions) {
      if (!scope.includes(topic.name, one.partition)) continue
      if (leader !== undefined && one.leader !== leader) continue
      if (one.error) failed.push({subject: `${topic.name}-${one.partition}`, error: one.error})
      else partitions.push({topic: topic.name, partition: one.partition})
    }
  }
  return {partitions, failed}
}

const suspects = (
  at: TopicPartition,
  producers: readonly ProducerState[],
  writtenBefore: number,
): OpenTransaction[] =>
  producers.flatMap((producer) =>
    producer.openSince !== undefined && producer.lastTimestamp <= writtenBefore
      ? [{...at, producer, startOffset: producer.openSince}]
      : [],
  )

/** What the coordinators know of the producers of these transactions. */
export async function knownTransactions(
  cluster: Cluster,
  open: readonly OpenTransaction[],
): Promise<KnownTransactions & {readonly failed: readonly Failed[]}> {
  const producerIds = [...new Set(open.map(({producer}) => producer.producerId))]
  const {transactions, failed} = await listTransactions(cluster, {producerIds})
  const described = await describeListed(cluster, transactions)
  const unread = [...described].flatMap(([id, one]) =>
    one instanceof KbookError && one.code !== 'NOT_FOUND'
      ? [{subject: `transactional id "${id}"`, error: one}]
      : [],
  )
  const byProducer = new Map(transactions.map((one) => [one.producerId, one.transactionalId]))
  const listed = producerIds.every((id) => byProducer.has(id))
  const hidden = listed ? undefined : await hiddenTransactions(cluster)
  return {
    complete: failed.length === 0 && hidden === undefined,
    byProducer,
    described,
    failed: [
      ...failed.map(({broker, error}) => ({subject: `transactions on broker ${broker}`, error})),
      ...(hidden ? [{subject: 'transactions that are not listed', error: hidden}] : []),
      ...unread,
    ],
  }
}

const longestFirst = (a: HangingTransaction, b: HangingTransaction): number => b.idleMs - a.idleMs
