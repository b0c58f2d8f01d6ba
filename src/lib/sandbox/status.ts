import {connect} from 'node:net'
import {securityText} from '../config/security.js'
import {profileName} from './paths.js'
import {profileSettings} from './profile.js'
import type {Sandbox} from './sandbox.js'
import {listSandboxes, openSandbox} from './start.js'

const CONNECT_TIMEOUT_MS = 1000

export interface BrokerStatus {
  id: number
  /** `host:port` for clients. */
  address: string
  /** Null when it does not run. */
  pid: number | null
  /** `starting`: it runs, but nothing listens on its port yet. */
  state: 'up' | 'starting' | 'down'
}

export interface SandboxStatus {
  name: string
  /** The profile that reaches it. */
  profile: string
  clusterId: string
  /** In Kafka's own words, such as `SASL_SSL scram-sha-512`. */
  security: string
  brokers: readonly BrokerStatus[]
  /** Folder of its state, data, logs and credentials. */
  dir: string
  /** What Kafka's own tools take as `--command-config`; null where they need nothing. */
  clientProperties: string | null
}

/** Every sandbox of this user. */
export async function allSandboxes(): Promise<SandboxStatus[]> {
  const names = await listSandboxes()
  return Promise.all(names.map(async (name) => sandboxStatus(await openSandbox(name))))
}

export async function sandboxStatus(sandbox: Sandbox): Promise<SandboxStatus> {
  const {name, clusterId, dir, settings, nodes} = sandbox
  const open = !settings.sasl && !settings.tls && !settings.mtls
  return {
    name,
    profile: profileName(name),
    clusterId,
    security: securityText(profileSettings(sandbox)),
    brokers: await Promise.all(nodes.map(({id}) => brokerStatus(sandbox, id))),
    dir,
    clientProperties: open ? null : sandbox.clientProperties(),
  }
}

async function brokerStatus(sandbox: Sandbox, id: number): Promise<BrokerStatus> {
  const address = sandbox.address(id)
  const pid = sandbox.runningProcess(id)?.pid ?? null
  const state = pid === null ? 'down' : (await accepts(address)) ? 'up' : 'starting'
  return {id, address, pid, state}
}

const accepts = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const {hostname, port} = new URL(`tcp://${address}`)
    const socket = connect({host: hostname, port: Number(port), timeout: CONNECT_TIMEOUT_MS})
    const settle = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', settle(true)).once('error', settle(false)).once('timeout', settle(false))
  })
