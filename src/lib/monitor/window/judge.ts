import type {CheckStatus} from '../status.js'
import type {PartitionSample} from './sample.js'

/**
 * What a partition did over a window:
 *
 * - `OK`: it was read to the end at some time, or its lag shrank
 * - `WARN`: commits go on, but the lag never shrank and has grown
 * - `STALL`: behind, and not one step forward, although the group has members
 * - `STOP`: the same, and the group has no members
 * - `REWIND`: the group went back to an earlier offset, and has been behind since
 * - `UNKNOWN`: it cannot be read now
 */
export type WindowStatus = 'OK' | 'WARN' | 'STALL' | 'STOP' | 'REWIND' | 'UNKNOWN'

export interface WindowRules {
  readonly hasMembers: boolean
  /** A lag below this is fine. */
  readonly minLag: bigint
}

/** Judges one partition by its samples, oldest first. */
export function judgePartition(
  samples: readonly PartitionSample[],
  {hasMembers, minLag}: WindowRules,
): WindowStatus {
  const now = samples.at(-1)
  if (now?.lag === undefined) return 'UNKNOWN'
  if (now.lag === 0n || now.lag < minLag) return 'OK'
  const known = ofThisLog(samples.filter(({lag}) => lag !== undefined))
  // Whoever reached the end within the window is slow at most: topics with few messages are no outage.
  if (known.some(({lag}) => lag === 0n)) return 'OK'
  const commits = known.map(({committed}) => committed)
  if (fell(commits)) return 'REWIND'
  const [first] = known
  if (!first || known.length < 2) return 'OK'
  if (first.committed === now.committed) {
    // Where nothing was ever committed, old messages may be none of the group's business.
    if (now.committed === undefined && first.end === now.end) return 'OK'
    return hasMembers ? 'STALL' : 'STOP'
  }
  const lags = known.map(({lag}) => lag)
  return !fell(lags) && (first.lag ?? 0n) < now.lag ? 'WARN' : 'OK'
}

/** A log whose end went back is another one: the topic was created anew. */
function ofThisLog(samples: readonly PartitionSample[]): readonly PartitionSample[] {
  const from = samples.findLastIndex(({end}, index) => {
    const before = samples[index - 1]?.end
    return before !== undefined && end !== undefined && end < before
  })
  return samples.slice(Math.max(from, 0))
}

/** True when a value is less than the one before it. */
const fell = (values: readonly (bigint | undefined)[]): boolean =>
  values.some((value, index) => {
    const before = values[index - 1]
    return before !== undefined && value !== undefined && value < before
  })

const MEANING: Readonly<Record<WindowStatus, CheckStatus>> = {
  OK: 'ok',
  WARN: 'warning',
  STALL: 'critical',
  STOP: 'critical',
  REWIND: 'critical',
  UNKNOWN: 'unknown',
}

export const checkStatusOf = (status: WindowStatus): CheckStatus => MEANING[status]
