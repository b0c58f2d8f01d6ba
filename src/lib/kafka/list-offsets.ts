import {KbookError} from '../errors.js'
import type {Cluster} from './cluster.js'
import type {ListOffsetsResponse} from './protocol/apis/list-offsets.js'
import {ERROR_CODE} from './protocol/errors.js'
import {failureOf, scatter, type Failure} from './scatter.js'
import {byTopic, leadersOf} from './topic-partitions.js'
import type {ListedOffset, OffsetSpec, TopicPartition} from './types.js'

/** What stands for a timestamp in the request, and the version from which brokers understand it. */
const SPECS = {
  earliest: {timestamp: -2n, minVersion: 1, isolationLevel: 0},
  latest: {timestamp: -1n, minVersion: 1, isolationLevel: 0},
  // The end as a consumer sees it that reads committed records only.
  lastStable: {timestamp: -1n, minVersion: 2, isolationLevel: 1},
  maxTimestamp: {timestamp: -3n, minVersion: 7, isolationLevel: 0},
} as const

/** Offsets of many partitions, one request a leader, in the order asked. */
export async function listOffsets(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  spec: OffsetSpec,
): Promise<ListedOffset[]> {
  const results = await scatter<TopicPartition, OffsetRow>(
    {
      keys: partitions,
      locate: (keys, refresh) => leadersOf(cluster, keys, refresh),
      ask: (broker, keys) => askOffsets(cluster, broker, keys, spec),
    },
    cluster.requestTimeoutMs,
  )
  return partitions.map((key, index) => listed(key, results[index]))
}

export interface OffsetRow {
  /** Negative when there is none. */
  readonly offset: bigint
  readonly timestamp: bigint
  readonly leaderEpoch: number
}

/** What one leader answers for its partitions. */
export async function askOffsets(
  cluster: Cluster,
  broker: number,
  partitions: readonly TopicPartition[],
  spec: OffsetSpec,
): Promise<Map<TopicPartition, OffsetRow | Failure>> {
  const query = typeof spec === 'string' ? SPECS[spec] : {...SPECS.latest, timestamp: timestampOf(spec)}
  const grouped = byTopic(partitions)
  const topics = [...grouped].map(([name, rows]) => ({
    name,
    partitions: rows.map(({partition}) => ({partitionIndex: partition, timestamp: query.timestamp})),
  }))
  const {isolationLevel, minVersion} = query
  const answer = await cluster.toBroker(
    broker,
    'ListOffsets',
    {replicaId: -1, isolationLevel, topics, timeoutMs: cluster.requestTimeoutMs},
    {minVersion},
  )
  const found = new Map(answer.topics.map((topic) => [topic.name, topic.partitions]))
  const results = new Map<TopicPartition, OffsetRow | Failure>()
  for (const [name, keys] of grouped) {
    const rows = new Map(found.get(name)?.map((row) => [row.partitionIndex, row]))
    for (const key of keys) {
      const row = rows.get(key.partition)
      if (row) results.set(key, offsetRow(key, row))
    }
  }
  return results
}

/** Negative ones are no times: they stand for the start, the end and others. */
function timestampOf({timestamp}: Exclude<OffsetSpec, string>): bigint {
  if (timestamp >= 0) return BigInt(timestamp)
  throw new KbookError('BAD_INPUT', `a record cannot be from before 1970: ${timestamp} ms`)
}

type Row = ListOffsetsResponse['topics'][number]['partitions'][number]

const offsetRow = ({topic, partition}: TopicPartition, row: Row): OffsetRow | Failure =>
  row.errorCode === ERROR_CODE.none
    ? row
    : failureOf(row.errorCode, `${topic}-${partition}`, undefined, {
        operation: 'Describe',
        type: 'topic',
        name: topic,
      })

function listed({topic, partition}: TopicPartition, row: OffsetRow | KbookError | undefined): ListedOffset {
  const where = {topic, partition}
  if (row === undefined || row instanceof KbookError) {
    return {...where, offset: undefined, timestamp: undefined, leaderEpoch: undefined, error: row}
  }
  return {
    ...where,
    offset: row.offset < 0n ? undefined : row.offset,
    timestamp: row.timestamp < 0n ? undefined : Number(row.timestamp),
    leaderEpoch: row.leaderEpoch < 0 ? undefined : row.leaderEpoch,
    error: undefined,
  }
}
