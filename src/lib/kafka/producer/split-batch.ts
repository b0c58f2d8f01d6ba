import {parseBatches} from '../records/batches.js'
import {BatchBuilder, type BatchOrigin} from '../records/batch-builder.js'
import type {compressor} from '../records/compress.js'
import {decodeRecords} from '../records/decode.js'
import type {Compression} from '../records/types.js'
import {originOf, type QueuedBatch} from './partition-queue.js'

/**
 * Two batches with the halves of one that is too large for its topic. Their sequences are those of the whole, so
 * that what follows keeps its own.
 */
export async function splitBatch(
  batch: QueuedBatch & {bytes: Buffer},
  identity: Omit<BatchOrigin, 'baseSequence'>,
  compression: Compression,
  compress: Awaited<ReturnType<typeof compressor>>,
): Promise<QueuedBatch[]> {
  const [parsed] = parseBatches(batch.bytes)
  const records = parsed ? await decodeRecords(parsed) : []
  const middle = Math.ceil(records.length / 2)
  const parts = [
    [0, middle],
    [middle, records.length],
  ] as const
  return Promise.all(
    parts.map(async ([from, to]) => {
      const builder = new BatchBuilder()
      for (const {timestamp, key, value, headers} of records.slice(from, to)) {
        builder.append(timestamp, key, value, headers)
      }
      const part = {
        records: to - from,
        plainBytes: builder.size,
        contentBytes: builder.content,
        baseSequence: (batch.baseSequence + from) % 2 ** 31,
        sources: batch.sources.slice(from, to),
        appendedAt: batch.appendedAt.slice(from, to),
        closedAt: batch.closedAt,
        uncertain: batch.uncertain,
      }
      const compressed = await compress?.(builder.payload)
      return {...part, bytes: builder.finish(originOf(part, identity), compression, compressed)}
    }),
  )
}
