import type {KafkaConnection} from '../config/connection.js'
import {startRedpandaProxy, type Refusal, type RedpandaProxy} from './redpanda-proxy.js'
import type {Sandbox} from './sandbox.js'
import {startSandbox} from './start.js'
import type {SandboxOptions} from './types.js'

/** A sandbox with a second face: through it, its brokers speak only what Redpanda speaks. Lives in this process. */
export interface RedpandaSandbox {
  /** The Kafka behind it, without the narrowing. */
  sandbox: Sandbox
  /** `host:port` of every proxy. */
  brokers: readonly string[]
  connection: () => KafkaConnection
  /** Requests that a Redpanda would not have taken, of one client or of all. */
  refusals: (clientId?: string) => Refusal[]
  stop: () => Promise<void>
}

export type RedpandaSandboxOptions = Omit<
  SandboxOptions,
  'root' | 'ephemeral' | 'sasl' | 'tls' | 'mtls' | 'proxyPorts'
>

/** Starts an ephemeral sandbox whose brokers advertise a proxy each, for clients that come through it. */
export async function startRedpandaSandbox(options: RedpandaSandboxOptions = {}): Promise<RedpandaSandbox> {
  const proxies = await Promise.all(Array.from({length: options.nodes ?? 1}, startRedpandaProxy))
  const closeAll = async (): Promise<void> => {
    await Promise.all(proxies.map((proxy) => proxy.close()))
  }
  try {
    const proxyPorts = proxies.map(({port}) => port)
    const sandbox = await startSandbox({...options, ephemeral: true, proxyPorts})
    aim(proxies, sandbox)
    const brokers = proxyPorts.map((port) => `127.0.0.1:${port}`)
    return {
      sandbox,
      brokers,
      connection: () => ({...sandbox.connection(), name: 'redpanda', brokers}),
      refusals: (clientId) =>
        proxies
          .flatMap(({refusals}) => refusals)
          .filter((refusal) => clientId === undefined || refusal.clientId === clientId),
      stop: async () => {
        await Promise.all([closeAll(), sandbox.stop()])
      },
    }
  } catch (error) {
    await closeAll()
    throw error
  }
}

function aim(proxies: readonly RedpandaProxy[], sandbox: Sandbox): void {
  for (const [index, proxy] of proxies.entries()) proxy.target = sandbox.nodes[index]?.ports.proxied ?? 0
}
