import type {KafkaConnection} from '../config/connection.js'
import {TransportError, BROKER_AWAY_MS} from './transport-error.js'

interface Cause {
  readonly code?: string | undefined
  readonly message: string
}

/** What a socket's failure means to an operator, and what to look at next. */
export function connectionError(
  address: string,
  error: Cause,
  connection: Pick<KafkaConnection, 'tls' | 'sasl'>,
  sent = false,
): TransportError {
  const code = error.code ?? ''
  const unreachable = (message: string, hint: string, patienceMs = BROKER_AWAY_MS): TransportError =>
    new TransportError('UNREACHABLE', message, {hint, cause: error, patienceMs, sent})
  switch (code) {
    case 'ECONNREFUSED':
      return unreachable(
        `nothing listens on ${address}`,
        'Is the broker running, and is this the port of a client listener?',
      )
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `the host name of ${address} cannot be resolved`,
        'Check the spelling, the VPN, and the name that the broker advertises (advertised.listeners).',
        code === 'EAI_AGAIN' ? BROKER_AWAY_MS : 0,
      )
    case 'ETIMEDOUT':
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return unreachable(
        `no way to ${address}: the connection was not answered`,
        'A firewall, a missing VPN or a wrong address drops it on the way.',
      )
    case 'ECONNRESET':
    case 'EPIPE':
      // What Node says when the other side ends the connection instead of answering with a certificate.
      return /before secure TLS/.test(error.message)
        ? handshakeEndedError(address, error)
        : closedError(address, connection, {sent, cause: error})
  }
  if (isTls(error)) return tlsError(address, error, connection)
  return unreachable(`${address}: ${error.message || code}`, 'The connection broke.')
}

export interface ClosedOptions {
  sent?: boolean
  /** Nothing but the versions was ever answered on this connection. */
  early?: boolean
  cause?: unknown
}

/** The broker hung up. Without SASL this is also how a listener that wants it answers the first request. */
export function closedError(
  address: string,
  connection: Pick<KafkaConnection, 'tls' | 'sasl'>,
  {sent = false, early = false, cause}: ClosedOptions = {},
): TransportError {
  const suspectsLogin = !connection.sasl
  const hints = [
    ...(suspectsLogin ? ['If its listener expects a login, set sasl in the profile.'] : []),
    ...(connection.tls ? [] : ['If its listener expects TLS, set tls in the profile.']),
    'The broker may also be restarting.',
  ]
  return new TransportError('UNREACHABLE', `${address} closed the connection`, {
    hint: hints,
    cause,
    patienceMs: early && suspectsLogin ? REFUSED_MS : BROKER_AWAY_MS,
    sent,
  })
}

/** Long enough for a broker that was caught while it started or stopped, short for one that wants a login. */
const REFUSED_MS = 500

const handshakeEndedError = (address: string, cause: Cause): TransportError =>
  new TransportError('TLS_FAILED', `${address} closed the connection instead of answering in TLS`, {
    hint: [
      'Is this the TLS port of the broker, and not its plaintext one?',
      'The broker may also be restarting.',
    ],
    cause,
    patienceMs: BROKER_AWAY_MS,
  })

/** This side closed the connection while the request was under way. */
export const closedHere = (address: string): TransportError =>
  new TransportError('INTERRUPTED', `the connection to ${address} was closed`, {patienceMs: 0})

/** What came first was not an answer of Kafka's protocol. */
export function foreignAnswerError(address: string, kind: 'tls' | 'other'): TransportError {
  if (kind === 'tls') {
    return new TransportError('TLS_FAILED', `${address} speaks TLS, and was dialled without`, {
      hint: 'Set tls in the profile, with the CA that signed the broker when it is not a public one.',
      patienceMs: 0,
    })
  }
  return new TransportError('UNREACHABLE', `${address} does not answer in Kafka's protocol`, {
    hint: 'Is this the port of a Kafka listener, and not of a web server, a proxy or a schema registry?',
    patienceMs: 0,
  })
}

// OpenSSL's and Node's codes: X509 verification names, ERR_TLS_*, ERR_SSL_*, EPROTO.
const isTls = ({code = '', message}: Cause): boolean =>
  /^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO)|CERT|SIGNATURE|ISSUER|CRL|HOSTNAME_MISMATCH/.test(code) ||
  /certificate|\bSSL\b|\bTLS\b/i.test(message)

function tlsError(address: string, error: Cause, connection: Pick<KafkaConnection, 'tls'>): TransportError {
  const code = error.code ?? ''
  const [message, hint] = tlsWords(address, `${code} ${error.message}`, connection)
  return new TransportError('TLS_FAILED', message, {
    hint,
    cause: error,
    patienceMs: 0,
    details: {tls: code || error.message},
  })
}

function tlsWords(
  address: string,
  text: string,
  {tls}: Pick<KafkaConnection, 'tls'>,
): [message: string, hint: string] {
  if (/WRONG_VERSION_NUMBER|wrong version number|packet length too long|unknown protocol/i.test(text)) {
    return [
      `${address} does not speak TLS`,
      'This looks like a plaintext listener: use its TLS port, or no tls.',
    ]
  }
  if (/ALTNAME_INVALID|HOSTNAME_MISMATCH/.test(text)) {
    return [
      `the certificate of ${address} is for another host`,
      'Use a name that it contains, or set tls.servername to one.',
    ]
  }
  if (/CERT_HAS_EXPIRED/.test(text))
    return [`the certificate of ${address} has expired`, 'Renew it on the broker.']
  if (/CERT_NOT_YET_VALID/.test(text)) {
    return [`the certificate of ${address} is not valid yet`, 'Is the clock of this machine right?']
  }
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNKNOWN_CA|HANDSHAKE_FAILURE|alert/i.test(text)) {
    return tls?.cert
      ? [
          `${address} refused the client certificate`,
          'Is it signed by a CA that the broker trusts, and still valid?',
        ]
      : [`${address} asks for a client certificate`, 'Set tls.cert and tls.key in the profile.']
  }
  if (/SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|SIGNATURE_FAILURE|CERT_UNTRUSTED/.test(text)) {
    return [
      `the certificate of ${address} is not signed by a CA that is trusted here`,
      tls?.ca ? 'Is tls.ca the CA of this cluster?' : 'Set tls.ca in the profile to the CA of this cluster.',
    ]
  }
  return [`TLS with ${address} failed: ${text.trim()}`, 'Check the CA and the certificates of the profile.']
}
