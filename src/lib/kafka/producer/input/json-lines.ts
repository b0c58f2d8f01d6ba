import {KbookError} from '../../../errors.js'
import type {Headers} from '../../records/batch-builder.js'
import type {InputRecord, ParseLine} from './types.js'

export interface JsonLineFormat {
  /** Partitions are chosen anew by key, whatever the lines say. */
  readonly repartition: boolean
  /** Added to those of each line. */
  readonly headers: Headers
  /** Instead of the one of each line. */
  readonly timestamp?: number | undefined
  readonly partition?: number | undefined
}

/** Lines as `topic consume --format ndjson` writes them: key, value, headers, timestamp and partition come back. */
export function jsonLines({repartition, headers, timestamp, partition}: JsonLineFormat): ParseLine {
  return (bytes, line) => {
    const record = parse(bytes, line)
    const its = recordOf(record, line)
    return {
      ...its,
      headers: headers.length > 0 ? [...its.headers, ...headers] : its.headers,
      timestamp: timestamp ?? its.timestamp,
      partition: partition ?? (repartition ? undefined : its.partition),
    }
  }
}

function parse(bytes: Buffer, line: number): Readonly<Record<string, unknown>> {
  let value: unknown
  try {
    value = JSON.parse(bytes.toString('utf8'))
  } catch (cause) {
    throw bad(line, `is not JSON: ${(cause as Error).message}`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw bad(line, 'is not a JSON object')
}

function recordOf(record: Readonly<Record<string, unknown>>, line: number): InputRecord {
  const {key = null, value, headers = [], timestamp = null, partition = null} = record
  if (value === undefined) throw bad(line, 'has no "value" (null makes a tombstone)')
  if (timestamp !== null && !(Number.isSafeInteger(timestamp) && (timestamp as number) >= 0)) {
    throw bad(line, 'has a "timestamp" that is no number of milliseconds')
  }
  if (partition !== null && !(Number.isSafeInteger(partition) && (partition as number) >= 0)) {
    throw bad(line, 'has a "partition" that is no number')
  }
  if (!Array.isArray(headers)) throw bad(line, 'has "headers" that are no list of [name, value]')
  return {
    key: bytesOf(key, 'key', line),
    value: bytesOf(value, 'value', line),
    headers: headers.map((header: unknown) => {
      const [name, content = null] = Array.isArray(header) ? (header as unknown[]) : []
      if (typeof name !== 'string') throw bad(line, 'has a header that is not [name, value]')
      return [name, bytesOf(content, `header "${name}"`, line)] as const
    }),
    timestamp: (timestamp as number | null) ?? undefined,
    partition: (partition as number | null) ?? undefined,
  }
}

/** Text as it is, other bytes as `{"encoding": "base64", "value": …}`. */
function bytesOf(value: unknown, name: string, line: number): Buffer | null {
  if (value === null) return null
  if (typeof value === 'string') return Buffer.from(value)
  const {encoding, value: text} = value as {encoding?: unknown; value?: unknown}
  if (encoding === 'base64' && typeof text === 'string') {
    const bytes = Buffer.from(text, 'base64')
    // Node takes whatever it can of broken base64, which would write other bytes than were meant.
    if (bytes.toString('base64') === text) return bytes
    throw bad(line, `has a ${name} that is not base64`)
  }
  throw bad(line, `has a ${name} that is neither text, null nor {"encoding": "base64", "value": …}`)
}

const bad = (line: number, what: string): KbookError =>
  new KbookError('BAD_INPUT', `line ${line} ${what}`, {
    hint: 'One JSON object a line, as kbook topic consume --format ndjson writes them.',
  })
