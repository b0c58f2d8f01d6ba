import type {KafkaConnection} from '../config/connection.js'
import {KbookError} from '../errors.js'
import {closedError, connectionError} from './connection-errors.js'
import {kafkaError} from './error-map.js'

/** What kafkajs puts on its errors, according to their kind. */
interface KafkajsError extends Error {
  readonly cause?: unknown
  readonly broker?: string
  readonly code?: string | number
  readonly topic?: string
  readonly apiName?: string
}

/**
 * An error of kafkajs as one of ours; anything else comes back as it is.
 * `subject` is what the failed call was about, such as `group "g"`.
 */
export function fromKafkajs(error: unknown, subject: string, connection: KafkaConnection): unknown {
  if (!(error instanceof Error) || error instanceof KbookError) return error
  if (!error.name.startsWith('KafkaJS')) return error
  const {name, message, broker = connection.name, code, cause, topic, apiName}: KafkajsError = error
  // Retries and non-retriable wrappers say less than what they wrap.
  if (cause instanceof Error && cause.name.startsWith('KafkaJS'))
    return fromKafkajs(cause, subject, connection)
  if (typeof code === 'number') return kafkaError(code, topic === undefined ? subject : `topic "${topic}"`)
  switch (name) {
    case 'KafkaJSConnectionClosedError':
      return closedError(broker, connection, {sent: true, cause: error})
    case 'KafkaJSConnectionError': {
      const socketCode = typeof code === 'string' ? code : timeoutCode(message)
      return connectionError(
        broker,
        {code: socketCode, message: message.replace('Connection error: ', '')},
        connection,
      )
    }
    case 'KafkaJSSASLAuthenticationError':
      return new KbookError('AUTHENTICATION_FAILED', `${connection.name} refused the login`, {
        hint: 'Check the user, the password or token, and the mechanism of the profile.',
        cause: error,
        details: {mechanism: connection.sasl?.mechanism, reason: message},
      })
    case 'KafkaJSRequestTimeoutError':
      return new KbookError('UNREACHABLE', `${broker} did not answer in time`, {
        hint: 'The broker may be overloaded or stuck; a longer --request-timeout waits longer.',
        cause: error,
      })
    case 'KafkaJSServerDoesNotSupportApiKey':
      return new KbookError(
        'UNSUPPORTED',
        `${connection.name} does not support ${apiName ?? 'this request'}`,
        {
          cause: error,
        },
      )
  }
  return new KbookError('REQUEST_FAILED', `${subject}: ${message}`, {cause: error, details: {kafkajs: name}})
}

const timeoutCode = (message: string): string | undefined =>
  message === 'Connection timeout' ? 'ETIMEDOUT' : undefined
