import type {Socket} from 'node:net'
import type {KafkaConnection} from '../../config/connection.js'
import {KbookError} from '../../errors.js'
import {clusterInfo} from '../cluster/metadata.js'
import {addressText, type Address} from '../connection/address.js'
import {askApiVersions, commonVersions} from '../connection/api-versions.js'
import {Channel} from '../connection/channel.js'
import {dial} from '../connection/dial.js'
import type {ClusterInfo} from '../types.js'
import {isAddress, openTcp, resolveHost, startTls} from './dial-steps.js'
import {identify} from './identify.js'
import type {PingCertificate, PingStep, PingStepName} from './types.js'

/** One address tried, and the cluster as whoever answered sees it. */
export interface Attempt {
  readonly steps: readonly PingStep[]
  readonly certificate: PingCertificate | undefined
  readonly info: ClusterInfo | undefined
  readonly error: KbookError | undefined
}

/** Goes every step into one broker and times each. Never throws: the step that fails tells why. */
export async function tryAddress(target: Address, connection: KafkaConnection): Promise<Attempt> {
  const steps: PingStep[] = []
  let certificate: PingCertificate | undefined
  let socket: Socket | undefined
  const timed = async <T>(step: PingStepName, run: () => Promise<[value: T, detail: string]>): Promise<T> => {
    const started = performance.now()
    const add = (detail: string, error?: KbookError): void => {
      steps.push({step, ms: performance.now() - started, detail, error})
    }
    try {
      const [value, detail] = await run()
      add(detail)
      return value
    } catch (error) {
      if (!(error instanceof KbookError)) throw error
      const told = await identify(error, step, target, connection)
      add('', told)
      throw told
    }
  }
  try {
    socket = await connectTo(target, connection, timed, (found) => (certificate = found))
    const info = await enter(new Channel(socket, addressText(target), connection), connection, timed)
    return {steps, certificate, info, error: undefined}
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return {steps, certificate, info: undefined, error}
  } finally {
    socket?.destroy()
  }
}

type Timed = <T>(step: PingStepName, run: () => Promise<[value: T, detail: string]>) => Promise<T>

async function connectTo(
  target: Address,
  connection: KafkaConnection,
  timed: Timed,
  onCertificate: (certificate: PingCertificate | undefined) => void,
): Promise<Socket> {
  // Who brings a way of its own, such as a port-forward, needs no name server.
  if (connection.socketFactory) {
    return timed('tcp', async () => [await dial(target, connection, new AbortController().signal), ''])
  }
  const addresses = isAddress(target.host)
    ? [{address: target.host, family: target.host.includes(':') ? 6 : 4}]
    : await timed('dns', async () => {
        const found = await resolveHost(target, connection)
        return [found, found.map(({address}) => address).join(', ')]
      })
  const plain = await timed('tcp', async () => {
    const socket = await openTcp(target, addresses, connection)
    return [socket, addresses.length > 1 ? (socket.remoteAddress ?? '') : '']
  })
  const tls = (await connection.currentTls?.()) ?? connection.tls
  if (!tls) return plain
  try {
    return await timed('tls', async () => {
      const {socket, protocol, certificate, error} = await startTls(plain, target, tls, connection)
      onCertificate(certificate)
      if (error) throw error
      return [socket, protocol]
    })
  } catch (error) {
    plain.destroy()
    throw error
  }
}

async function enter(channel: Channel, connection: KafkaConnection, timed: Timed): Promise<ClusterInfo> {
  const versions = await timed('api-versions', async () => {
    const found = await askApiVersions(channel)
    return [found, `${found.size} requests`]
  })
  const {sasl} = connection
  if (sasl) {
    await timed('sasl', async () => {
      const {authenticate} = await import('../connection/sasl.js')
      await authenticate(channel, versions, {...connection, sasl})
      const who = sasl.mechanism === 'oauthbearer' ? '' : ` ${sasl.username}`
      return [undefined, sasl.mechanism.toUpperCase() + who]
    })
  }
  return timed('metadata', async () => {
    const info = clusterInfo(
      await channel.send('Metadata', commonVersions('Metadata', versions).to, {topics: []}),
    )
    return [info, `${info.brokers.length} ${info.brokers.length === 1 ? 'broker' : 'brokers'}`]
  })
}
