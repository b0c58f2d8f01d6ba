import {KbookError} from '../errors.js'
import type {Cluster} from './cluster.js'
import type {FetchResponse} from './protocol/apis/fetch.js'
import {ERROR_CODE} from './protocol/errors.js'
import {parseBatches} from './records/batches.js'
import type {AbortedTransaction} from './records/committed.js'
import type {RecordBatch} from './records/types.js'
import {failureOf, scatter, UNANSWERED, Failure} from './scatter.js'
import {byTopic, leadersOf} from './topic-partitions.js'
import type {TopicPartition} from './types.js'

export interface FetchPosition extends TopicPartition {
  /** First offset to read. */
  readonly offset: bigint
  /**
   * The topic that is meant, should another one have its name by now: a broker that takes ids refuses that one
   * (UNKNOWN_TOPIC_ID).
   */
  readonly topicId?: string | undefined
}

export interface FetchOptions {
  /** Bytes of one answer in all, 16 MiB without it. The first batch comes whole even when it is larger. */
  readonly maxBytes?: number
  /** Bytes of one partition, 1 MiB without it. */
  readonly partitionMaxBytes?: number
  /** Milliseconds that the broker waits for a record to come when there is none; 0 without it. */
  readonly maxWaitMs?: number
  /** `committed` ends at the last stable offset and names aborted transactions; `uncommitted` without it. */
  readonly isolation?: 'committed' | 'uncommitted'
  /** Sends the leader epochs of topics whose id is not given, so that only the leader that is meant answers. */
  readonly sameLeader?: boolean
}

export type FetchedPartition = TopicPartition &
  (
    | {
        readonly batches: readonly RecordBatch[]
        /** Of the batches, under `committed`: see committedBatches(). */
        readonly aborted: readonly AbortedTransaction[]
        /** Where to read on: after the last complete batch, or where this fetch began. */
        readonly nextOffset: bigint
        readonly highWatermark: bigint
        readonly lastStable: bigint
        /** Undefined on brokers that do not tell. */
        readonly logStart: bigint | undefined
        /** That the leader agreed to have, with `sameLeader`. */
        readonly leaderEpoch: number | undefined
        readonly error?: undefined
      }
    | {readonly error: KbookError}
  )

type Fetched = Omit<Exclude<FetchedPartition, {error: KbookError}>, keyof TopicPartition>

/** From this version on topics are named by their id. */
const BY_ID = 13
const WITH_EPOCHS = 9

/**
 * Reads batches from many partitions, one request a leader, in the order asked. Each partition at most once.
 * Batches may begin before the offset asked for.
 */
export async function fetchRecords(
  cluster: Cluster,
  positions: readonly FetchPosition[],
  options: FetchOptions = {},
): Promise<FetchedPartition[]> {
  const results = await scatter<FetchPosition, Fetched>(
    {
      keys: positions,
      locate: (keys, refresh) => leadersOf(cluster, keys, refresh),
      ask: (broker, keys) => askRecords(cluster, broker, keys, options),
    },
    cluster.requestTimeoutMs,
  )
  return positions.map(({topic, partition}, index) => {
    const result = results[index] ?? UNANSWERED
    return result instanceof KbookError ? {topic, partition, error: result} : {topic, partition, ...result}
  })
}

async function askRecords(
  cluster: Cluster,
  broker: number,
  positions: readonly FetchPosition[],
  options: FetchOptions,
): Promise<Map<FetchPosition, Fetched | Failure>> {
  const {maxBytes = 16 << 20, partitionMaxBytes = 1 << 20, maxWaitMs = 0, isolation} = options
  const epochs = await leaderEpochs(cluster, positions, options)
  const grouped = byTopic(positions)
  const byId = new Map([...grouped.values()].map((rows) => [rows[0]?.topicId, rows]))
  const isolationLevel = isolation === 'committed' ? 1 : 0
  const {responses} = await cluster.toBroker(
    broker,
    'Fetch',
    (version) => ({
      ...{maxWaitMs, minBytes: maxWaitMs > 0 ? 1 : 0, maxBytes, isolationLevel},
      topics: [...grouped].map(([topic, rows]) => ({
        ...(version < BY_ID ? {topic} : {topicId: rows[0]?.topicId ?? ''}),
        partitions: rows.map((position) => ({
          partition: position.partition,
          fetchOffset: position.offset,
          partitionMaxBytes,
          ...(version < WITH_EPOCHS ? {} : {currentLeaderEpoch: epochs.get(position) ?? -1}),
        })),
      })),
    }),
    {
      maxVersion: byId.has(undefined) ? BY_ID - 1 : BY_ID,
      timeoutMs: cluster.requestTimeoutMs + maxWaitMs,
      apart: maxWaitMs > 0,
    },
  )
  const results = new Map<FetchPosition, Fetched | Failure>()
  for (const {topic, topicId, partitions} of responses) {
    const rows = new Map(partitions.map((row) => [row.partitionIndex, row]))
    for (const position of grouped.get(topic) ?? byId.get(topicId) ?? []) {
      const row = rows.get(position.partition)
      if (row)
        results.set(
          position,
          attempt(() => fetched(position, row, epochs.get(position))),
        )
    }
  }
  return results
}

/** As the cluster described the topics last: when a leader refuses one, it is looked up again. */
async function leaderEpochs(
  cluster: Cluster,
  positions: readonly FetchPosition[],
  {sameLeader}: FetchOptions,
): Promise<ReadonlyMap<FetchPosition, number | undefined>> {
  const unnamed = sameLeader ? positions.filter(({topicId}) => topicId === undefined) : []
  if (unnamed.length === 0) return new Map()
  const topics = await cluster.topics([...byTopic(unnamed).keys()])
  return new Map(
    unnamed.map((position) => {
      const {partitions = []} = topics.get(position.topic) ?? {}
      return [position, partitions.find(({partition}) => partition === position.partition)?.leaderEpoch]
    }),
  )
}

/** Batches that cannot be read are the fault of their partition alone. */
function attempt(read: () => Fetched | Failure): Fetched | Failure {
  try {
    return read()
  } catch (error) {
    if (error instanceof KbookError) return new Failure(error, 0)
    throw error
  }
}

type Row = FetchResponse['responses'][number]['partitions'][number]

function fetched(
  {topic, partition, offset}: FetchPosition,
  row: Row,
  leaderEpoch: number | undefined,
): Fetched | Failure {
  if (row.errorCode !== ERROR_CODE.none) return failureOf(row.errorCode, `${topic}-${partition}`)
  const batches = parseBatches(row.records ?? Buffer.alloc(0))
  const last = batches.at(-1)
  return {
    batches,
    aborted: row.abortedTransactions ?? [],
    nextOffset: last ? last.lastOffset + 1n : offset,
    highWatermark: row.highWatermark,
    lastStable: row.lastStableOffset,
    logStart: row.logStartOffset < 0n ? undefined : row.logStartOffset,
    leaderEpoch,
  }
}
