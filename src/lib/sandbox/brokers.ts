import {openSandbox} from './start.js'
import {sandboxStatus, type SandboxStatus} from './status.js'
import type {Sandbox} from './sandbox.js'

/** What became of one broker, and how the others are. */
export interface BrokerChange {
  change: 'killed' | 'stopped' | 'restarted'
  broker: number
  /** Milliseconds. */
  took: number
  sandbox: SandboxStatus
}

export const killBroker = (name: string, broker: number): Promise<BrokerChange> =>
  changeBroker(name, broker, 'killed', (sandbox) => sandbox.killBroker(broker))

export const stopBroker = (name: string, broker: number): Promise<BrokerChange> =>
  changeBroker(name, broker, 'stopped', (sandbox) => sandbox.stopBroker(broker))

export const restartBroker = (name: string, broker: number): Promise<BrokerChange> =>
  changeBroker(name, broker, 'restarted', (sandbox) => sandbox.restartBroker(broker))

async function changeBroker(
  name: string,
  broker: number,
  change: BrokerChange['change'],
  apply: (sandbox: Sandbox) => Promise<void>,
): Promise<BrokerChange> {
  const sandbox = await openSandbox(name)
  const startedAt = Date.now()
  await apply(sandbox)
  return {change, broker, took: Date.now() - startedAt, sandbox: await sandboxStatus(sandbox)}
}
