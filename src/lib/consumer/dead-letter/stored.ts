import type {SourceMessage} from '../types.js'
import {LETTER_HEADERS} from './headers.js'

/** A dead letter as it was found in its topic or file. */
export interface StoredLetter {
  /** Where the letter itself stands; the offset is the line number (from 1) for a file. */
  readonly place: {readonly partition: number; readonly offset: bigint}
  /** Milliseconds since the epoch: of the record in the topic, or of the message that a line of a file holds. */
  readonly timestamp: number | undefined
  /** Where the message stood that it was. */
  readonly origin: {readonly topic: string; readonly partition: string; readonly offset: string}
  readonly stage: string
  readonly kind: string
  readonly reason: string
  /** How often it has come here. */
  readonly attempt: string
  /** Consumer group, or file, that put it aside. */
  readonly group: string
  /** The message's own bytes and headers, without those of the letter. */
  readonly message: Pick<SourceMessage, 'key' | 'value' | 'headers'>
}

export interface StoredLetters {
  /** Newest first. */
  readonly letters: readonly StoredLetter[]
  /** All that there are, also beyond the limit. */
  readonly total: number
  /** Lines of a file that are no dead letter. */
  readonly unreadable: number
}

/**
 * Takes the letter's own headers off again. Letters of other tools with the same names (Kafka Connect) are read as
 * well; what they do not say stays empty.
 */
export function readLetter(
  record: Pick<SourceMessage, 'key' | 'value' | 'headers' | 'timestamp'>,
  place: StoredLetter['place'],
): StoredLetter {
  const why = (name: string): string =>
    record.headers.findLast(([found]) => found === name)?.[1]?.toString() ?? ''
  return {
    place,
    timestamp: record.timestamp,
    origin: {
      topic: why(LETTER_HEADERS.topic),
      partition: why(LETTER_HEADERS.partition),
      offset: why(LETTER_HEADERS.offset),
    },
    stage: why(LETTER_HEADERS.stage),
    kind: why(LETTER_HEADERS.kind),
    reason: why(LETTER_HEADERS.message),
    attempt: why(LETTER_HEADERS.attempt),
    group: why(LETTER_HEADERS.group),
    message: {key: record.key, value: record.value, headers: ownHeaders(record.headers)},
  }
}

/** A message that was sent back and failed again carries the headers of its earlier letter: those are its own. */
function ownHeaders(headers: SourceMessage['headers']): SourceMessage['headers'] {
  const added = new Set<string>(Object.values(LETTER_HEADERS))
  return headers.filter(([name], index) => !(added.has(name) && isLast(headers, name, index)))
}

const isLast = (headers: SourceMessage['headers'], name: string, index: number): boolean =>
  headers.findLastIndex(([found]) => found === name) === index
