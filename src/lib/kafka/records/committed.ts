import {ByteReader} from '../protocol/byte-reader.js'
import type {RecordBatch} from './types.js'

export interface AbortedTransaction {
  readonly producerId: bigint
  readonly firstOffset: bigint
}

/**
 * The batches that a consumer may see which reads committed records only: without markers, and without those of
 * the aborted transactions that the answer names. Batches and transactions come in the order of their offsets.
 */
export function committedBatches(
  batches: readonly RecordBatch[],
  aborted: readonly AbortedTransaction[],
): RecordBatch[] {
  const waiting = [...aborted].sort((a, b) => (a.firstOffset < b.firstOffset ? -1 : 1))
  const aborting = new Set<bigint>()
  const visible: RecordBatch[] = []
  for (const batch of batches) {
    for (let next = waiting[0]; next && next.firstOffset <= batch.lastOffset; next = waiting[0]) {
      aborting.add(next.producerId)
      waiting.shift()
    }
    // A commit marker of the same producer ends an earlier transaction, not the aborted one.
    if (batch.control) {
      if (isAbortMarker(batch)) aborting.delete(batch.producerId)
    } else if (!batch.transactional || !aborting.has(batch.producerId)) visible.push(batch)
  }
  return visible
}

/** A control batch is never compressed; its one record's key is version and type, 0 for an abort (KIP-98). */
function isAbortMarker({payload}: RecordBatch): boolean {
  const record = new ByteReader(payload)
  record.zigzag()
  record.int8()
  record.zigzag()
  record.zigzag()
  const key = record.take(record.zigzag())
  return key.readInt16BE(2) === 0
}
