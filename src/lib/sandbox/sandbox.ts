import {rm} from 'node:fs/promises'
import type {KafkaConnection} from '../config/connection.js'
import {KbookError} from '../errors.js'
import {launchNodes} from './launch.js'
import {layout, nameFlag, profileName} from './paths.js'
import {endProcess, isRunning, signalProcess} from './process.js'
import type {Runtime} from './runtime.js'
import {clientSecurity} from './security.js'
import {withLock, writeState} from './state.js'
import type {
  ProcessRef,
  NodeState,
  SandboxMechanism,
  SandboxSettings,
  SandboxState,
  SandboxUser,
} from './types.js'
import type {Watchdog} from './watchdog.js'

export interface SandboxParts {
  dir: string
  state: SandboxState
  /** Looked up when the first broker is to be launched. */
  runtime: () => Promise<Runtime>
  watchdog?: Watchdog | undefined
}

/** A Kafka of its own on this machine: one or three brokers, each a process that outlives its parent. */
export class Sandbox {
  /** Everything it has: state, logs, data, certificates and passwords. */
  readonly dir: string
  readonly #runtime: () => Promise<Runtime>
  readonly #watchdog: Watchdog | undefined
  #state: SandboxState

  constructor({dir, state, runtime, watchdog}: SandboxParts) {
    this.dir = dir
    this.#state = state
    this.#runtime = runtime
    this.#watchdog = watchdog
  }

  get name(): string {
    return this.#state.name
  }

  get clusterId(): string {
    return this.#state.clusterId
  }

  get settings(): SandboxSettings {
    return this.#state.settings
  }

  get nodes(): readonly NodeState[] {
    return this.#state.nodes
  }

  /** `host:port` of every broker, running or not. */
  get brokers(): string[] {
    return this.nodes.map(addressOf)
  }

  /** How a client connects as one of the sandbox's users. Holds secrets when the sandbox has any. */
  connection(user: SandboxUser = 'admin', mechanism: SandboxMechanism = 'scram-sha-512'): KafkaConnection {
    return {
      name: profileName(this.name),
      brokers: this.brokers,
      clientId: 'kbook',
      connectTimeoutMs: 5000,
      requestTimeoutMs: 30_000,
      ...clientSecurity(this.dir, this.settings, user, mechanism),
    }
  }

  /** A file with what Kafka's own tools need to connect, for their `--command-config`. */
  clientProperties(user: SandboxUser = 'admin'): string {
    return layout(this.dir).clientProperties(user)
  }

  /** Where one broker listens for clients, `host:port`. */
  address(id: number): string {
    return addressOf(this.#node(id))
  }

  isRunning(id: number): boolean {
    return this.runningProcess(id) !== undefined
  }

  runningProcess(id: number): ProcessRef | undefined {
    const {process} = this.#node(id)
    return process && isRunning(process) ? process : undefined
  }

  /** As a crash: leaders are not handed over, nothing is flushed (SIGKILL). */
  async killBroker(id: number): Promise<void> {
    await endProcess(this.#running(id), 'SIGKILL')
    this.#guard()
  }

  /** As a planned stop: leaders are handed over first (SIGTERM). */
  async stopBroker(id: number): Promise<void> {
    await endProcess(this.#running(id), 'SIGTERM')
    this.#guard()
  }

  /** As a machine that hangs: connections stay open, nothing is answered (SIGSTOP). */
  pauseBroker(id: number): void {
    signalProcess(this.#running(id), 'SIGSTOP')
  }

  resumeBroker(id: number): void {
    signalProcess(this.#running(id), 'SIGCONT')
  }

  /**
   * Starts a broker on the ports and data that it had, stopping it first when it runs.
   *
   * @throws KbookError `REFUSED` when too few others run for it to serve: {@link start} brings back all of them.
   */
  async restartBroker(id: number, signal?: AbortSignal): Promise<void> {
    await withLock(this.dir, async () => {
      const others = this.nodes.filter((node) => node.id !== id && this.isRunning(node.id)).length
      if (others + 1 <= this.nodes.length / 2) throw noQuorum(id, this.nodes.length, this.name)
      if (this.isRunning(id)) await this.stopBroker(id)
      await this.launch([id], {keepPorts: true, signal})
    })
  }

  /** Starts all brokers that do not run, on the ports and data that they had. */
  async start(signal?: AbortSignal): Promise<void> {
    await withLock(this.dir, () => this.launch(this.missing(), {keepPorts: true, signal}))
  }

  /** Ids of the brokers that do not run. */
  missing(): number[] {
    return this.nodes.map(({id}) => id).filter((id) => !this.isRunning(id))
  }

  /** Stops all brokers. Without `keepData` they are killed and all that the sandbox has is removed. */
  async stop(options: {keepData?: boolean} = {}): Promise<void> {
    await withLock(this.dir, async () => {
      const signal = options.keepData ? 'SIGTERM' : 'SIGKILL'
      await Promise.all(this.#allRunning().map((process) => endProcess(process, signal)))
      this.#guard()
      if (!options.keepData) await rm(this.dir, {recursive: true, force: true})
    })
    if (!options.keepData) await this.#watchdog?.release()
  }

  /**
   * Starts these brokers and waits until they serve clients.
   *
   * @internal The caller holds the sandbox's lock.
   */
  async launch(
    ids: readonly number[],
    options: {keepPorts: boolean; signal?: AbortSignal | undefined},
  ): Promise<void> {
    const onLaunch = async (state: SandboxState): Promise<void> => {
      this.#state = state
      this.#guard()
      await writeState(this.dir, state)
    }
    const runtime = await this.#runtime()
    await launchNodes({dir: this.dir, state: this.#state, ids, runtime, onLaunch, ...options})
  }

  #guard(): void {
    this.#watchdog?.guard(this.#allRunning().map(({pid}) => pid))
  }

  #allRunning(): ProcessRef[] {
    return this.nodes.flatMap(({id}) => this.runningProcess(id) ?? [])
  }

  #running(id: number): ProcessRef {
    const process = this.runningProcess(id)
    if (process) return process
    throw new KbookError('NOT_FOUND', `broker ${id} of sandbox "${this.name}" is not running`, {
      hint: `kbook sandbox restart-broker ${id}${nameFlag(this.name)}`,
    })
  }

  #node(id: number): NodeState {
    const node = this.nodes.find((candidate) => candidate.id === id)
    if (node) return node
    const ids = this.nodes.map((candidate) => candidate.id).join(', ')
    throw new KbookError('BAD_INPUT', `sandbox "${this.name}" has no broker ${id}, only ${ids}`, {
      hint: 'Three brokers: kbook sandbox up --nodes 3',
    })
  }
}

const noQuorum = (id: number, nodes: number, name: string): KbookError =>
  new KbookError('REFUSED', `broker ${id} cannot serve alone: more than half of the ${nodes} must run`, {
    hint: `kbook sandbox up${nameFlag(name)} starts all that do not run`,
  })

const addressOf = ({ports}: NodeState): string => `127.0.0.1:${ports.client}`
