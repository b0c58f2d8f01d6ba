import {printable} from '../format.js'

/** `orders:0-3,7 payments:0`: partitions by topic, those in a row as a range. */
export const assignmentText = (
  assignment: readonly {readonly topic: string; readonly partitions: readonly number[]}[],
): string =>
  assignment.map(({topic, partitions}) => `${printable(topic)}:${rangesText(partitions)}`).join(' ')

/** `0-3,7` */
export function rangesText(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = []
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const range = ranges.at(-1)
    if (range && number === range[1] + 1) range[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(',')
}
