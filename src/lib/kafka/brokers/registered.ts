import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'

/** A broker that the controllers know of. */
export interface RegisteredBroker {
  readonly id: number
  /** It is away, or has not come up yet: clients are not sent there. */
  readonly fenced: boolean
}

/** From here on brokers that are away are told too (Kafka 4.0). */
const FENCED_VERSION = 2

/** Also brokers that hold nothing, which no topic names. @throws KbookError `UNSUPPORTED` before Kafka 4.0 and elsewhere */
export async function registeredBrokers(cluster: Pick<Cluster, 'toAny'>): Promise<RegisteredBroker[]> {
  const body = {includeClusterAuthorizedOperations: false, includeFencedBrokers: true}
  const {errorCode, errorMessage, brokers} = await cluster.toAny('DescribeCluster', body, {
    minVersion: FENCED_VERSION,
  })
  if (errorCode !== ERROR_CODE.none) throw kafkaError(errorCode, 'the brokers', errorMessage)
  return brokers.map(({brokerId, isFenced}) => ({id: brokerId, fenced: isFenced}))
}
