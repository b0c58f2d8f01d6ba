import type {ProduceResult, Sent} from '../../kafka/producer/produce-input.js'
import type {UncertainRecords} from '../../kafka/producer/types.js'
import {byteSize, count, duration, plural, printable} from '../format.js'
import {paint} from '../style.js'

const SHOWN_PARTITIONS = 8

/** What is in, how fast it was, and where to go on when it ended early. */
export function produceView(result: ProduceResult): string {
  const {green, red, yellow} = paint()
  const {topic, records, bytes, ms, error, interrupted} = result
  const seconds = Math.max(ms, 1) / 1000
  const rate = records >= 1000 ? ` · ${count(Math.round(records / seconds))}/s` : ''
  const sign = error ? red('✗') : interrupted ? yellow('-') : green('✔')
  const facts = `${plural(records, 'record')} · ${byteSize(bytes)} in ${duration(ms)}${rate}`
  const lines = [` ${sign} ${facts} → ${printable(topic)} ${partitionWords(result)}`.trimEnd()]
  if (error)
    lines.push(
      `   ${printable(error.line)}`,
      ...error.hints.map((hint) => `   ${hint}`),
      `   ${restWords(result)}`,
      ...unknownWords(result),
    )
  else if (interrupted) lines.push(`   interrupted: ${plural(result.lines, 'line')} read and in, and no more`)
  return lines.join('\n')
}

function partitionWords({partitions}: ProduceResult): string {
  const numbers = partitions.map(({partition}) => partition)
  if (numbers.length === 0) return ''
  if (numbers.length > SHOWN_PARTITIONS) return `(${numbers.length} partitions)`
  return `[${numbers.join(',')}]`
}

function restWords({firstLineMissing = 1, records, lines, unknown}: ProduceResult): string {
  const known = unknown ? 'known to be in' : 'in'
  if (records === 0) return `nothing is ${known}`
  const before = firstLineMissing - 1
  if (before === records)
    return `the first ${before === 1 ? 'line is' : `${count(before)} lines are`} in${unknown ? '' : ', and no more'}`
  return `every line before ${count(firstLineMissing)} is in, and ${count(records - before)} of those up to ${count(lines)}`
}

/** Sent again, these may be there twice. */
function unknownWords({unknown}: ProduceResult): string[] {
  if (!unknown) return []
  return [
    `   ${unknownLines(unknown)}: unknown, the broker may have ${unknown.records === 1 ? 'it' : 'them'}`,
  ]
}

/** `lines 55–56`, `2 of lines 55–60`. */
export function unknownLines({records, first, last}: UncertainRecords): string {
  const span = first === last ? `line ${count(first)}` : `lines ${count(first)}–${count(last)}`
  return records === last - first + 1 ? span : `${count(records)} of ${span}`
}

/** One line while it runs. */
export const produceProgress = ({records, bytes, ms}: Sent): string =>
  `${plural(records, 'record')} · ${byteSize(bytes)} · ${count(Math.round(records / (Math.max(ms, 1) / 1000)))}/s`
