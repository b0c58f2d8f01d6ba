import {KbookError} from '../../errors.js'
import {count, duration, plural} from '../../output/format.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import type {GroupLag} from './report.js'
import {groupSelection, type TopicScope} from './selection.js'
import {watchLag, type LagEvent} from './watch.js'

export interface WaitForLagOptions {
  readonly group: string
  /** Satisfied when fewer messages than this are unread. */
  readonly below: bigint
  readonly intervalMs: number
  /** For ever when left out. */
  readonly timeoutMs?: number | undefined
  readonly scope?: TopicScope
  readonly signal?: AbortSignal | undefined
  /** Called with each sample and failure, for progress. */
  readonly onEvent?: (event: LagEvent) => void
}

export interface LagWait {
  readonly group: string
  readonly lag: bigint
  readonly below: bigint
  readonly waitedMs: number
  readonly samples: number
}

/**
 * True when the group is known to have fewer unread messages: nothing failed, and there is something to measure.
 */
export const isBelow = (group: GroupLag, below: bigint): boolean =>
  !group.isPartial() && group.total.partitions > 0 && group.total.lag !== undefined && group.total.lag < below

/** Waits until the group has caught up. Throws `TIMEOUT` saying how far it is, `INTERRUPTED` when told to stop. */
export async function waitForLag(cluster: Cluster, options: WaitForLagOptions): Promise<LagWait> {
  const {group, below, intervalMs, timeoutMs, scope, signal, onEvent} = options
  const started = Date.now()
  const limit = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)
  const stop = AbortSignal.any([signal, limit].filter((one) => one !== undefined))
  const watch = {intervalMs, signal: stop, time: false, ...(scope ? {scope} : {})}
  let [last, samples]: [GroupLag | undefined, number] = [undefined, 0]
  for await (const event of watchLag(cluster, groupSelection([group], false), watch)) {
    onEvent?.(event)
    if (event.kind !== 'sample') continue
    samples++
    last = event.report.groups[0]
    if (last && isBelow(last, below)) {
      return {group, lag: last.total.lag ?? 0n, below, waitedMs: Date.now() - started, samples}
    }
  }
  if (signal?.aborted) throw new KbookError('INTERRUPTED', `stopped waiting for group "${group}"`)
  throw timedOut(options, last)
}

function timedOut({group, below, timeoutMs = 0}: WaitForLagOptions, last: GroupLag | undefined): KbookError {
  const {growthPerSecond, etaMs} = last?.trend ?? {}
  const soon = etaMs === undefined ? [] : [`At the present rate it is gone in ${duration(etaMs)}.`]
  return new KbookError(
    'TIMEOUT',
    `group "${group}" did not get below ${count(below)} within ${duration(timeoutMs)}: ${distance(last)}`,
    {
      hint: [...soon, `kbook lag describe ${shellWord(group)}`],
      details: {group, below, lag: last?.total.lag, failed: last?.total.failed, growthPerSecond, etaMs},
    },
  )
}

function distance(last: GroupLag | undefined): string {
  if (last?.total.partitions === 0 && !last.error) return 'it has committed nothing yet'
  if (last?.total.lag === undefined) return 'its lag could not be read'
  const {lag, failed, upperBound} = last.total
  const lacking = failed > 0 ? `, and ${plural(failed, 'partition')} could not be read` : ''
  return `its lag is ${upperBound ? 'up to ' : ''}${count(lag)}${lacking}`
}
