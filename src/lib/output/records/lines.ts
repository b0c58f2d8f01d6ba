import {bytesLine} from '../bytes.js'
import {count, printable, timeOfDay} from '../format.js'
import {paint} from '../style.js'
import {schemaId, withoutSchemaId} from './fields.js'
import type {WriteRecord} from './formats.js'

export interface LineWidths {
  /** Columns of the terminal. */
  readonly width: number
  /** Several have their column, one has not. */
  readonly topics: readonly string[]
  readonly highestPartition: number
  readonly highestOffset: bigint
  /** False for an unknown end: offsets may grow. */
  readonly bounded: boolean
}

const KEY = 16
const TIME = 8
const DATED_TIME = 19
const LEAST_VALUE = 20
const LONGEST_TOPIC = 30

/** A line a record, safe on any terminal: times are UTC, bytes that are no text are hex. */
export function recordLines(widths: LineWidths): WriteRecord {
  const {dim} = paint()
  const partition = Math.max(1, String(widths.highestPartition).length)
  const topicWidth = Math.min(LONGEST_TOPIC, Math.max(5, ...widths.topics.map(({length}) => length)))
  const topicCell = (text: string): string => (widths.topics.length > 1 ? `${cell(text, topicWidth)}  ` : '')
  const offset = Math.max(6, count(widths.highestOffset).length + (widths.bounded ? 0 : 1))
  let isFirst = true
  return ({offset: at, timestamp, key, value, headers}, place, out) => {
    const time = timestamp < 0 ? '-' : timeOfDay(timestamp)
    const lead =
      `${topicCell(printable(place.topic))}${String(place.partition).padStart(partition)}  ${count(at).padStart(offset)}  ` +
      `${time.padEnd(time.length > TIME ? DATED_TIME : TIME)}  ${field(key, KEY).padEnd(KEY)}  `
    const room = Math.max(LEAST_VALUE, widths.width - lead.length)
    if (isFirst) {
      const timeWidth = time.length > TIME ? DATED_TIME : TIME
      out.text(
        `${topicCell('TOPIC')}${'P'.padStart(partition)}  ${'OFFSET'.padStart(offset)}  ` +
          `${'TIME'.padEnd(timeWidth)}  ${'KEY'.padEnd(KEY)}  VALUE\n`,
      )
      isFirst = false
    }
    const names = headers.map(([name, bytes]) => `${printable(name)}=${bytesLine(bytes, 24)}`).join(' ')
    const id = schemaId(value)
    const schema = id === undefined || !value ? '' : `schema ${id} `
    const content = schema === '' || !value ? value : withoutSchemaId(value)
    out.text(`${lead}${dim(schema)}${bytesLine(content, room - schema.length)}\n`)
    if (names !== '') out.text(`${' '.repeat(lead.length)}${dim(names)}\n`)
  }
}

const cell = (text: string, width: number): string =>
  (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width)

/** A key in its column; none is a dash. */
const field = (bytes: Buffer | null, width: number): string =>
  bytes === null ? '-' : bytesLine(bytes, width)
