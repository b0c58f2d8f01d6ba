import {existsSync} from 'node:fs'
import {mkdtemp, readdir, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {isDeepStrictEqual} from 'node:util'
import {join} from 'node:path'
import {KbookError} from '../errors.js'
import {createState} from './launch.js'
import {findRuntime, type Runtime} from './runtime.js'
import {layout, nameFlag, sandboxFolder, sandboxRoot} from './paths.js'
import {Sandbox} from './sandbox.js'
import {readState, withLock} from './state.js'
import {DEFAULT_SETTINGS, type SandboxOptions, type SandboxSettings, type SandboxState} from './types.js'
import {startWatchdog, type Watchdog} from './watchdog.js'

/**
 * Brings a sandbox up and waits until all its brokers serve clients. One that is there already keeps its data
 * and settings; only its brokers that do not run are started.
 *
 * @throws KbookError `MISSING_TOOL`, `REFUSED` when it exists with other settings, `UNREACHABLE` or `TIMEOUT` when
 * a broker does not start (none is left running then).
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const root = options.ephemeral
    ? await mkdtemp(join(tmpdir(), 'kbook-sandbox-'))
    : (options.root ?? sandboxRoot())
  const dir = sandboxFolder(root, options.name ?? 'default')
  const watchdog = options.ephemeral ? startWatchdog(root) : undefined
  try {
    return await withLock(dir, () => bringUp(dir, options, watchdog))
  } catch (error) {
    await watchdog?.release()
    if (options.signal?.aborted)
      throw new KbookError('INTERRUPTED', 'the start of the sandbox was interrupted')
    throw error
  }
}

/** A sandbox that was brought up before, whether its brokers run or not. Throws `NOT_FOUND` without one. */
export async function openSandbox(name = 'default', root = sandboxRoot()): Promise<Sandbox> {
  const sandbox = await findSandbox(name, root)
  if (sandbox) return sandbox
  const others = await listSandboxes(root)
  throw new KbookError('NOT_FOUND', `there is no sandbox "${name}"`, {
    hint:
      others.length > 0
        ? `There are: ${others.join(', ')}. See --name.`
        : `kbook sandbox up${nameFlag(name)}`,
  })
}

/** The same, or undefined without one. */
export async function findSandbox(name = 'default', root = sandboxRoot()): Promise<Sandbox | undefined> {
  const dir = sandboxFolder(root, name)
  const state = await readState(dir)
  return state && new Sandbox({dir, state, runtime: () => findRuntime()})
}

/** Names of the sandboxes under a folder. */
export async function listSandboxes(root = sandboxRoot()): Promise<string[]> {
  const entries = await readdir(root).catch(() => [])
  return entries.filter((name) => existsSync(layout(join(root, name)).state)).sort()
}

async function bringUp(dir: string, options: SandboxOptions, watchdog?: Watchdog): Promise<Sandbox> {
  const {name = 'default', signal, onProgress} = options
  let found: Promise<Runtime> | undefined
  const runtime = (): Promise<Runtime> => (found ??= findRuntime(options))
  const existing = await readState(dir)
  if (existing) refuseOtherSettings(existing, options)
  try {
    const settings = {...DEFAULT_SETTINGS, ...definedSettings(options)}
    const state = existing ?? (await createState(dir, name, settings, await runtime(), signal))
    const sandbox = new Sandbox({dir, state, runtime, watchdog})
    const missing = sandbox.missing()
    if (missing.length > 0) {
      onProgress?.(`starting ${missing.length === 1 ? 'a broker' : `${missing.length} brokers`}`)
      // With none running, ports may still change: whoever asked for the start is told them.
      await sandbox.launch(missing, {keepPorts: missing.length < sandbox.nodes.length, signal})
    }
    return sandbox
  } catch (error) {
    // Without its state it is no sandbox any more; after a failure its logs can still be read.
    if (!existing) await rm(signal?.aborted ? dir : layout(dir).state, {recursive: true, force: true})
    throw error
  }
}

function definedSettings(options: SandboxOptions): Partial<SandboxSettings> {
  const {nodes, sasl, tls, mtls, config, jvmOptions, proxyPorts} = options
  const given = Object.entries({nodes, sasl, tls, mtls, config, jvmOptions, proxyPorts})
  return Object.fromEntries(given.filter(([, value]) => value !== undefined))
}

function refuseOtherSettings(existing: SandboxState, options: SandboxOptions): void {
  const other = Object.entries(definedSettings(options)).filter(
    ([key, value]) => !isDeepStrictEqual(existing.settings[key as keyof SandboxSettings], value),
  )
  if (other.length === 0) return
  const names = other.map(([key]) => key).join(', ')
  throw new KbookError('REFUSED', `sandbox "${existing.name}" exists with other settings (${names})`, {
    hint: [
      'Make it anew: kbook sandbox down, then up again.',
      'Or a second one: kbook sandbox up --name NAME',
    ],
  })
}
