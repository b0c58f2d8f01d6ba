import type {LookupAddress} from 'node:dns'
import {isIP, type LookupFunction, type Socket} from 'node:net'
import type {TLSSocket} from 'node:tls'
import type {KafkaConnection, TlsOptions} from '../../config/connection.js'
import {connectionError} from '../connection-errors.js'
import {addressText, type Address} from '../connection/address.js'
import {tlsOptions} from '../connection/dial.js'
import type {TransportError} from '../transport-error.js'
import {certificateOf} from './certificate.js'
import type {PingCertificate} from './types.js'

const causeOf = (error: unknown): {code?: string | undefined; message: string} =>
  error instanceof Error ? error : {message: String(error)}

/** Every address that the host's name stands for. @throws TransportError */
export async function resolveHost(
  target: Address,
  connection: KafkaConnection,
): Promise<readonly LookupAddress[]> {
  const {lookup} = await import('node:dns/promises')
  const text = addressText(target)
  const late = new Promise<never>((_, reject) => {
    const error = {code: 'EAI_AGAIN', message: 'no answer from the name server'}
    setTimeout(() => reject(connectionError(text, error, connection)), connection.connectTimeoutMs).unref()
  })
  const found = lookup(target.host, {all: true}).catch((error: unknown) => {
    throw connectionError(text, causeOf(error), connection)
  })
  return Promise.race([found, late])
}

/** A TCP connection to one of the addresses that were found. @throws TransportError */
export async function openTcp(
  target: Address,
  addresses: readonly LookupAddress[],
  connection: KafkaConnection,
): Promise<Socket> {
  const {connect} = await import('node:net')
  const lookup: LookupFunction = (_host, _options, done) => {
    done(null, [...addresses])
  }
  const socket = connect({...target, lookup, autoSelectFamily: true})
  await settled(socket, 'connect', target, connection)
  socket.setNoDelay(true)
  return socket
}

export interface Secured {
  readonly socket: TLSSocket
  /** Such as `TLSv1.3`. */
  readonly protocol: string
  readonly certificate: PingCertificate | undefined
  /** Why the certificate is not accepted: nothing may be sent over this socket then. */
  readonly error: TransportError | undefined
}

/**
 * TLS over a socket. A certificate that is not accepted is shown all the same, which is why it is looked at here
 * instead of having the handshake fail. @throws TransportError when there is no handshake at all.
 */
export async function startTls(
  plain: Socket,
  target: Address,
  tls: TlsOptions,
  connection: KafkaConnection,
): Promise<Secured> {
  const {connect} = await import('node:tls')
  const socket = connect({
    ...tlsOptions(target.host, tls),
    host: target.host,
    socket: plain,
    rejectUnauthorized: false,
  })
  await settled(socket, 'secureConnect', target, connection)
  const certificate = certificateOf(socket.getPeerCertificate())
  const refusal = socket.authorized || tls.insecure ? undefined : String(socket.authorizationError)
  return {
    socket,
    protocol: socket.getProtocol() ?? '',
    certificate,
    error:
      refusal === undefined
        ? undefined
        : connectionError(
            addressText(target),
            {code: refusal, message: `certificate: ${refusal}`},
            connection,
          ),
  }
}

function settled(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  target: Address,
  connection: KafkaConnection,
): Promise<void> {
  const text = addressText(target)
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      socket.off('close', closed)
      settle()
    }
    const fail = (error: {code?: string | undefined; message: string}): void => {
      end(() => {
        socket.destroy()
        reject(connectionError(text, error, connection))
      })
    }
    const closed = (): void => {
      const during = event === 'secureConnect' ? 'before secure TLS connection was established' : ''
      fail({code: 'ECONNRESET', message: `closed ${during}`})
    }
    const timer = setTimeout(() => {
      fail({code: 'ETIMEDOUT', message: `no connection within ${connection.connectTimeoutMs} ms`})
    }, connection.connectTimeoutMs)
    // Stays: what comes after the first error has nobody to tell.
    socket.on('error', (error) => fail(causeOf(error)))
    socket.once('close', closed)
    socket.once(event, () => end(resolve))
  })
}

export const isAddress = (host: string): boolean => isIP(host) !== 0
