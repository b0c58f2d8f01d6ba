import {build} from 'esbuild'
import {spawn, type ChildProcess} from 'node:child_process'
import {once} from 'node:events'
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {createInterface} from 'node:readline'
import {setTimeout as sleep} from 'node:timers/promises'
import type {KafkaConnection} from '../../src/lib/config/connection.js'
import {actionKey} from '../../src/lib/consumer/incident/key.js'
import {openHistoryView} from '../../src/lib/consumer/history/sqlite/view.js'
import type {Mutation} from './broken-history.js'
import {incident} from './consumer.js'
import {createTopic, produce, uniqueName} from './kafka.js'
import type {KillChildSettings} from './kill-child.js'

const ACTIONS = 3
const PARTITIONS = 4

export interface KillLoopOptions {
  connection: KafkaConnection
  incidents: number
  kills: number
  /** Scratch folder. */
  folder: string
  mutation?: Mutation
  /** Milliseconds that a consumer lives at most before it is killed. */
  longestLife?: number
  onKill?: (kills: number) => void
}

export interface KillReport {
  /** Pairs of incident and action that had to be done. */
  expected: number
  once: number
  /** Not known how they ended: listed, and not run again. */
  unknown: number
  /** Keys of actions that ran more than once: must be empty. */
  twice: string[]
  /** Keys that neither ran nor are listed as unknown: must be empty. */
  lost: string[]
  kills: number
}

/**
 * Publishes incidents, some of them again, and kills the consumer at random moments while it acts on them. Then
 * lets one run to the end and holds what the actions did against what the history says.
 */
export async function killLoop(options: KillLoopOptions): Promise<KillReport> {
  const {connection, incidents, kills, folder, mutation, longestLife = 1500, onKill} = options
  mkdirSync(folder, {recursive: true})
  const script = await bundleChild()
  const topic = uniqueName('kill')
  await createTopic(connection, topic, {partitions: PARTITIONS})
  await publish(connection, topic, incidents)
  const settings: KillChildSettings = {
    connection,
    group: uniqueName('kill-group'),
    topic,
    history: join(folder, 'history.db'),
    outputs: Array.from({length: ACTIONS}, (_, index) => join(folder, `action-${index}.txt`)),
    mutation,
    once: false,
  }
  for (const file of settings.outputs) writeFileSync(file, '')
  for (let kill = 1; kill <= kills; kill++) {
    const child = await startChild(script, settings)
    await sleep(Math.random() * longestLife)
    child.kill('SIGKILL')
    await exited(child)
    onKill?.(kill)
  }
  const last = await startChild(script, {...settings, once: true})
  await exited(last)
  rmSync(script)
  if (last.exitCode !== 0) throw new Error('the last run failed')
  // Actions of killed consumers live on in process groups of their own.
  await sleep(500)
  return report(settings, incidents, kills)
}

/** Beside the packages that it needs; to be called from the project's folder. */
async function bundleChild(): Promise<string> {
  const outfile = resolve('.kbook', 'run', `${uniqueName('kill-child')}.mjs`)
  await build({
    entryPoints: [resolve('test', 'helpers', 'kill-child.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'warning',
  })
  return outfile
}

/** Every fifth incident is sent again, as monitoring systems do with each update. */
async function publish(connection: KafkaConnection, topic: string, count: number): Promise<void> {
  const messages = Array.from({length: count}, (_, n) => n)
    .flatMap((n) => (n % 5 === 0 ? [n, n] : [n]))
    .map((n) => ({key: String(n), value: incident(String(n))}))
  for (let start = 0; start < messages.length; start += 1000) {
    await produce(connection, topic, messages.slice(start, start + 1000))
  }
}

/** Resolves when the consumer is ready, so that it can be killed while it works. */
async function startChild(script: string, settings: KillChildSettings): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    if (line.includes('"failed"')) throw new Error(line)
    if (line.includes('"ready"') || line.includes('"ended"')) break
  }
  child.stdout.resume()
  return child
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

async function report(settings: KillChildSettings, incidents: number, kills: number): Promise<KillReport> {
  const view = await openHistoryView(settings.history)
  const states = new Map([...view.all()].map(({key, state}) => [key, state]))
  view.close()
  const result: KillReport = {expected: incidents * ACTIONS, once: 0, unknown: 0, twice: [], lost: [], kills}
  for (const [index, file] of settings.outputs.entries()) {
    const runs = countLines(file)
    for (let n = 0; n < incidents; n++) {
      const key = actionKey(
        {source: 'bigpanda', id: String(n), start: undefined},
        {name: `append-${index}`, oncePer: 'incident'},
        0,
      )
      const ran = runs.get(key) ?? 0
      if (ran > 1) result.twice.push(key)
      else if (states.get(key) === 'unknown') result.unknown++
      else if (ran === 1) result.once++
      else result.lost.push(key)
    }
  }
  return result
}

/** How often each line stands in a file. */
export function countLines(file: string): Map<string, number> {
  const runs = new Map<string, number>()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line !== '') runs.set(line, (runs.get(line) ?? 0) + 1)
  }
  return runs
}
