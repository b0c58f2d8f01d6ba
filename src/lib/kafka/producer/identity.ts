import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {BatchOrigin} from '../records/batch-builder.js'
import {NOBODY} from '../records/batch-builder.js'
import {failureOf} from '../scatter.js'
import {pauseBefore, sleep} from '../retry.js'
import type {Acks} from './types.js'

export type ProducerIdentity = Omit<BatchOrigin, 'baseSequence'>

/**
 * An id of its own for a producer, by which brokers tell what they have already. None with fewer acks than all:
 * nothing is promised then. @throws KbookError `NOT_AUTHORIZED`, `REQUEST_FAILED`
 */
export async function producerIdentity(cluster: Cluster, acks: Acks): Promise<ProducerIdentity> {
  if (acks !== -1) return NOBODY
  const started = performance.now()
  for (let attempt = 1; ; attempt++) {
    const {errorCode, producerId, producerEpoch} = await cluster.toAny(
      'InitProducerId',
      {transactionalId: null, transactionTimeoutMs: 60_000},
      {maxVersion: 5},
    )
    if (errorCode === ERROR_CODE.none) return {producerId, producerEpoch}
    const pause = pauseBefore(attempt)
    const {patienceMs} = failureOf(errorCode, '')
    if (performance.now() - started + pause > Math.min(patienceMs, cluster.requestTimeoutMs)) {
      throw kafkaError(errorCode, 'a producer id', undefined, {operation: 'IdempotentWrite', type: 'cluster'})
    }
    await sleep(pause)
  }
}
