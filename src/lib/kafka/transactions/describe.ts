import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {DescribeTransactionsResponse} from '../protocol/apis/describe-transactions.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {failureOf, scatter, UNANSWERED, type Failure} from '../scatter.js'
import type {DescribedTransaction} from './types.js'

/** Transactions by transactional id, in the order asked; one that could not be described is its error. */
export async function describeTransactions(
  cluster: Cluster,
  transactionalIds: readonly string[],
): Promise<(DescribedTransaction | KbookError)[]> {
  return scatter<string, DescribedTransaction>(
    {
      keys: transactionalIds,
      locate: (ids, refresh) => cluster.transactionCoordinators(ids, {refresh}),
      ask: (coordinator, ids) => describeOn(cluster, coordinator, ids),
    },
    cluster.requestTimeoutMs,
  )
}

/** The same from the broker that listed them, without looking for their coordinators. */
export async function describeListed(
  cluster: Cluster,
  listed: readonly {readonly transactionalId: string; readonly coordinator: number}[],
): Promise<ReadonlyMap<string, DescribedTransaction | KbookError>> {
  const homes = new Map(listed.map(({transactionalId, coordinator}) => [transactionalId, coordinator]))
  const keys = [...homes.keys()]
  const answers = await scatter<string, DescribedTransaction>(
    {
      keys,
      locate: (ids, refresh) =>
        refresh ? cluster.transactionCoordinators(ids, {refresh}) : Promise.resolve(homes),
      ask: (coordinator, ids) => describeOn(cluster, coordinator, ids),
    },
    cluster.requestTimeoutMs,
  )
  return new Map(keys.map((id, index) => [id, answers[index] ?? UNANSWERED]))
}

async function describeOn(
  cluster: Cluster,
  coordinator: number,
  transactionalIds: readonly string[],
): Promise<Map<string, DescribedTransaction | Failure>> {
  const {transactionStates} = await cluster.toBroker(coordinator, 'DescribeTransactions', {transactionalIds})
  return new Map(
    transactionStates.map((row) => {
      const {transactionalId: name, errorCode} = row
      const needs = {operation: 'Describe', type: 'transactional-id', name} as const
      const described =
        errorCode === ERROR_CODE.none
          ? describedOf(coordinator, row)
          : failureOf(errorCode, `transactional id "${name}"`, null, needs)
      return [name, described]
    }),
  )
}

const describedOf = (
  coordinator: number,
  row: DescribeTransactionsResponse['transactionStates'][number],
): DescribedTransaction => ({
  transactionalId: row.transactionalId,
  coordinator,
  state: row.transactionState,
  producerId: row.producerId,
  producerEpoch: row.producerEpoch,
  timeoutMs: row.transactionTimeoutMs,
  startedAt: row.transactionStartTimeMs < 0n ? undefined : Number(row.transactionStartTimeMs),
  partitions: row.topics.flatMap(({topic, partitions}) =>
    partitions.map((partition) => ({topic, partition})).sort((a, b) => a.partition - b.partition),
  ),
})
