import type {KafkaConnection} from '../../config/connection.js'
import {KbookError} from '../../errors.js'
import {addressText, type Address} from '../connection/address.js'
import {askApiVersions} from '../connection/api-versions.js'
import {Channel} from '../connection/channel.js'
import {dial} from '../connection/dial.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {PingStepName} from './types.js'

/**
 * Finds out what a listener is that hung up: one that speaks plain text and was dialled in TLS, or one that wants a
 * login and got none. The error as it was when it is neither.
 */
export async function identify(
  error: KbookError,
  step: PingStepName,
  target: Address,
  connection: KafkaConnection,
): Promise<KbookError> {
  const closed = /closed the connection|did not answer/.test(error.message)
  if (step === 'tls' && closed && (await speaksPlainText(target, connection))) {
    return new KbookError('TLS_FAILED', `${addressText(target)} speaks no TLS: it answers in plain text`, {
      hint: ['Use the port of its TLS listener, or take tls out of the profile.'],
      cause: error,
    })
  }
  if (step !== 'metadata' || !closed || connection.sasl) return error
  const offered = await mechanismsOf(target, connection)
  if (offered.length === 0) return error
  return new KbookError('AUTHENTICATION_FAILED', `${addressText(target)} wants a login`, {
    hint: [`It offers SASL ${offered.join(', ')}: set sasl.mechanism and a user in the profile.`],
    cause: error,
  })
}

async function speaksPlainText(target: Address, connection: KafkaConnection): Promise<boolean> {
  const plain = {...connection}
  delete plain.tls
  delete plain.currentTls
  const versions = await talk(target, plain, (channel) => askApiVersions(channel))
  return versions !== undefined
}

/** A handshake for a mechanism that does not exist is answered with those that do. */
async function mechanismsOf(target: Address, connection: KafkaConnection): Promise<readonly string[]> {
  const answer = await talk(target, connection, (channel) =>
    channel.send('SaslHandshake', 1, {mechanism: 'NONE'}),
  )
  return answer?.errorCode === ERROR_CODE.unsupportedSaslMechanism ? answer.mechanisms : []
}

async function talk<T>(
  target: Address,
  connection: KafkaConnection,
  ask: (channel: Channel) => Promise<T>,
): Promise<T | undefined> {
  try {
    const socket = await dial(target, connection, new AbortController().signal)
    const channel = new Channel(socket, addressText(target), connection)
    try {
      return await ask(channel)
    } finally {
      channel.close()
    }
  } catch (error) {
    if (error instanceof KbookError) return undefined
    throw error
  }
}
