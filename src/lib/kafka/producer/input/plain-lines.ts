import {KbookError} from '../../../errors.js'
import type {Headers} from '../../records/batch-builder.js'
import type {ParseLine} from './types.js'

export interface LineFormat {
  /** What stands between key and value; without it the whole line is the value. */
  readonly keySeparator?: string | undefined
  /** Key of every record. */
  readonly key?: string | undefined
  /** A key or value that is exactly this is null. */
  readonly nullMarker?: string | undefined
  readonly headers: Headers
  readonly timestamp?: number | undefined
  readonly partition?: number | undefined
}

/** Lines of text or of any bytes: a value each, with its key before the separator. */
export function plainLines({keySeparator, key, nullMarker, ...fixed}: LineFormat): ParseLine {
  const marker = nullMarker === undefined ? undefined : Buffer.from(nullMarker)
  const orNull = (bytes: Buffer): Buffer | null => (marker?.equals(bytes) ? null : bytes)
  const constants = {headers: fixed.headers, timestamp: fixed.timestamp, partition: fixed.partition}
  const fixedKey = key === undefined ? null : orNull(Buffer.from(key))
  if (keySeparator === undefined) return (bytes) => ({key: fixedKey, value: orNull(bytes), ...constants})
  const separator = Buffer.from(keySeparator)
  return (bytes, line) => {
    const at = bytes.indexOf(separator)
    if (at < 0) {
      throw new KbookError('BAD_INPUT', `line ${line} has no "${keySeparator}" between key and value`, {
        hint: 'Without --key-separator the whole line is the value.',
      })
    }
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at + separator.length)]
    return {key: orNull(before), value: orNull(after), ...constants}
  }
}
