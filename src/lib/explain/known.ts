import {KAFKA_ERRORS} from '../kafka/errors/index.js'
import {errorCode, isRetriable} from '../kafka/protocol/errors.js'
import {CLIENT_ERRORS} from './client-errors.js'
import {CONNECTION_ERRORS} from './connection-errors.js'
import {KAFKA_TEXTS} from './kafka-texts.js'
import {MACHINE_ERRORS} from './machine-errors.js'

/** What an error means, and what to do about it. */
export interface Explanation {
  /** Kafka's own name of it, or what it is called here. */
  readonly name: string
  /** Who says it: brokers, a client or a machine, kbook. */
  readonly from: 'kafka' | 'client' | 'kbook'
  /** Kafka's number of it. */
  readonly code?: number
  /** Clients try again by themselves. */
  readonly retriable?: boolean
  readonly cause: string
  readonly check: string
  readonly run: readonly string[]
}

/** An explanation and the texts by which the error is recognised. */
export interface KnownError {
  readonly explanation: Explanation
  readonly texts: readonly string[]
}

/** Every error of brokers and clients that has an explanation. */
export const knownErrors = (): readonly KnownError[] => [...kafkaErrors(), ...clientErrors()]

/** Names that are ordinary words too: found only where the text is nothing else, or by their number. */
const ORDINARY: readonly string[] = ['NONE']

const kafkaErrors = (): KnownError[] =>
  KAFKA_ERRORS.flatMap((table) => Object.entries(table)).map(([name, {cause, check, run = []}]) => {
    const code = errorCode(name) ?? -1
    return {
      explanation: {name, from: 'kafka', code, retriable: isRetriable(code), cause, check, run},
      texts: [...(ORDINARY.includes(name) ? [] : [name]), ...(KAFKA_TEXTS[name] ?? [])],
    }
  })

const clientErrors = (): KnownError[] =>
  [...CONNECTION_ERRORS, ...CLIENT_ERRORS, ...MACHINE_ERRORS].map(
    ({title, texts, cause, check, run = []}) => ({
      explanation: {name: title, from: 'client', cause, check, run},
      texts: [title, ...texts],
    }),
  )
