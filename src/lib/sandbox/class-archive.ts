import {createHash} from 'node:crypto'
import {mkdir, mkdtemp, rename, rm, stat, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {launchBroker} from './broker.js'
import type {JarsOptions} from './jars.js'
import {createState} from './launch.js'
import {cacheFolder} from './paths.js'
import {endProcess} from './process.js'
import type {Runtime} from './runtime.js'
import {DEFAULT_SETTINGS} from './types.js'

const STALE_MS = 120_000

/**
 * Adds the JVM's archive of Kafka's classes (AppCDS) to a runtime; a broker then starts in about half the time.
 * The first caller on a machine makes it by running a broker once; whoever comes meanwhile goes without.
 */
export async function useClassArchive(runtime: Runtime, options: JarsOptions): Promise<Runtime> {
  const {fingerprint} = runtime.java
  const hash = createHash('sha256').update(`${fingerprint} ${runtime.classpath}`).digest('hex')
  const archive = join(cacheFolder(options.env), `classes-${hash.slice(0, 12)}.jsa`)
  const size = (await sizeOf(archive)) ?? (await makeOnce(archive, runtime, options))
  // An empty file says that this JVM cannot make one.
  return size === 0
    ? runtime
    : {...runtime, jvmOptions: [...runtime.jvmOptions, `-XX:SharedArchiveFile=${archive}`]}
}

async function makeOnce(archive: string, runtime: Runtime, options: JarsOptions): Promise<number> {
  const folder = `${archive}.making`
  await mkdir(cacheFolder(options.env), {recursive: true})
  const startedAt = await stat(folder).then(
    ({mtimeMs}) => mtimeMs,
    () => undefined,
  )
  if (startedAt !== undefined && Date.now() - startedAt > STALE_MS)
    await rm(folder, {recursive: true, force: true})
  try {
    await mkdir(folder)
  } catch {
    return 0
  }
  try {
    options.onProgress?.('preparing Kafka’s classes for faster starts, once')
    const made = join(folder, 'classes.jsa')
    if (!(await make(made, runtime, options.signal))) await writeFile(made, '')
    await rename(made, archive)
    return (await sizeOf(archive)) ?? 0
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

// The JVM writes the archive when it ends, so the broker has to end by itself.
async function make(archive: string, runtime: Runtime, signal?: AbortSignal): Promise<boolean> {
  const dir = await mkdtemp(join(tmpdir(), 'kbook-classes-'))
  try {
    await createState(dir, 'classes', DEFAULT_SETTINGS, runtime, signal)
    const jvmOptions = [...runtime.jvmOptions, `-XX:ArchiveClassesAtExit=${archive}`]
    const broker = await launchBroker({...runtime, dir, id: 1, jvmOptions})
    const started = await broker.started(signal).then(
      () => true,
      () => false,
    )
    const endedByItself = await endProcess(broker.process, started ? 'SIGTERM' : 'SIGKILL')
    signal?.throwIfAborted()
    return started && endedByItself && ((await sizeOf(archive)) ?? 0) > 0
  } finally {
    await rm(dir, {recursive: true, force: true})
  }
}

const sizeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({size}) => size,
    () => undefined,
  )
