/** What a sandbox is made of; fixed once it has been created. */
export interface SandboxSettings {
  /** Brokers, each of them a controller too. Replicated topics need 3. */
  nodes: 1 | 3
  /** SCRAM-SHA-256, SCRAM-SHA-512, PLAIN and unsecured OAUTHBEARER on the client listener, with an authorizer. */
  sasl: boolean
  /** TLS on the client listener, with a CA of its own. */
  tls: boolean
  /** TLS that requires a client certificate, with an authorizer. */
  mtls: boolean
  /** Broker settings that override the sandbox's own. */
  config: Readonly<Record<string, string>>
  /** Options for the brokers' JVM that come after the sandbox's own. */
  jvmOptions: readonly string[]
  /** Port of a proxy in front of each node, which a second, unsecured client listener advertises. None without. */
  proxyPorts: readonly number[]
}

export const DEFAULT_SETTINGS: SandboxSettings = {
  nodes: 1,
  sasl: false,
  tls: false,
  mtls: false,
  config: {},
  jvmOptions: [],
  proxyPorts: [],
}

export interface SandboxOptions extends Partial<SandboxSettings> {
  /** Which sandbox of this user. Default `default`. */
  name?: string
  /** Folder of all sandboxes. Default: `kbook/sandbox` in the XDG state folder. */
  root?: string
  /** Lives in a temporary folder, dies with this process (however that ends) and leaves nothing behind. */
  ephemeral?: boolean
  /** Called with one line at each step that takes time. */
  onProgress?: (line: string) => void
  /** Gives up the start: what was started is stopped again. */
  signal?: AbortSignal
}

/** A process, told apart from a later one that was given the same pid. */
export interface ProcessRef {
  pid: number
  /** When it started, in the system's own terms. */
  identity: string
}

export interface NodePorts {
  client: number
  internal: number
  controller: number
  /** Where a node listens for its proxy, when there is one. */
  proxied: number
}

export interface NodeState {
  id: number
  ports: NodePorts
  /** Absent once it was stopped or killed through the sandbox. */
  process?: ProcessRef
}

/** The file `state.json` of a sandbox. */
export interface SandboxState {
  name: string
  clusterId: string
  settings: SandboxSettings
  nodes: readonly NodeState[]
}

/** Users of a sandbox that authenticates: `admin` may do everything, `guest` nothing until it is granted. */
export const SANDBOX_USERS = ['admin', 'guest'] as const
export type SandboxUser = (typeof SANDBOX_USERS)[number]

export type SandboxMechanism = 'plain' | 'scram-sha-256' | 'scram-sha-512' | 'oauthbearer'
