import {mkdir, rm, writeFile} from 'node:fs/promises'
import {KbookError} from '../errors.js'
import {launchBroker, PortTaken, type LaunchedBroker} from './broker.js'
import {formatStorage, kafkaUuid} from './format.js'
import {layout} from './paths.js'
import {freePorts} from './ports.js'
import {endProcess} from './process.js'
import {BROKER_LOGGING, renderProperties, serverProperties} from './properties.js'
import type {Runtime} from './runtime.js'
import {createCredentials, readPasswords} from './security.js'
import type {NodeState, SandboxSettings, SandboxState} from './types.js'

const PORT_ATTEMPTS = 5

/** A sandbox that is ready to be launched for the first time. What an earlier failure left is removed. */
export async function createState(
  dir: string,
  name: string,
  settings: SandboxSettings,
  runtime: Runtime,
  signal?: AbortSignal,
): Promise<SandboxState> {
  await rm(dir, {recursive: true, force: true})
  const ids = Array.from({length: settings.nodes}, (_, index) => index + 1)
  const nodes = await withPorts(ids.map((id) => ({id})))
  const state = {name, clusterId: kafkaUuid(), settings, nodes}
  await createCredentials(dir, settings)
  await writeNodeFiles(dir, state)
  const passwords = readPasswords(dir, settings)
  await formatStorage({dir, state, passwords, ...runtime, ...(signal === undefined ? {} : {signal})})
  return state
}

export interface LaunchInput {
  dir: string
  state: SandboxState
  /** Which of its nodes to launch. */
  ids: readonly number[]
  runtime: Runtime
  /** Others know these ports; without it, ports that are taken by another process are replaced. */
  keepPorts: boolean
  /** Told before anything is waited for, so that a process is on record as soon as it runs. */
  onLaunch: (state: SandboxState) => Promise<void>
  signal?: AbortSignal | undefined
}

/** Launches nodes and waits until each serves clients. When one fails, those launched here are killed again. */
export async function launchNodes(input: LaunchInput): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await launchOnce(input)
      return
    } catch (error) {
      if (!(error instanceof PortTaken)) throw error
      if (input.keepPorts || attempt === PORT_ATTEMPTS) {
        throw new KbookError('REFUSED', `${error.message} by another process`, {
          hint: 'End that process, or make the sandbox anew: kbook sandbox down, kbook sandbox up',
        })
      }
      input = {...input, state: {...input.state, nodes: await withPorts(input.state.nodes)}}
    }
  }
}

async function launchOnce({dir, state, ids, runtime, onLaunch, signal}: LaunchInput): Promise<void> {
  await writeNodeFiles(dir, state)
  const jvmOptions = [...runtime.jvmOptions, ...state.settings.jvmOptions]
  const launched = new Map<number, LaunchedBroker>()
  try {
    for (const id of ids) launched.set(id, await launchBroker({...runtime, dir, id, jvmOptions}))
    const nodes = state.nodes.map((node) => {
      const process = launched.get(node.id)?.process
      return process ? {...node, process} : node
    })
    await onLaunch({...state, nodes})
    await Promise.all([...launched.values()].map(({started}) => started(signal)))
  } catch (error) {
    await Promise.all([...launched.values()].map(({process}) => endProcess(process, 'SIGKILL')))
    throw error
  }
}

async function writeNodeFiles(dir: string, {settings, nodes}: SandboxState): Promise<void> {
  const passwords = readPasswords(dir, settings)
  for (const node of nodes) {
    const files = layout(dir).node(node.id)
    await mkdir(files.dir, {recursive: true, mode: 0o700})
    const properties = serverProperties(node, {dir, settings, nodes, passwords})
    await writeFile(files.properties, renderProperties(properties), {mode: 0o600})
    await writeFile(files.logging, BROKER_LOGGING)
  }
}

async function withPorts(nodes: readonly Omit<NodeState, 'ports'>[]): Promise<NodeState[]> {
  const ports = await freePorts(nodes.length * 4)
  return nodes.map((node, index) => {
    const [client = 0, internal = 0, controller = 0, proxied = 0] = ports.slice(index * 4)
    return {...node, ports: {client, internal, controller, proxied}}
  })
}
