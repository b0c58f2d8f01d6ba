import type {NextRecord} from './types.js'

/** What a partition's fetched bytes say about the first record at or after an offset. */
export type FirstRecord =
  | NextRecord
  /** Only markers and emptied batches so far: the answer is at this offset or after it. */
  | {readonly kind: 'later'; readonly offset: bigint}

const HEADER = 61
const LOG_APPEND_TIME = 0x08
const CONTROL = 0x20
const DELETE_HORIZON = 0x40

interface Batch {
  base: bigint
  lastDelta: number
  attributes: number
  baseTimestamp: number
  maxTimestamp: number
  /** Undefined when compressed. */
  records: Buffer | undefined
}

/**
 * Finds the first record at or after `from`, and when it was written, from the batches' headers and, where they
 * are not compressed, their records. Nothing is decompressed: inside such a batch the time is interpolated.
 * The layout is that of Kafka's record batch, version 2; `undefined` for older ones, which carry too little.
 */
export function firstRecord(bytes: Buffer, from: bigint): FirstRecord | undefined {
  let next = from
  for (let at = 0; at + HEADER <= bytes.length;) {
    const end = at + 12 + bytes.readInt32BE(at + 8)
    if (bytes.readInt8(at + 16) !== 2 || end > bytes.length) break
    const batch = readBatch(bytes.subarray(at, end))
    const last = batch.base + BigInt(batch.lastDelta)
    if (last >= from) {
      const found = (batch.attributes & CONTROL) === 0 ? recordIn(batch, from) : undefined
      if (found) return found
      next = last + 1n
    }
    at = end
  }
  return next > from ? {kind: 'later', offset: next} : undefined
}

function readBatch(bytes: Buffer): Batch {
  const attributes = bytes.readInt16BE(21)
  return {
    base: bytes.readBigInt64BE(0),
    lastDelta: bytes.readInt32BE(23),
    attributes,
    baseTimestamp: Number(bytes.readBigInt64BE(27)),
    maxTimestamp: Number(bytes.readBigInt64BE(35)),
    records: (attributes & 0x07) === 0 ? bytes.subarray(HEADER) : undefined,
  }
}

function recordIn(batch: Batch, from: bigint): NextRecord | undefined {
  const wanted = Number(from - batch.base)
  if (batch.attributes & LOG_APPEND_TIME) {
    if (batch.records && scan(batch.records, wanted) === undefined) return undefined
    return {kind: 'record', method: 'record', timestamp: batch.maxTimestamp, timestampType: 'LogAppendTime'}
  }
  const at = (method: 'record' | 'interpolated' | 'lower-bound', timestamp: number): NextRecord => ({
    kind: 'record',
    method,
    timestamp,
    timestampType: 'CreateTime',
  })
  if (batch.records) {
    const delta = scan(batch.records, wanted)
    return delta === undefined ? undefined : at('record', batch.baseTimestamp + delta)
  }
  // The cleaner keeps its own time in place of the first record's: only the newest record's is left.
  if (batch.attributes & DELETE_HORIZON) return at('lower-bound', batch.maxTimestamp)
  if (wanted <= 0 || batch.baseTimestamp === batch.maxTimestamp) return at('record', batch.baseTimestamp)
  const share = wanted / batch.lastDelta
  return at(
    'interpolated',
    batch.baseTimestamp + Math.round((batch.maxTimestamp - batch.baseTimestamp) * share),
  )
}

/** Timestamp delta of the first record whose offset delta is at least `wanted`. */
function scan(records: Buffer, wanted: number): number | undefined {
  for (let at = 0; at < records.length;) {
    const length = varint(records, at)
    const body = length.next + 1 // one byte of attributes
    const timestamp = varint(records, body)
    if (varint(records, timestamp.next).value >= wanted) return timestamp.value
    at = length.next + length.value
  }
  return undefined
}

/** A zigzag number of up to 64 bits; exact up to 2^53, which timestamps never reach. */
function varint(bytes: Buffer, start: number): {value: number; next: number} {
  let [value, factor, at] = [0, 1, start]
  for (;;) {
    const byte = bytes[at++] ?? 0
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return {value: value % 2 === 0 ? value / 2 : -(value + 1) / 2, next: at}
    factor *= 128
  }
}
