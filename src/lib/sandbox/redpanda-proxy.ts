import {connect, createServer, type Server, type Socket} from 'node:net'
import {frameLength, frameReader} from './frames.js'
import {listenOnFreePort} from './ports.js'
import {API_VERSIONS_KEY, narrowApiVersions, redpandaSpeaks} from './redpanda-versions.js'

/** A request that a Redpanda would not take; its connection was closed. */
export interface Refusal {
  apiKey: number
  apiVersion: number
  clientId: string | null
}

export interface RedpandaProxy {
  readonly port: number
  /** What clients asked for although it was not offered, in order. */
  readonly refusals: readonly Refusal[]
  /** Where the broker listens; to be set before the first client comes. */
  target: number
  close: () => Promise<void>
}

// The highest version there is: what no broker speaks, it answers with what it does speak.
const NO_SUCH_VERSION = 0x7fff

/**
 * Stands in front of a Kafka broker (that has to advertise the proxy's port) and makes it speak only what Redpanda
 * does: ApiVersions offers no more, and every other request ends its connection.
 */
export async function startRedpandaProxy(): Promise<RedpandaProxy> {
  const refusals: Refusal[] = []
  const sockets = new Set<Socket>()
  const proxy = {port: 0, refusals, target: 0, close: () => close(server, sockets)}
  const server = createServer({noDelay: true}, (client) => {
    const broker = connect({port: proxy.target, host: '127.0.0.1', noDelay: true})
    for (const socket of [client, broker]) {
      sockets.add(socket)
      socket.on('error', () => undefined) // Followed by `close`, which ends the other side.
      socket.once('close', () => sockets.delete(socket))
    }
    client.once('close', () => broker.destroy())
    broker.once('close', () => client.end())
    relay(client, broker, (refusal) => {
      refusals.push(refusal)
      client.destroy()
    })
  })
  proxy.port = await listenOnFreePort(server)
  return proxy
}

function relay(client: Socket, broker: Socket, refuse: (refusal: Refusal) => void): void {
  // Versions of the ApiVersions requests under way, by correlation id: their answers are to be narrowed.
  const asked = new Map<number, number>()

  const toBroker = frameReader((request) => {
    if (client.destroyed) return
    const [apiKey, apiVersion] = [request.readInt16BE(0), request.readInt16BE(2)]
    if (apiKey === API_VERSIONS_KEY) {
      asked.set(request.readInt32BE(4), apiVersion)
      if (!redpandaSpeaks(apiKey, apiVersion)) request.writeInt16BE(NO_SUCH_VERSION, 2)
    } else if (!redpandaSpeaks(apiKey, apiVersion)) {
      refuse({apiKey, apiVersion, clientId: clientIdOf(request)})
      return
    }
    send(broker, client, request)
  })

  const toClient = frameReader((answer) => {
    const correlationId = answer.readInt32BE(0)
    const version = asked.get(correlationId)
    if (version === undefined) {
      send(client, broker, answer)
    } else {
      asked.delete(correlationId)
      const narrowed = narrowApiVersions(answer.subarray(4), version)
      send(client, broker, Buffer.concat([answer.subarray(0, 4), narrowed]))
    }
  })

  client.on('data', orDrop(client, toBroker))
  broker.on('data', orDrop(client, toClient))
}

// What is no Kafka frame at all ends its own connection only.
const orDrop = (client: Socket, read: (chunk: Buffer) => void) => (chunk: Buffer) => {
  try {
    read(chunk)
  } catch (error) {
    client.destroy(error as Error)
  }
}

// Reads no more from the one side while the other is slow to take it.
function send(to: Socket, from: Socket, frame: Buffer): void {
  to.write(frameLength(frame))
  if (to.write(frame) || from.isPaused()) return
  from.pause()
  to.once('drain', () => from.resume())
}

function clientIdOf(request: Buffer): string | null {
  const length = request.readInt16BE(8)
  return length < 0 ? null : request.toString('utf8', 10, 10 + length)
}

async function close(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => server.close(resolve))
}
