import {formatCsv} from '../../kafka/offsets/csv.js'
import type {OffsetPlan} from '../../kafka/offsets/types.js'
import {printable} from '../format.js'

/** Offsets to be read by a program as they are; before a person no name drives the terminal. */
export function offsetsCsv(
  rows: Parameters<typeof formatCsv>[0],
  withGroup: boolean,
  terminal = process.stdout.isTTY,
): string {
  const shown = terminal
    ? rows.map((row) => ({...row, group: printable(row.group), topic: printable(row.topic)}))
    : rows
  return formatCsv(shown, withGroup)
}

/** Targets of a plan. */
export const planCsv = ({groups}: OffsetPlan, withGroup: boolean): string =>
  offsetsCsv(
    groups.flatMap(({group, offsets}) =>
      offsets.map(({topic, partition, target}) => ({group, topic, partition, offset: target})),
    ),
    withGroup,
  )
