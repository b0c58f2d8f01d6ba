import {KbookError} from '../../errors.js'
import {ByteReader} from '../protocol/byte-reader.js'
import {decompress} from './decompress.js'
import type {KafkaRecord, RecordBatch} from './types.js'

/** The records of one batch, decompressed. Throws `REQUEST_FAILED` for bytes that are no records. */
export async function decodeRecords(batch: RecordBatch): Promise<KafkaRecord[]> {
  try {
    const reader = new ByteReader(await decompress(batch.compression, batch.payload))
    const records: KafkaRecord[] = []
    for (let left = batch.count; left > 0; left--) records.push(readRecord(reader, batch))
    return records
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new KbookError(
      'REQUEST_FAILED',
      `the batch at offset ${batch.baseOffset.toString()} is damaged: ${why}`,
      {
        hint: `It is compressed with ${batch.compression}; Kafka's own console consumer shows whether the log itself is damaged.`,
        cause,
      },
    )
  }
}

function readRecord(reader: ByteReader, batch: RecordBatch): KafkaRecord {
  const body = new ByteReader(reader.take(reader.zigzag()))
  body.int8()
  const timestamp = batch.baseTimestamp + body.zigzag()
  return {
    // With the broker's own time the deltas keep what the producer said.
    timestamp: batch.timestampType === 'append' ? batch.maxTimestamp : timestamp,
    offset: batch.baseOffset + BigInt(body.zigzag()),
    key: nullableBytes(body),
    value: nullableBytes(body),
    headers: Array.from(
      {length: body.zigzag()},
      () => [body.text(body.zigzag()), nullableBytes(body)] as const,
    ),
  }
}

function nullableBytes(reader: ByteReader): Buffer | null {
  const length = reader.zigzag()
  return length < 0 ? null : reader.take(length)
}
