import {spawn} from 'node:child_process'
import {once} from 'node:events'
import {closeSync, openSync} from 'node:fs'
import {open, stat} from 'node:fs/promises'
import {setTimeout as sleep} from 'node:timers/promises'
import {pathToFileURL} from 'node:url'
import {KbookError, type ErrorCode} from '../errors.js'
import {failureLines} from './failure-lines.js'
import type {Java} from './java.js'
import {layout} from './paths.js'
import {isRunning, referTo} from './process.js'
import type {ProcessRef} from './types.js'

// Brokers of a sandbox are started often and live briefly: the quick compiler and a small heap suit them.
export const BROKER_JVM = [
  ...['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'],
  // The JVM's own remarks, as about a class archive that does not fit any more, would go to stdout.
  ...['-Xlog:disable', '-Xlog:all=error:stderr'],
]
const STARTED = 'Kafka Server started'
const PORT_TAKEN = /java\.net\.BindException|Address already in use/
const POLL_MS = 40
const START_TIMEOUT_MS = 90_000

export interface BrokerLaunch {
  dir: string
  id: number
  java: Java
  classpath: string
  jvmOptions: readonly string[]
}

/** A broker that was launched; `started` settles once it serves clients, or rejects when it ended before. */
export interface LaunchedBroker {
  process: ProcessRef
  started: (signal?: AbortSignal) => Promise<void>
}

/** Thrown inside this folder only: somebody else took a port between our look and the broker's bind. */
export class PortTaken extends Error {}

/** Launches a broker that outlives this process and writes to its log file. */
export async function launchBroker(launch: BrokerLaunch): Promise<LaunchedBroker> {
  const files = layout(launch.dir).node(launch.id)
  const logStart = await stat(files.log).then(
    ({size}) => size,
    () => 0,
  )
  const log = openSync(files.log, 'a', 0o600)
  const logging = [
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss,SSS',
    `-Dlog4j2.configurationFile=${pathToFileURL(files.logging).href}`,
  ]
  const args = [...launch.jvmOptions, ...logging, '-cp', launch.classpath, 'kafka.Kafka', files.properties]
  const child = spawn(launch.java.command, args, {
    cwd: files.dir,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  await once(child, 'spawn')
  child.unref()
  const process = referTo(child.pid ?? 0)
  const tail = async (): Promise<string> => readFrom(files.log, logStart)
  if (!process) throw startFailed(launch.id, files.log, await tail())
  return {
    process,
    started: async (signal) => {
      const deadline = Date.now() + START_TIMEOUT_MS
      for (;;) {
        signal?.throwIfAborted()
        const running = isRunning(process)
        const text = await tail()
        if (text.includes(STARTED)) return
        // A broker without a port takes seconds to give up.
        if (!running || PORT_TAKEN.test(text)) throw startFailed(launch.id, files.log, text)
        if (Date.now() > deadline) throw startTimedOut(launch.id, files.log, text)
        await sleep(POLL_MS)
      }
    },
  }
}

async function readFrom(path: string, start: number): Promise<string> {
  const file = await open(path)
  try {
    const {size} = await file.stat()
    const {buffer, bytesRead} = await file.read(Buffer.alloc(Math.max(0, size - start)), {position: start})
    return buffer.subarray(0, bytesRead).toString()
  } finally {
    await file.close()
  }
}

function startFailed(id: number, path: string, log: string): Error {
  if (PORT_TAKEN.test(log)) return new PortTaken(`a port of broker ${id} is taken`)
  return withLog('UNREACHABLE', `broker ${id} did not start`, path, log)
}

const startTimedOut = (id: number, path: string, log: string): KbookError =>
  withLog('TIMEOUT', `broker ${id} did not start in ${START_TIMEOUT_MS / 1000} s`, path, log)

const withLog = (code: ErrorCode, message: string, path: string, log: string): KbookError =>
  new KbookError(code, [message, ...failureLines(log)].join('\n'), {hint: `Its whole log: ${path}`})
