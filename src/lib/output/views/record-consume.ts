import type {ConsumeResult} from '../../kafka/consume/consume.js'
import type {KbookError} from '../../errors.js'
import type {PlannedPartition} from '../../kafka/consume/types.js'
import {count, plural} from '../format.js'
import type {LineWidths} from '../records/lines.js'

/** What the reader must know about where reading begins. */
export function consumeWarnings(plan: readonly PlannedPartition[]): string[] {
  return plan.flatMap((planned) => {
    if (planned.error) return []
    const {topic, partition, outside, logStart, end, from, held} = planned
    const name = `${topic}[${partition}]`
    const warnings: string[] = []
    if (outside !== undefined) {
      warnings.push(
        `${name} has no ${count(outside)}: its log goes from ${count(logStart)} to ${count(end)}, read from ${count(from)}`,
      )
    }
    if (held > 0n)
      warnings.push(`${name}: ${count(held)} after ${count(end)} are behind a transaction that is open`)
    return warnings
  })
}

/** What went wrong, and that nothing came. Undefined when there is nothing to say. */
export function consumeRemarks(
  result: ConsumeResult,
  plan: readonly PlannedPartition[],
  topic: string,
): string[] {
  const {records, skipped, ended, partitions} = result
  const failed = partitions.filter(({error}) => error)
  const lines = failed.map(({topic, partition, next, error}) => {
    const where = next < 0n ? '' : ` from ${count(next)} on`
    return `✗ ${topic}[${partition}] was not read${where}: ${error?.line ?? ''}`
  })
  if (ended === 'stopped') return [...lines, `interrupted after ${plural(records, 'record')}`]
  if (ended === 'idle') lines.push(...idleRemarks(partitions))
  if (records === 0 && skipped === 0 && failed.length < partitions.length)
    lines.push(emptiness(result, plan, topic))
  return lines
}

function idleRemarks(partitions: ConsumeResult['partitions']): string[] {
  const short = partitions.filter(({error, next, to}) => !error && to !== undefined && next < to)
  return short.length === 0
    ? []
    : [
        `ended early, since no record came for --idle-timeout: ${plural(short.length, 'partition')} not read to the end`,
      ]
}

/** Offsets need not hold records: markers of transactions take some, compaction leaves gaps. */
function emptiness({seen, ended}: ConsumeResult, plan: readonly PlannedPartition[], topic: string): string {
  if (seen > 0) return `no record of ${topic} there matches, of ${count(seen)}`
  const offsets = plan.reduce((sum, planned) => (planned.error ? sum : sum + offsetsOf(planned)), 0n)
  if (offsets === 0n || ended !== 'at-end') return `no record of ${topic} there`
  const hold = offsets === 1n ? 'the 1 offset there holds' : `the ${count(offsets)} offsets there hold`
  const further = plan.some((planned) => !planned.error && planned.from > planned.logStart)
  const next = further ? '; records may be further back: --from -100' : ''
  return `no record of ${topic} there: ${hold} markers of transactions, or records that are gone${next}`
}

const offsetsOf = ({from, to}: Exclude<PlannedPartition, {error: KbookError}>): bigint =>
  to === undefined ? 0n : to - from

/** `to` is the first that does not belong to it. */
export const offsetRange = (from: bigint, to: bigint): string =>
  to - from === 1n ? count(from) : `${count(from)} to ${count(to - 1n)}`

/** So that rows of one plan stand below each other. */
export function lineWidths(plan: readonly PlannedPartition[], width: number): LineWidths {
  const readable = plan.filter((planned) => !planned.error)
  return {
    width,
    topics: [...new Set(plan.map(({topic}) => topic))],
    highestPartition: Math.max(0, ...plan.map(({partition}) => partition)),
    highestOffset: readable.reduce((most, {end}) => (end > most ? end : most), 0n),
    bounded: readable.every(({to}) => to !== undefined),
  }
}
