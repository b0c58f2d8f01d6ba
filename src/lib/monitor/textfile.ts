import {readFile, stat} from 'node:fs/promises'
import {basename, dirname} from 'node:path'
import {writeFileAtomically} from '../config/atomic-write.js'
import {KbookError} from '../errors.js'
import type {CheckResult, PerfDatum} from './check-result.js'
import {statusCode, type CheckStatus} from './status.js'

const SUCCESS = 'kbook_check_last_success_timestamp_seconds'

/**
 * Writes a check for the textfile collector of Prometheus' node exporter: as a whole, readable by all, the last
 * success kept while the check fails. Each series carries the file's name, since the collector takes no series twice.
 *
 * @throws KbookError `STORAGE_FAILED`
 */
export async function writeTextfile(
  path: string,
  result: Pick<CheckResult, 'check' | 'status' | 'perfdata'>,
  now = Date.now(),
): Promise<void> {
  const lastSuccess = result.status === 'unknown' ? await keptSuccess(path) : now / 1000
  try {
    // A folder that was made here would not be the one that the collector reads.
    await stat(dirname(path))
    await writeFileAtomically(path, textfile(basename(path, '.prom'), result, lastSuccess), 0o644)
  } catch (cause) {
    throw new KbookError('STORAGE_FAILED', `cannot write ${path}: ${(cause as Error).message}`, {
      hint: 'It belongs into the folder that node_exporter reads: --collector.textfile.directory',
      cause,
    })
  }
}

/** @throws KbookError `BAD_FLAG` for a name that the collector would not read. */
export function requireTextfileName(path: string): void {
  if (path.endsWith('.prom') && basename(path) !== '.prom') return
  throw new KbookError('BAD_FLAG', `--textfile takes a file that ends in .prom, not "${path}"`, {
    hint: 'node_exporter reads only those.',
  })
}

async function keptSuccess(path: string): Promise<number | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '')
  const [, value] = new RegExp(`^${SUCCESS}\\{.*\\} (\\S+)$`, 'm').exec(text) ?? []
  return value === undefined || Number.isNaN(Number(value)) ? undefined : Number(value)
}

/** The exposition format, without timestamps: the collector refuses those. */
export function textfile(
  name: string,
  {check, status, perfdata}: {check: string; status: CheckStatus; perfdata: readonly PerfDatum[]},
  lastSuccess: number | undefined,
): string {
  const own = {name, check}
  const metrics = new Map<string, PerfDatum[]>()
  for (const datum of perfdata) {
    if (datum.value === undefined) continue
    const rows = metrics.get(datum.metric)
    if (rows) rows.push(datum)
    else metrics.set(datum.metric, [datum])
  }
  return [
    gauge('kbook_check_status', '0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.', [[own, statusCode(status)]]),
    ...(lastSuccess === undefined
      ? []
      : [gauge(SUCCESS, 'When the check last found out what it was asked.', [[own, lastSuccess]])]),
    ...[...metrics].map(([metric, data]) =>
      gauge(
        `kbook_check_${metric}`,
        `Value of kbook check: ${metric.replaceAll('_', ' ')}.`,
        data.map(({labels, value = 0}) => [{...own, ...labels}, value]),
      ),
    ),
  ].join('')
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: bigint | number]

function gauge(metric: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`)
    return `${metric}{${pairs.join(',')}} ${value}\n`
  })
  return `# HELP ${metric} ${help}\n# TYPE ${metric} gauge\n${lines.join('')}`
}

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
