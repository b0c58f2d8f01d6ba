import type {NextRecord, PartitionFlag, TimeLag} from './types.js'

/** Producers' clocks differ by seconds; a timestamp further in the future says nothing. */
const CLOCK_TOLERANCE_MS = 5000

/**
 * How long the next unread record has been waiting, in milliseconds of `now` (epoch). Never negative: a
 * timestamp in the future, or none at all, gives `unknown`.
 */
export function timeLag(
  next: NextRecord | undefined,
  flags: readonly PartitionFlag[],
  now: number,
): TimeLag | undefined {
  if (next?.kind === 'none') return undefined
  // Without a usable commit it is not known where the group would begin.
  if (!next || flags.includes('no-commit') || flags.includes('ahead')) return {method: 'unknown'}
  const {timestamp, timestampType} = next
  if (timestamp <= 0 || timestamp > now + CLOCK_TOLERANCE_MS) return {method: 'unknown', timestampType}
  // The records that expired were older than the first one that is left.
  const method = flags.includes('expired') ? 'lower-bound' : next.method
  return {method, ms: Math.max(0, now - timestamp), timestampType}
}
