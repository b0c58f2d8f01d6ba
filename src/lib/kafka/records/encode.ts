import {gzipSync} from 'node:zlib'
import {BatchBuilder, NOBODY} from './batch-builder.js'
import type {KafkaRecord} from './types.js'

export type NewRecord = Pick<KafkaRecord, 'timestamp' | 'key' | 'value' | 'headers'>

/** Larger batches are compressed, so that what came in compressed still fits a topic's limit. */
const COMPRESS_FROM = 512 * 1024

/** Records as one batch of a producer without an id. At least one record. */
export function encodeBatch(records: readonly NewRecord[]): Buffer {
  const builder = new BatchBuilder()
  for (const {timestamp, key, value, headers} of records) builder.append(timestamp, key, value, headers)
  const {payload} = builder
  return payload.length < COMPRESS_FROM
    ? builder.finish(NOBODY)
    : builder.finish(NOBODY, 'gzip', gzipSync(payload))
}
