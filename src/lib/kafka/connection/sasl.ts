import type {KafkaConnection, SaslOptions} from '../../config/connection.js'
import {ERROR_CODE, errorName} from '../protocol/errors.js'
import {TransportError} from '../transport-error.js'
import {commonVersions, type ApiVersions} from './api-versions.js'
import type {Channel} from './channel.js'

/** Sends one token of the mechanism's exchange and returns the broker's. */
type Exchange = (token: Buffer) => Promise<Buffer>

/**
 * Logs in. Returns the milliseconds after which the broker wants a new login, 0 for never.
 * The SASL frames travel inside SaslAuthenticate (Kafka 1.0 and later).
 */
export async function authenticate(
  channel: Channel,
  versions: ApiVersions,
  connection: KafkaConnection & {sasl: SaslOptions},
): Promise<number> {
  const {sasl} = connection
  const mechanism = sasl.mechanism.toUpperCase()
  const handshake = await channel.send('SaslHandshake', 1, {mechanism})
  if (handshake.errorCode !== ERROR_CODE.none) {
    throw mechanismError(channel.address, mechanism, handshake.mechanisms, handshake.errorCode)
  }
  const version = commonVersions('SaslAuthenticate', versions).to
  let sessionLifetimeMs = 0
  const exchange: Exchange = async (authBytes) => {
    const answer = await channel.send('SaslAuthenticate', Math.max(0, version), {authBytes})
    if (answer.errorCode !== ERROR_CODE.none) throw refused(channel.address, sasl, answer.errorMessage)
    sessionLifetimeMs = Number(answer.sessionLifetimeMs)
    return answer.authBytes
  }
  if (sasl.mechanism === 'plain') await exchange(Buffer.from(`\0${sasl.username}\0${sasl.password}`))
  else if (sasl.mechanism === 'oauthbearer') await sendToken(channel.address, sasl, exchange)
  else await scram(channel.address, sasl, exchange)
  return sessionLifetimeMs
}

/** RFC 7628: the broker answers a token that it does not accept with a JSON object instead of nothing. */
async function sendToken(
  address: string,
  sasl: SaslOptions & {mechanism: 'oauthbearer'},
  exchange: Exchange,
): Promise<void> {
  const token = await sasl.token()
  const answer = await exchange(Buffer.from(`n,,\u0001auth=Bearer ${token}\u0001\u0001`))
  if (answer.length > 0) throw refused(address, sasl, answer.toString('utf8'))
}

type PasswordOptions = Exclude<SaslOptions, {mechanism: 'oauthbearer'}>

/** kafkajs's own SCRAM; its messages carry a length in front that SaslAuthenticate has already. */
async function scram(address: string, sasl: PasswordOptions, exchange: Exchange): Promise<void> {
  const {default: provider} =
    sasl.mechanism === 'scram-sha-256'
      ? await import('kafkajs/src/broker/saslAuthenticator/scram256.js')
      : await import('kafkajs/src/broker/saslAuthenticator/scram512.js')
  let reason: unknown
  const {username, password} = sasl
  const scramExchange = provider({username, password})({
    host: address,
    port: 0,
    logger: {debug: () => undefined, error: () => undefined},
    saslAuthenticate: async ({request, response}) => {
      try {
        const answer = await exchange((await request.encode()).subarray(4))
        return await response.parse(await response.decode(withLength(answer)))
      } catch (error) {
        reason = error
        throw error
      }
    },
  })
  try {
    await scramExchange.authenticate()
  } catch (error) {
    // kafkajs wraps every failure in its own error, the connection's too.
    throw reason instanceof TransportError ? reason : refused(address, sasl, String(error))
  }
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

function refused(address: string, sasl: SaslOptions, reason: string | null): TransportError {
  const who = sasl.mechanism === 'oauthbearer' ? 'the token' : `user "${sasl.username}"`
  const hint =
    sasl.mechanism === 'oauthbearer'
      ? 'Does the token command print a token for this cluster that has not expired?'
      : `Check the user, the password, and that the user exists for ${sasl.mechanism.toUpperCase()}.`
  return new TransportError('AUTHENTICATION_FAILED', `${address} refused ${who}`, {
    hint,
    patienceMs: 0,
    details: {mechanism: sasl.mechanism, reason},
  })
}

function mechanismError(
  address: string,
  mechanism: string,
  offered: readonly string[],
  errorCode: number,
): TransportError {
  const unsupported = errorCode === ERROR_CODE.unsupportedSaslMechanism
  const message = unsupported
    ? `${address} does not offer SASL ${mechanism}`
    : `${address} refused the SASL handshake: ${errorName(errorCode)}`
  const hint = offered.length > 0 ? `It offers ${offered.join(', ')}.` : 'Does this listener use SASL at all?'
  return new TransportError('AUTHENTICATION_FAILED', message, {hint, patienceMs: 0})
}
