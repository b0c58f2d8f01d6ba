import {gzipSync} from 'node:zlib'
import {ByteWriter} from '../protocol/byte-writer.js'
import {crc32c} from './crc32c.js'
import type {KafkaRecord} from './types.js'

export type NewRecord = Pick<KafkaRecord, 'timestamp' | 'key' | 'value' | 'headers'>

/** Larger batches are compressed, so that what came in compressed still fits a topic's limit. */
const COMPRESS_FROM = 512 * 1024
const GZIP = 1
const CRC_FROM = 21

/**
 * Records as one batch (magic 2) of a producer without an id. Layout: org.apache.kafka.common.record.
 * DefaultRecordBatch and DefaultRecord. At least one record.
 */
export function encodeBatch(records: readonly NewRecord[]): Buffer {
  const timestamps = records.map(({timestamp}) => timestamp)
  const baseTimestamp = timestamps[0] ?? -1
  const body = new ByteWriter()
  for (const [index, record] of records.entries()) writeRecord(body, record, index, baseTimestamp)
  const plain = body.written()
  const compress = plain.length >= COMPRESS_FROM

  const batch = new ByteWriter()
  batch.int64(0n)
  batch.int32(0)
  batch.int32(-1)
  batch.int8(2)
  batch.int32(0)
  batch.int16(compress ? GZIP : 0)
  batch.int32(records.length - 1)
  batch.int64(BigInt(baseTimestamp))
  batch.int64(BigInt(Math.max(...timestamps)))
  batch.int64(-1n)
  batch.int16(-1)
  batch.int32(-1)
  batch.int32(records.length)
  batch.raw(compress ? gzipSync(plain) : plain)

  const bytes = batch.written()
  bytes.writeInt32BE(bytes.length - 12, 8)
  bytes.writeUInt32BE(crc32c(bytes.subarray(CRC_FROM)), 17)
  return bytes
}

function writeRecord(into: ByteWriter, record: NewRecord, index: number, baseTimestamp: number): void {
  const writer = new ByteWriter()
  writer.int8(0)
  zigzag(writer, record.timestamp - baseTimestamp)
  zigzag(writer, index)
  nullableBytes(writer, record.key)
  nullableBytes(writer, record.value)
  zigzag(writer, record.headers.length)
  for (const [name, value] of record.headers) {
    nullableBytes(writer, Buffer.from(name))
    nullableBytes(writer, value)
  }
  const bytes = writer.written()
  zigzag(into, bytes.length)
  into.raw(bytes)
}

function nullableBytes(writer: ByteWriter, bytes: Uint8Array | null): void {
  zigzag(writer, bytes?.length ?? -1)
  if (bytes) writer.raw(bytes)
}

/** Signed numbers as varints; safe for 53 bits, which times in milliseconds need. */
const zigzag = (writer: ByteWriter, value: number): void =>
  writer.varint(value >= 0 ? value * 2 : -value * 2 - 1)
