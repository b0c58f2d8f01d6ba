import type {ConsumeResult} from '../../kafka/consume/consume.js'
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
export function consumeRemarks({records, ended, partitions}: ConsumeResult, topic: string): string[] {
  const failed = partitions.filter(({error}) => error)
  const lines = failed.map(({topic, partition, next, error}) => {
    const where = next < 0n ? '' : ` from ${count(next)} on`
    return `✗ ${topic}[${partition}] was not read${where}: ${error?.line ?? ''}`
  })
  if (ended === 'stopped') return [...lines, `interrupted after ${plural(records, 'record')}`]
  if (records === 0 && failed.length < partitions.length) return [...lines, `no record of ${topic} there`]
  return lines
}

/** So that rows of one plan stand below each other. */
export function lineWidths(plan: readonly PlannedPartition[], width: number): LineWidths {
  const readable = plan.filter((planned) => !planned.error)
  return {
    width,
    partitions: plan.length,
    highestPartition: Math.max(0, ...plan.map(({partition}) => partition)),
    highestOffset: readable.reduce((most, {end}) => (end > most ? end : most), 0n),
    bounded: readable.every(({to}) => to !== undefined),
  }
}
