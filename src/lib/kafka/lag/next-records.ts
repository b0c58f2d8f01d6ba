import type {Cluster} from '../cluster.js'
import {byTopic} from '../topic-partitions.js'
import type {TopicPartition} from '../types.js'
import {attempt} from './attempt.js'
import {groupBy} from './group-by.js'
import {firstRecord} from './next-record.js'
import {partitionKey} from './partition-key.js'
import type {NextRecord} from './types.js'

/** Where a group reads on in a partition, and who leads it. */
export interface ReadPosition extends TopicPartition {
  readonly leader: number
  readonly from: bigint
  /** High watermark: the end of what can be read. */
  readonly end: bigint
}

/** Later versions name topics by id only. */
const MAX_VERSION = 12
/** A producer's default batch, with room for its header. */
const PARTITION_BYTES = 17 * 1024
/** A dozen transaction markers: what is larger than this holds records, and is not even handed out. */
const MARKER_BYTES = 1024
/** Bounds the memory that answers take: so many times {@link PARTITION_BYTES}. */
const PARTITIONS_A_REQUEST = 512
const ANSWER_BYTES = 16 * 1024 * 1024
/** Batches that are larger are fetched one by one, and not more than this many of them. */
const MOST_LARGE = 64
const LARGE_AT_ONCE = 8
/** Stretches of transaction markers: 17 KB hold 200 of them. */
const MOST_STRETCHES = 20

/** A position whose record is not known yet. */
interface Search {
  readonly asked: ReadPosition
  /** Moves on over transaction markers. */
  readonly from: bigint
  readonly stretches: number
}

type Found = Map<ReadPosition, NextRecord>

export interface NextRecordsOptions {
  /** Only tell the positions with nothing but transaction markers after them: takes a few bytes of the others. */
  readonly markersOnly?: boolean
}

/**
 * The next record at each position, in the order asked: one Fetch per leader. Further ones follow for groups that
 * are far apart on one partition, for large batches and for stretches of transaction markers. `undefined` where it
 * could not be read: that takes the time lag away, nothing else.
 */
export async function nextRecords(
  cluster: Cluster,
  positions: readonly ReadPosition[],
  {markersOnly = false}: NextRecordsOptions = {},
): Promise<readonly (NextRecord | undefined)[]> {
  const found: Found = new Map()
  const large = await Promise.all(
    [...groupBy(positions, ({leader}) => leader)].map(([leader, of]) =>
      searchOn(cluster, leader, of, markersOnly, found),
    ),
  )
  if (!markersOnly) await fetchLarge(cluster, large.flat().slice(0, MOST_LARGE), found)
  return positions.map((position) => {
    const next = found.get(position)
    return markersOnly && next?.kind !== 'none' ? undefined : next
  })
}

/** Searches one leader's log; gives the positions whose batch was too large to be handed out among others. */
async function searchOn(
  cluster: Cluster,
  leader: number,
  positions: readonly ReadPosition[],
  markersOnly: boolean,
  found: Found,
): Promise<ReadPosition[]> {
  const [pick, firstBytes] = markersOnly ? [highestOf, MARKER_BYTES] : [lowestOf, PARTITION_BYTES]
  const large: ReadPosition[] = []
  let open: Search[] = positions.map((asked) => ({asked, from: asked.from, stretches: 0}))
  while (open.length > 0) {
    const byPartition = groupBy(open, ({asked}) => partitionKey(asked))
    const chunk = new Map(
      [...byPartition].slice(0, PARTITIONS_A_REQUEST).map(([key, of]) => [key, pick(of)] as const),
    )
    const batches = await fetchBatches(cluster, leader, [...chunk.values()], ({stretches}) =>
      stretches === 0 ? firstBytes : PARTITION_BYTES,
    )
    open = open.flatMap((search) => {
      const key = partitionKey(search.asked)
      const [picked, bytes] = [chunk.get(key), batches.get(key)]
      if (!picked) return [search]
      if (!bytes) return []
      const first = firstRecord(bytes, search.from)
      if (first?.kind === 'later')
        return search.from < picked.from ? [search] : goOn(search, first.offset, found)
      if (first) found.set(search.asked, first)
      if (bytes.length === 0 && search === picked) large.push(search.asked)
      const hasRecords = markersOnly && bytes.length === 0
      return first || search === picked || hasRecords ? [] : [search]
    })
  }
  return large
}

/** What is read for the lowest position of a partition answers those that follow closely too. */
const lowestOf = (searches: readonly Search[]): Search =>
  searches.reduce((lowest, search) => (search.from < lowest.from ? search : lowest))

/** Where there is a record for the highest position of a partition, there is one for every other too. */
const highestOf = (searches: readonly Search[]): Search =>
  searches.reduce((highest, search) => (search.from > highest.from ? search : highest))

function goOn({asked, stretches}: Search, from: bigint, found: Found): Search[] {
  if (from >= asked.end) found.set(asked, {kind: 'none'})
  return from < asked.end && stretches < MOST_STRETCHES ? [{asked, from, stretches: stretches + 1}] : []
}

// A batch is always handed out whole when it is the only one that is asked for.
async function fetchLarge(cluster: Cluster, positions: readonly ReadPosition[], found: Found): Promise<void> {
  const queue = [...positions]
  const worker = async (): Promise<void> => {
    for (let asked = queue.shift(); asked; asked = queue.shift()) {
      const {from, leader} = asked
      const search = {asked, from, stretches: 0}
      const bytes = (await fetchBatches(cluster, leader, [search], () => 1)).get(partitionKey(asked))
      const first = bytes && firstRecord(bytes, from)
      if (first && first.kind !== 'later') found.set(asked, first)
    }
  }
  await Promise.all(Array.from({length: LARGE_AT_ONCE}, worker))
}

/** The bytes of the batches from each position on, by partition; one that cannot be read is left out. */
async function fetchBatches(
  cluster: Cluster,
  leader: number,
  searches: readonly Search[],
  bytesOf: (search: Search) => number,
): Promise<ReadonlyMap<string, Buffer>> {
  const fetched = searches.map((search) => ({
    topic: search.asked.topic,
    partition: search.asked.partition,
    fetchOffset: search.from,
    partitionMaxBytes: bytesOf(search),
  }))
  const topics = [...byTopic(fetched)].map(([topic, of]) => ({
    topic,
    partitions: of.map(({partition, fetchOffset, partitionMaxBytes}) => ({
      partition,
      fetchOffset,
      partitionMaxBytes,
    })),
  }))
  const request = {maxWaitMs: 0, minBytes: 0, maxBytes: ANSWER_BYTES, topics}
  const answer = await attempt(() => cluster.toBroker(leader, 'Fetch', request, {maxVersion: MAX_VERSION}))
  // Records that may not be read tell nothing about the lag: that is known already.
  const responses = 'error' in answer ? [] : answer.value.responses
  return new Map(
    responses.flatMap(({topic, partitions}) =>
      partitions
        .filter(({errorCode}) => errorCode === 0)
        .map(({partitionIndex: partition, records}) => [
          partitionKey({topic, partition}),
          records ?? Buffer.alloc(0),
        ]),
    ),
  )
}
