import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {attempt} from '../lag/attempt.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {ListedTransaction, TransactionListing, TransactionState} from './types.js'

export interface TransactionFilter {
  readonly states?: readonly TransactionState[]
  readonly producerIds?: readonly bigint[]
}

/**
 * Transactions that the coordinators know, from all brokers at once. A broker leaves out those that the user may
 * not describe.
 */
export async function listTransactions(
  cluster: Cluster,
  {states = [], producerIds = []}: TransactionFilter = {},
): Promise<TransactionListing> {
  const {brokers} = await cluster.info()
  const answers = await Promise.all(
    brokers.map(({id}) => attempt(() => transactionsOn(cluster, id, states, producerIds))),
  )
  const unsupported = answers.find((answer) => 'error' in answer && answer.error.code === 'UNSUPPORTED')
  if (unsupported && 'error' in unsupported) throw unsupported.error
  return {
    transactions: answers
      .flatMap((answer) => ('value' in answer ? answer.value : []))
      .sort((a, b) => (a.transactionalId < b.transactionalId ? -1 : 1)),
    failed: answers.flatMap((answer, index) => {
      const broker = brokers[index]?.id
      return 'error' in answer && broker !== undefined ? [{broker, error: answer.error}] : []
    }),
  }
}

async function transactionsOn(
  cluster: Cluster,
  coordinator: number,
  stateFilters: readonly string[],
  producerIdFilters: readonly bigint[],
): Promise<ListedTransaction[]> {
  const answer = await cluster.toBroker(coordinator, 'ListTransactions', {stateFilters, producerIdFilters})
  const {errorCode, unknownStateFilters, transactionStates} = answer
  if (errorCode !== ERROR_CODE.none) throw kafkaError(errorCode, `transactions on broker ${coordinator}`)
  if (unknownStateFilters.length > 0) {
    throw new KbookError(
      'BAD_INPUT',
      `broker ${coordinator} knows no state ${unknownStateFilters.join(', ')}`,
    )
  }
  return transactionStates.map(({transactionalId, producerId, transactionState}) => ({
    transactionalId,
    producerId,
    state: transactionState,
    coordinator,
  }))
}
