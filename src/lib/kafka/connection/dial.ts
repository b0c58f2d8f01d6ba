import type {Socket} from 'node:net'
import type {KafkaConnection, TlsOptions} from '../../config/connection.js'
import {closedHere, connectionError} from '../connection-errors.js'
import type {TransportError} from '../transport-error.js'
import {addressText, type Address} from './address.js'

const KEEP_ALIVE_MS = 60_000

/** Opens a socket, TLS included, within the connect time-out. Throws what the failure means. */
export async function dial(
  address: Address,
  connection: KafkaConnection,
  signal: AbortSignal,
): Promise<Socket> {
  const tls = (await connection.currentTls?.()) ?? connection.tls
  const ssl = tls && tlsOptions(address.host, tls)
  const open = connection.socketFactory ?? (await defaultFactory(ssl !== undefined))
  const text = addressText(address)
  return new Promise((resolve, reject) => {
    const socket = open({...address, ssl, onConnect: connected})
    const timer = setTimeout(() => {
      failed({code: 'ETIMEDOUT', message: `no connection within ${connection.connectTimeoutMs} ms`})
    }, connection.connectTimeoutMs)
    socket.once('error', failed)
    socket.once('close', closed)
    signal.addEventListener('abort', aborted)
    if (signal.aborted) aborted()

    function connected(): void {
      settle()
      socket.setNoDelay(true)
      socket.setKeepAlive(true, KEEP_ALIVE_MS)
      resolve(socket)
    }
    function failed(error: {code?: string; message: string}): void {
      giveUp(connectionError(text, error, connection))
    }
    function closed(): void {
      failed({code: 'ECONNRESET', message: 'closed while connecting'})
    }
    function aborted(): void {
      giveUp(closedHere(text))
    }
    function giveUp(error: TransportError): void {
      settle()
      // Errors that follow the first one have nobody to tell.
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    function settle(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
      socket.off('error', failed)
      socket.off('close', closed)
    }
  })
}

type Factory = NonNullable<KafkaConnection['socketFactory']>

async function defaultFactory(withTls: boolean): Promise<Factory> {
  if (withTls) {
    const {connect} = await import('node:tls')
    return ({host, port, ssl, onConnect}) => connect({host, port, ...ssl}, onConnect)
  }
  const {connect} = await import('node:net')
  return ({host, port, onConnect}) => connect({host, port}, onConnect)
}

/** As `tls.connect` takes them, for a broker of that name. */
export function tlsOptions(host: string, tls: TlsOptions): object {
  // SNI carries names only.
  return isIp(host) ? tlsSettings(tls) : {servername: host, ...tlsSettings(tls)}
}

/** As `tls.connect` takes them, for any broker of the cluster. */
function tlsSettings({insecure, ...settings}: TlsOptions): object {
  return {...settings, rejectUnauthorized: !insecure}
}

const isIp = (host: string): boolean => /^[\d.]+$|:/.test(host)
