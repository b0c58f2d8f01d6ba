import type {Socket} from 'node:net'

/** Opens the TCP or TLS socket to one advertised broker address. The seam for port-forwards. */
export type SocketFactory = (target: {
  host: string
  port: number
  ssl?: object | undefined
  onConnect: () => void
}) => Socket

export interface TlsOptions {
  /** PEM text. Without it the system's CAs are trusted. */
  ca?: string
  /** PEM text of the client certificate and its key (mutual TLS). */
  cert?: string
  key?: string
  passphrase?: string
  /** Name to verify the broker's certificate against, when it is not the host that is dialled. */
  servername?: string
  /** Skips verification of the broker's certificate: only ever by explicit setting. */
  insecure?: boolean
}

export type SaslOptions =
  | {mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512'; username: string; password: string}
  | {mechanism: 'oauthbearer'; token: () => Promise<string>}

/** Everything that a Kafka client needs, secrets resolved. Never logged, never printed. */
export interface KafkaConnection {
  /** What the user calls this cluster: the profile's name, or the first broker. */
  name: string
  /** `host:port`, at least one. */
  brokers: readonly string[]
  clientId: string
  tls?: TlsOptions
  /** The same with its files read anew, where they may be rotated: asked before each connect. Never rejects. */
  currentTls?: () => Promise<TlsOptions>
  sasl?: SaslOptions
  connectTimeoutMs: number
  requestTimeoutMs: number
  socketFactory?: SocketFactory
  /** The cluster id that the profile is pinned to; another cluster answering is an error. */
  expectedClusterId?: string
}
