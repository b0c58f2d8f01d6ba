import type {SourceMessage} from '../types.js'
import {letterHeaders, type DeadLetter, type Sender} from './letter.js'

/** One line of a dead letter file: bytes in base64, so that they come back as they were. */
interface Line {
  topic: string
  partition: number
  offset: string
  timestamp: number | null
  key: string | null
  value: string | null
  headers: [name: string, value: string | null][]
}

export function toLine(letter: DeadLetter, sender: Sender): string {
  const {topic, partition, offset, timestamp, key, value} = letter.message
  const line: Line = {
    topic,
    partition,
    offset: offset.toString(),
    timestamp: timestamp ?? null,
    key: encode(key),
    value: encode(value),
    headers: letterHeaders(letter, sender).map(([name, bytes]) => [name, encode(bytes)]),
  }
  return `${JSON.stringify(line)}\n`
}

/** The message of one line with its headers, the reasons among them. Undefined when it is no such line. */
export function fromLine(text: string): SourceMessage | undefined {
  try {
    const line = JSON.parse(text) as Line
    return {
      topic: line.topic,
      partition: line.partition,
      offset: BigInt(line.offset),
      timestamp: line.timestamp ?? undefined,
      key: decode(line.key),
      value: decode(line.value),
      headers: line.headers.map(([name, bytes]) => [name, decode(bytes)] as const),
    }
  } catch {
    return undefined
  }
}

const encode = (bytes: Buffer | null): string | null => bytes?.toString('base64') ?? null
const decode = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text, 'base64'))
