import {BETWEEN_BROKERS} from './between-brokers.js'
import type {KafkaErrorTable, KafkaErrorWords} from './entry.js'
import {GROUP_ERRORS} from './groups.js'
import {RECORD_ERRORS} from './records.js'
import {REPLICA_ERRORS} from './replicas.js'
import {REQUEST_ERRORS} from './requests.js'
import {SECURITY_ERRORS} from './security.js'
import {TOPIC_ERRORS} from './topics.js'
import {TRANSACTION_ERRORS} from './transactions.js'

export type {KafkaErrorWords} from './entry.js'

/** Words for each of Kafka's errors, by area: `errorWords` looks one up. */
export const KAFKA_ERRORS: readonly KafkaErrorTable[] = [
  TOPIC_ERRORS,
  REPLICA_ERRORS,
  GROUP_ERRORS,
  RECORD_ERRORS,
  TRANSACTION_ERRORS,
  SECURITY_ERRORS,
  REQUEST_ERRORS,
  BETWEEN_BROKERS,
]

/** Undefined for an error that is newer than this table. */
export const errorWords = (name: string): KafkaErrorWords | undefined =>
  KAFKA_ERRORS.find((table) => Object.hasOwn(table, name))?.[name]
