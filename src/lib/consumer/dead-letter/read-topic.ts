import {KbookError} from '../../errors.js'
import type {Cluster} from '../../kafka/cluster.js'
import {fetchRecords, type FetchPosition} from '../../kafka/fetch-records.js'
import {partitionEnds} from '../../kafka/partition-ends.js'
import {committedBatches} from '../../kafka/records/committed.js'
import {decodeRecords} from '../../kafka/records/decode.js'
import type {PartitionEnds} from '../../kafka/types.js'
import {readLetter, type StoredLetter, type StoredLetters} from './stored.js'

type Span = Exclude<PartitionEnds, {error: KbookError}>

/**
 * The newest letters of a topic. Reads outside of any group and commits nothing.
 *
 * @throws KbookError `TOPIC_NOT_FOUND`, or why a partition cannot be read: a partial list would look complete
 */
export async function readTopicLetters(
  cluster: Cluster,
  topic: string,
  limit: number,
): Promise<StoredLetters> {
  const ends = await spansOf(cluster, topic)
  const read = await Promise.all(
    ends.map((span) =>
      readSpan(cluster, {...span, logStart: max(span.logStart, span.lastStable - BigInt(limit))}),
    ),
  )
  const letters = read.flat().sort(newestFirst)
  const total = ends.reduce((sum, {logStart, lastStable}) => sum + Number(lastStable - logStart), 0)
  return {letters: letters.slice(0, limit), total, unreadable: 0}
}

/** The letter at a place. @throws KbookError `NOT_FOUND` */
export async function readTopicLetter(
  cluster: Cluster,
  topic: string,
  {partition, offset}: StoredLetter['place'],
): Promise<StoredLetter> {
  const span = (await spansOf(cluster, topic)).find((found) => found.partition === partition)
  if (span && offset >= span.logStart && offset < span.lastStable) {
    const [letter] = await readSpan(cluster, {...span, logStart: offset, lastStable: offset + 1n})
    if (letter) return letter
  }
  throw new KbookError('NOT_FOUND', `${topic} has no record at ${partition}@${offset.toString()}`, {
    hint: `kbook dlq list ${topic}`,
  })
}

async function spansOf(cluster: Cluster, topic: string): Promise<Span[]> {
  const info = (await cluster.topics([topic])).get(topic)
  if (info?.error) throw info.error
  const ends = await partitionEnds(cluster, info?.partitions ?? [])
  return ends.map((span) => {
    if (span.error) throw span.error
    return span
  })
}

/** Records from log start up to the last stable offset, as the span has them. */
async function readSpan(
  cluster: Cluster,
  {topic, partition, logStart, lastStable}: Span,
): Promise<StoredLetter[]> {
  const letters: StoredLetter[] = []
  let position: FetchPosition = {topic, partition, offset: logStart}
  while (position.offset < lastStable) {
    const [fetched] = await fetchRecords(cluster, [position], {isolation: 'committed'})
    if (!fetched || fetched.error)
      throw fetched?.error ?? new KbookError('REQUEST_FAILED', `no answer for ${topic}`)
    if (fetched.nextOffset <= position.offset) break
    const batches = committedBatches(fetched.batches, fetched.aborted)
    for (const records of await Promise.all(batches.map(decodeRecords))) {
      for (const record of records) {
        if (record.offset < logStart || record.offset >= lastStable) continue
        const timestamp = record.timestamp < 0 ? undefined : record.timestamp
        letters.push(readLetter({...record, timestamp}, {partition, offset: record.offset}))
      }
    }
    position = {...position, offset: fetched.nextOffset}
  }
  return letters
}

/** Letters of one batch have one time; their offsets tell which came later. */
const newestFirst = (a: StoredLetter, b: StoredLetter): number =>
  (b.timestamp ?? 0) - (a.timestamp ?? 0) || Number(b.place.offset - a.place.offset)

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)
