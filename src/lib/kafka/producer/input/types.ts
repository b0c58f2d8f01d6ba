import type {Headers} from '../../records/batch-builder.js'

export interface InputRecord {
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: Headers
  /** Milliseconds since the epoch; undefined for the time of sending. */
  readonly timestamp: number | undefined
  /** Undefined where the partitioner chooses. */
  readonly partition: number | undefined
}

/** One line of the input without its line feed, as a record. @throws KbookError `BAD_INPUT` naming the line */
export type ParseLine = (bytes: Buffer, line: number) => InputRecord
