import {KbookError} from '../../errors.js'
import type {Compression, RecordBatch} from './types.js'

// Offsets within a batch: org.apache.kafka.common.record.DefaultRecordBatch.
const LENGTH_AT = 8
const PREFIX = 12
const MAGIC_AT = 16
const HEADER = 61

const COMPRESSIONS: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']
const COMPRESSION_BITS = 0x07
const APPEND_TIME_BIT = 0x08
const TRANSACTIONAL_BIT = 0x10
const CONTROL_BIT = 0x20

/**
 * The batches in the `records` of a Fetch answer. The broker cuts at its size limit: an incomplete last batch is
 * left out, as it comes whole with the next fetch.
 */
export function parseBatches(bytes: Buffer): RecordBatch[] {
  const batches: RecordBatch[] = []
  for (let at = 0; at + HEADER <= bytes.length;) {
    const end = at + PREFIX + bytes.readInt32BE(at + LENGTH_AT)
    if (end > bytes.length) break
    const magic = bytes.readInt8(at + MAGIC_AT)
    if (magic !== 2) throw oldFormat(magic)
    if (end < at + HEADER) throw new KbookError('REQUEST_FAILED', 'a record batch is shorter than its header')
    batches.push(parseBatch(bytes.subarray(at, end)))
    at = end
  }
  return batches
}

function parseBatch(bytes: Buffer): RecordBatch {
  const baseOffset = bytes.readBigInt64BE(0)
  const attributes = bytes.readInt16BE(21)
  return {
    baseOffset,
    lastOffset: baseOffset + BigInt(bytes.readInt32BE(23)),
    leaderEpoch: bytes.readInt32BE(12),
    compression: compressionOf(attributes & COMPRESSION_BITS),
    timestampType: attributes & APPEND_TIME_BIT ? 'append' : 'create',
    transactional: (attributes & TRANSACTIONAL_BIT) !== 0,
    control: (attributes & CONTROL_BIT) !== 0,
    baseTimestamp: Number(bytes.readBigInt64BE(27)),
    maxTimestamp: Number(bytes.readBigInt64BE(35)),
    producerId: bytes.readBigInt64BE(43),
    producerEpoch: bytes.readInt16BE(51),
    baseSequence: bytes.readInt32BE(53),
    count: bytes.readInt32BE(57),
    payload: bytes.subarray(HEADER),
  }
}

function compressionOf(code: number): Compression {
  const name = COMPRESSIONS[code]
  if (name) return name
  throw new KbookError('UNSUPPORTED', `a record batch uses compression ${code}, which is not known here`)
}

const oldFormat = (magic: number): KbookError =>
  new KbookError('UNSUPPORTED', `records in message format ${magic} cannot be read`, {
    hint: 'They were written before Kafka 0.11; only format 2 is supported.',
  })
