import {createRequire} from 'node:module'
import {describe, expect, it} from 'vitest'
import type {KafkaConnection} from '../../../../src/lib/config/connection.js'
import {fromKafkajs} from '../../../../src/lib/kafka/kafkajs-errors.js'

type ErrorClass = new (...args: unknown[]) => Error
const errors = createRequire(import.meta.url)('kafkajs/src/errors') as Record<string, ErrorClass>

const connection: KafkaConnection = {
  name: 'prod-eu',
  brokers: ['b:9092'],
  clientId: 'kbook',
  connectTimeoutMs: 1,
  requestTimeoutMs: 1,
}

function make(name: string, ...args: unknown[]): Error {
  const Class = errors[name]
  if (!Class) throw new Error(`kafkajs has no ${name}`)
  return new Class(...args)
}

const refused = (): Error =>
  make('KafkaJSConnectionError', 'Connection error: connect ECONNREFUSED', {
    broker: 'b:9092',
    code: 'ECONNREFUSED',
  })
const protocolError = (type: string, code: number): Error =>
  make('KafkaJSProtocolError', {message: type, type, code, retriable: false})

describe('fromKafkajs', () => {
  it.each([
    [refused(), 'UNREACHABLE', 'nothing listens on b:9092'],
    [
      make('KafkaJSConnectionError', 'Connection timeout', {broker: 'b:9092'}),
      'UNREACHABLE',
      'was not answered',
    ],
    [make('KafkaJSNumberOfRetriesExceeded', refused(), {}), 'UNREACHABLE', 'nothing listens on b:9092'],
    [
      make('KafkaJSConnectionClosedError', 'Closed', {host: 'b', port: 1}),
      'UNREACHABLE',
      'b:1 closed the connection',
    ],
    [
      make('KafkaJSSASLAuthenticationError', 'SASL PLAIN failed'),
      'AUTHENTICATION_FAILED',
      'prod-eu refused the login',
    ],
    [
      make('KafkaJSRequestTimeoutError', 'Request timed out', {broker: 'b:9092'}),
      'UNREACHABLE',
      'did not answer',
    ],
    [protocolError('GROUP_AUTHORIZATION_FAILED', 30), 'NOT_AUTHORIZED', 'not allowed to see group "g"'],
    [
      make('KafkaJSServerDoesNotSupportApiKey', 'no', {apiName: 'Produce'}),
      'UNSUPPORTED',
      'does not support Produce',
    ],
    [make('KafkaJSLockTimeout', 'Timeout while acquiring lock'), 'REQUEST_FAILED', 'group "g": Timeout'],
  ])('%s', (error, code, words) => {
    const mapped = fromKafkajs(error, 'group "g"', connection) as Error & {code: string}
    expect(mapped.code).toBe(code)
    expect(mapped.message).toContain(words)
  })

  it('lets bugs through', () => {
    const bug = new TypeError('x is not a function')
    expect(fromKafkajs(bug, 'group "g"', connection)).toBe(bug)
  })
})
