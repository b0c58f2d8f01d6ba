import type {Cluster} from '../cluster.js'
import type {FetchRequest, FetchResponse} from '../protocol/apis/fetch.js'
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
const ANSWER_BYTES = 16 * 1024 * 1024
/** Batches larger than {@link PARTITION_BYTES} are fetched one by one, and not more than this many of them. */
const MOST_LARGE = 64
const LARGE_AT_ONCE = 8
/** Markers are 78 bytes each: so many rounds over them mean tens of thousands of transactions without a record. */
const MOST_ROUNDS = 8

/**
 * The next record at each position, in the order asked: one Fetch per leader, further ones only for batches that
 * are large and for stretches of transaction markers. `undefined` where it could not be read: that takes the time
 * lag away, nothing else.
 */
export async function nextRecords(
  cluster: Cluster,
  positions: readonly ReadPosition[],
): Promise<readonly (NextRecord | undefined)[]> {
  const found = new Map<ReadPosition, NextRecord>()
  const large: ReadPosition[] = []
  let open = positions.map((asked) => ({asked, from: asked.from}))
  for (let round = 0; open.length > 0 && round < MOST_ROUNDS; round++) {
    const bytes = await fetchBatches(
      cluster,
      open.map(({asked, from}) => ({...asked, from})),
    )
    open = open.flatMap(({asked, from}, index) => {
      const records = bytes[index]
      if (records?.length === 0) large.push(asked)
      const first = records && firstRecord(records, from)
      if (first?.kind !== 'later') {
        if (first) found.set(asked, first)
        return []
      }
      if (first.offset < asked.end) return [{asked, from: first.offset}]
      found.set(asked, {kind: 'none'})
      return []
    })
  }
  await fetchLarge(cluster, large.slice(0, MOST_LARGE), found)
  return positions.map((position) => found.get(position))
}

// A batch is always handed out whole when it is the only one that is asked for.
async function fetchLarge(
  cluster: Cluster,
  positions: readonly ReadPosition[],
  found: Map<ReadPosition, NextRecord>,
): Promise<void> {
  const queue = [...positions]
  const worker = async (): Promise<void> => {
    for (let asked = queue.shift(); asked; asked = queue.shift()) {
      const [bytes] = await fetchBatches(cluster, [asked], 1)
      const first = bytes && firstRecord(bytes, asked.from)
      if (first && first.kind !== 'later') found.set(asked, first)
    }
  }
  await Promise.all(Array.from({length: LARGE_AT_ONCE}, worker))
}

/** The bytes of the batches at each position, in the order asked; `undefined` for an error. */
async function fetchBatches(
  cluster: Cluster,
  positions: readonly ReadPosition[],
  partitionBytes = PARTITION_BYTES,
): Promise<(Buffer | undefined)[]> {
  const results = new Map<ReadPosition, Buffer>()
  await Promise.all(
    requests(positions).map(async ({leader, of}) => {
      const partitionMaxBytes = Math.min(partitionBytes, Math.floor(ANSWER_BYTES / of.length))
      const answer = await attempt(() =>
        cluster.toBroker(leader, 'Fetch', fetchRequest(of, partitionMaxBytes), {maxVersion: MAX_VERSION}),
      )
      if ('error' in answer) return
      const rows = rowsByPartition(answer.value)
      for (const position of of) {
        const row = rows.get(partitionKey(position))
        // Records that may not be read tell nothing about the lag: that is known already.
        if (row?.errorCode === 0) results.set(position, row.records ?? Buffer.alloc(0))
      }
    }),
  )
  return positions.map((position) => results.get(position))
}

/** One request a leader; a partition that several groups read at different offsets needs one for each of them. */
function requests(positions: readonly ReadPosition[]): {leader: number; of: readonly ReadPosition[]}[] {
  const turns = new Map<string, number>()
  const grouped = groupBy(positions, (position) => {
    const key = partitionKey(position)
    const turn = turns.get(key) ?? 0
    turns.set(key, turn + 1)
    return `${position.leader}/${turn}`
  })
  return [...grouped.values()].map((of) => ({leader: of[0]?.leader ?? -1, of}))
}

const fetchRequest = (positions: readonly ReadPosition[], partitionMaxBytes: number): FetchRequest => ({
  maxWaitMs: 0,
  minBytes: 0,
  maxBytes: ANSWER_BYTES,
  topics: [...byTopic(positions)].map(([topic, of]) => ({
    topic,
    partitions: of.map(({partition, from}) => ({partition, fetchOffset: from, partitionMaxBytes})),
  })),
})

type FetchRow = FetchResponse['responses'][number]['partitions'][number]

const rowsByPartition = ({responses}: FetchResponse): ReadonlyMap<string, FetchRow> =>
  new Map(
    responses.flatMap(({topic, partitions}) =>
      partitions.map((row) => [partitionKey({topic, partition: row.partitionIndex}), row] as const),
    ),
  )
