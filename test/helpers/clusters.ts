import {join} from 'node:path'
import {describe} from 'vitest'
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import {saveProfile} from '../../src/lib/config/store.js'
import type {ProfileSettings} from '../../src/lib/config/settings.js'
import {profileSettings} from '../../src/lib/sandbox/profile.js'
import type {Sandbox} from '../../src/lib/sandbox/sandbox.js'
import type {ToolTarget} from './kafka.js'
import {runCommand, type CommandRun} from './run-command.js'
import {scratchFolder} from './scratch.js'
import {sharedRedpanda, sharedSandbox} from './shared-kafka.js'

/** The clusters that every command is proven on. `Redpanda`: a Kafka that speaks only what Redpanda speaks. */
export const CLUSTER_KINDS = ['one broker', 'three brokers', 'SASL over TLS', 'Redpanda'] as const
export type ClusterKind = (typeof CLUSTER_KINDS)[number]

export interface TestCluster {
  readonly kind: ClusterKind
  /** Brokers, and so the highest replication factor. */
  readonly size: 1 | 3
  /** For Kafka's own tools and for setting scenes: behind `Redpanda` it is the Kafka itself. */
  readonly sandbox: Sandbox
  readonly target: ToolTarget
  /** As kbook itself connects. */
  readonly connection: KafkaConnection
  /** Name of the profile that leads there, in the config file of this test file. */
  readonly profile: string
  /** Path of that config file. */
  readonly config: string
  /** Runs a command against the cluster, in this process: `run(TopicList, 'topic:list', '--json')`. */
  run: (command: unknown, id: string, ...argv: string[]) => Promise<CommandRun>
}

/** One describe block per kind of cluster; `cluster()` is to be called inside hooks and tests. */
export function onEachCluster(
  block: (cluster: () => Promise<TestCluster>, kind: ClusterKind) => void,
  kinds: readonly ClusterKind[] = CLUSTER_KINDS,
): void {
  describe.each(kinds)('on %s', (kind) => {
    let found: Promise<TestCluster> | undefined
    block(() => (found ??= testCluster(kind)), kind)
  })
}

/** A cluster of the kind with a profile for it. `extra` are settings of the profile, such as `protected`. */
export async function testCluster(kind: ClusterKind, extra: ProfileSettings = {}): Promise<TestCluster> {
  const redpanda = kind === 'Redpanda' ? await sharedRedpanda() : undefined
  const sandbox = await sharedSandbox(
    kind === 'three brokers' ? 'three' : kind === 'SASL over TLS' ? 'secure' : 'one',
  )
  const config = join(scratchFolder(), 'config.yaml')
  const profile = kind.toLowerCase().replaceAll(' ', '-')
  const settings = {...profileSettings(sandbox), ...(redpanda && {brokers: redpanda.brokers}), ...extra}
  await saveProfile(profile, settings, {path: config})
  return {
    kind,
    size: kind === 'three brokers' ? 3 : 1,
    sandbox,
    target: sandbox,
    connection: redpanda?.connection() ?? sandbox.connection(),
    profile,
    config,
    run: (command, id, ...argv) => {
      process.env['KBOOK_CONFIG'] = config
      return runCommand(command, [...argv, '--profile', profile], id)
    },
  }
}
