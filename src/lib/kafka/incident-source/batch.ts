import type {SourcePosition} from '../../consumer/history/store.js'
import type {SourceBatch} from '../../consumer/source/source.js'
import type {SourceMessage} from '../../consumer/types.js'
import type {FetchedPartition} from '../fetch-records.js'
import {committedBatches} from '../records/committed.js'
import {decodeRecords} from '../records/decode.js'

type Fetched = Extract<FetchedPartition, {nextOffset: bigint}>

/** The messages of one fetch from an offset on, as the loop takes them. */
export async function fetchedBatch(
  fetched: Fetched,
  from: bigint,
  toPosition: (next: bigint) => SourcePosition,
): Promise<SourceBatch> {
  const {topic, partition, batches, aborted, nextOffset, highWatermark} = fetched
  const messages: SourceMessage[] = []
  for (const batch of committedBatches(batches, aborted)) {
    for (const {offset, key, value, headers, timestamp} of await decodeRecords(batch)) {
      // A batch may begin before what was asked for.
      if (offset < from) continue
      messages.push({
        topic,
        partition,
        offset,
        key,
        value,
        headers,
        timestamp: timestamp < 0 ? undefined : timestamp,
      })
    }
  }
  return {
    topic,
    partition,
    messages,
    lag: highWatermark - nextOffset,
    // After the last message come markers and what was compacted away: nothing to be read again.
    positionAt: (index) => toPosition(messages[index]?.offset ?? nextOffset),
  }
}
