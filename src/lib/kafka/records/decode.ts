import {KbookError} from '../../errors.js'
import {RecordCursor} from './cursor.js'
import {decompress, MAX_DECOMPRESSED, TooLarge} from './decompress.js'
import type {KafkaRecord, RecordBatch} from './types.js'

/**
 * The records of one batch, decompressed.
 * @throws KbookError `REQUEST_FAILED` for bytes that are no records, `UNSUPPORTED` for more than can be read
 */
export async function decodeRecords(batch: RecordBatch): Promise<KafkaRecord[]> {
  const records: KafkaRecord[] = []
  await eachRecord(batch, (record) => {
    const {offset, timestamp, key, value, headers} = record
    records.push({offset, timestamp, key, value, headers})
    return true
  })
  return records
}

/**
 * The same one by one, without an object for each: the cursor is the record during the call, which says whether to
 * go on. @throws KbookError `REQUEST_FAILED`, `UNSUPPORTED`
 */
export async function eachRecord(
  batch: RecordBatch,
  visit: (record: RecordCursor) => boolean,
): Promise<void> {
  const cursor = await attempt(batch, async () => new RecordCursor(await bytesOf(batch), batch))
  for (;;) {
    let more: boolean
    try {
      more = cursor.next()
    } catch (cause) {
      throw damaged(batch, cause)
    }
    if (!more || !visit(cursor)) return
  }
}

const bytesOf = ({compression, payload}: RecordBatch): Buffer | Promise<Buffer> =>
  compression === 'none' ? payload : decompress(compression, payload)

async function attempt<T>(batch: RecordBatch, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (cause) {
    throw cause instanceof TooLarge ? tooLarge(batch) : damaged(batch, cause)
  }
}

const tooLarge = ({baseOffset}: RecordBatch): KbookError =>
  new KbookError(
    'UNSUPPORTED',
    `the batch at offset ${baseOffset.toString()} is larger than ${MAX_DECOMPRESSED >> 20} MiB once it is decompressed`,
  )

function damaged(batch: RecordBatch, cause: unknown): KbookError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new KbookError(
    'REQUEST_FAILED',
    `the batch at offset ${batch.baseOffset.toString()} is damaged: ${why}`,
    {
      hint: `It is compressed with ${batch.compression}; Kafka's own console consumer shows whether the log itself is damaged.`,
      cause,
    },
  )
}
