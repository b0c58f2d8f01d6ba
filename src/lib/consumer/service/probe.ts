import {KbookError} from '../../errors.js'
import {healthLines, type Health} from './health.js'
import {isAlive, readPidFile} from './pid-file.js'
import {readStatus, silenceOf} from './status-file.js'

export type ProbeKind = 'live' | 'ready'

export interface ProbeTarget {
  /** Of the consumer; its status stands beside it. */
  pidFile: string
  /** Asks over HTTP instead: the consumer's `--listen` address. */
  url?: string
}

export interface ProbeResult {
  probe: ProbeKind
  ok: true
  /** One line a condition. */
  lines: readonly string[]
}

const HTTP_TIMEOUT_MS = 5000

/**
 * Asks a running consumer for its liveness or readiness.
 *
 * @throws KbookError `CHECK_FAILED` (exit 3) when it is not live, or not ready, with each failed condition.
 */
export async function probe(kind: ProbeKind, target: ProbeTarget): Promise<ProbeResult> {
  const lines =
    target.url === undefined ? await probeFiles(kind, target.pidFile) : await probeHttp(kind, target.url)
  return {probe: kind, ok: true, lines}
}

async function probeFiles(kind: ProbeKind, pidFile: string): Promise<string[]> {
  const pid = await readPidFile(pidFile)
  if (pid === undefined) {
    throw notOk(kind, `no process id in ${pidFile}`, 'Is kbook consume running with this --pid-file?')
  }
  if (!isAlive(pid)) throw notOk(kind, `process ${pid} of ${pidFile} is gone`)
  const status = await readStatus(pidFile)
  const silent = silenceOf(status)
  if (silent !== undefined) {
    throw notOk(kind, `process ${pid} has not turned its event loop for ${Math.floor(silent / 1000)}s`)
  }
  if (kind === 'ready' && !status.ready) throw notReady(status)
  return [`process ${pid} is ${kind}`, ...(kind === 'ready' ? healthLines(status) : [])]
}

async function probeHttp(kind: ProbeKind, url: string): Promise<string[]> {
  const base = url.includes('://') ? url : `http://${url}`
  let response: Response
  try {
    response = await fetch(new URL(`/${kind}z`, base), {signal: AbortSignal.timeout(HTTP_TIMEOUT_MS)})
  } catch (cause) {
    throw notOk(
      kind,
      `no answer from ${base}`,
      'Is kbook consume running with --listen on this address?',
      cause,
    )
  }
  const lines = (await response.text()).split('\n').filter(Boolean)
  if (!response.ok) throw notOk(kind, [`${base} answers ${response.status}`, ...lines].join('\n'))
  return lines
}

const notReady = (health: Health): KbookError =>
  notOk('ready', ['the consumer is not ready', ...healthLines(health)].join('\n'))

const notOk = (kind: ProbeKind, message: string, hint?: string, cause?: unknown): KbookError =>
  new KbookError('CHECK_FAILED', message, {
    details: {probe: kind},
    ...(hint === undefined ? {} : {hint}),
    ...(cause === undefined ? {} : {cause}),
  })
