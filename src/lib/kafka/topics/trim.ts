import {failed, done, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {partitionKey} from '../lag/partition-key.js'
import {readEnds} from '../lag/read-ends.js'
import {listOffsets} from '../list-offsets.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {Failure, failureOf, scatter, UNANSWERED} from '../scatter.js'
import {byTopic, leadersOf} from '../topic-partitions.js'
import type {PartitionInfo, TopicPartition} from '../types.js'
import {requireOwn} from './alter.js'
import {topicReaders, type TopicReaders} from './readers.js'
import {existingTopics, selectPartitions} from './select.js'
import {readSettings} from './settings.js'

/** Up to where messages go. `timestamp` in milliseconds since the epoch: those before it. */
export type TrimTarget = 'end' | {readonly offset: bigint} | {readonly timestamp: number}

export interface TrimRequest {
  /** `orders`, `orders:0,1`, `/pattern/`. */
  readonly words: readonly string[]
  readonly to: TrimTarget
  readonly allowInternal?: boolean
}

export interface TrimRow extends TopicPartition {
  /** Log start offset now. */
  readonly start: bigint
  readonly end: bigint
  /** Log start offset afterwards. */
  readonly target: bigint
  /** Offsets that go: fewer messages where the topic is compacted or transactional. */
  readonly deletes: bigint
}

/** A group that has messages to read which are to go. */
export interface TrimLoss {
  readonly group: string
  readonly members: number
  /** Messages that it has not read and never will. */
  readonly lost: bigint
}

export interface TrimPlan {
  readonly cluster: string
  readonly rows: readonly TrimRow[]
  /** Groups that lose messages, the most first. */
  readonly losses: readonly TrimLoss[]
  readonly readers: Pick<TopicReaders, 'error' | 'unanswered'>
}

/**
 * What deleting the messages before a position destroys.
 *
 * @throws KbookError `TOPIC_NOT_FOUND`; `REFUSED` for internal and for compacted topics, of which Kafka deletes
 * nothing; `BAD_INPUT` for an offset beyond the end; the error of a partition that could not be read
 */
export async function planTrim(cluster: Cluster, request: TrimRequest): Promise<TrimPlan> {
  const {words, to, allowInternal = false} = request
  const select = {internal: allowInternal}
  const partitions = await selectPartitions(cluster, words, select)
  const names = [...byTopic(partitions).keys()]
  requireOwn(await existingTopics(cluster, names, select), allowInternal)
  const [, ends, readers] = await Promise.all([
    requireDeletable(cluster, names),
    readEnds(cluster, new Set(partitions)),
    topicReaders(cluster, names),
  ])
  const targets = await targetOffsets(cluster, partitions, to)
  const rows = partitions.map((info, index): TrimRow => {
    const {topic, partition} = info
    const one = ends.get(info)
    if (!one || one.error) throw one?.error ?? UNANSWERED
    const {logStart: start, highWatermark: end} = one
    const wanted = targets?.[index] ?? end
    if (wanted > end) {
      throw new KbookError('BAD_INPUT', `${topic}-${partition} ends at ${end}, before ${wanted}`, {
        hint: 'An offset is that of one partition: name it, as in orders:0. --to end deletes all.',
      })
    }
    const target = wanted < start ? start : wanted
    return {topic, partition, start, end, target, deletes: target - start}
  })
  return {
    cluster: cluster.name,
    rows,
    losses: lossesOf(readers, rows),
    readers: {error: readers.error, unanswered: readers.unanswered},
  }
}

/** Groups whose next message goes; those that never committed start anywhere, and lose nothing that is known. */
export function lossesOf({groups}: Pick<TopicReaders, 'groups'>, rows: readonly TrimRow[]): TrimLoss[] {
  const byPartition = new Map(rows.map((row) => [partitionKey(row), row]))
  return groups
    .map(({group, members, partitions}) => ({
      group,
      members,
      lost: partitions.reduce((sum, one) => {
        const row = byPartition.get(partitionKey(one))
        if (!row || one.committed === undefined || one.committed >= row.target) return sum
        return sum + row.target - (one.committed > row.start ? one.committed : row.start)
      }, 0n),
    }))
    .filter(({lost}) => lost > 0n)
    .sort((a, b) => (a.lost < b.lost ? 1 : a.lost > b.lost ? -1 : 0))
}

/** Deletes what the plan says; leaders are asked all at once. Interrupted before that, nothing is done. */
export async function applyTrim(
  cluster: Cluster,
  plan: Pick<TrimPlan, 'rows'>,
  {signal, progress}: ChangeControl,
): Promise<RowOutcome[]> {
  const rows = plan.rows.filter(({deletes}) => deletes > 0n)
  const subject = ({topic, partition, target}: TrimRow): string => `${topic}-${partition} starts at ${target}`
  if (signal.aborted) return rows.map((row) => notDone(subject(row)))
  const results = await scatter<TrimRow, true>(
    {
      keys: rows,
      locate: (keys, refresh) => leadersOf(cluster, keys, refresh),
      ask: (broker, keys) => deleteRecords(cluster, broker, keys),
    },
    cluster.requestTimeoutMs,
  )
  progress(rows.length, rows.length)
  return rows.map((row, index) => {
    const result = results[index] ?? UNANSWERED
    return result === true ? done(subject(row)) : failed(`${row.topic}-${row.partition}`, result)
  })
}

async function deleteRecords(
  cluster: Cluster,
  broker: number,
  rows: readonly TrimRow[],
): Promise<Map<TrimRow, true | Failure>> {
  const topics = [...byTopic(rows)].map(([name, of]) => ({
    name,
    partitions: of.map(({partition, target}) => ({partitionIndex: partition, offset: target})),
  }))
  const answer = await cluster.toBroker(broker, 'DeleteRecords', {
    topics,
    timeoutMs: cluster.requestTimeoutMs,
  })
  const codes = new Map(
    answer.topics.flatMap(({name, partitions}) =>
      partitions.map(({partitionIndex, errorCode}) => [
        partitionKey({topic: name, partition: partitionIndex}),
        errorCode,
      ]),
    ),
  )
  return new Map(
    rows.flatMap((row) => {
      const code = codes.get(partitionKey(row))
      return code === undefined ? [] : [[row, code === ERROR_CODE.none ? true : refusal(row, code)]]
    }),
  )
}

function refusal({topic, partition}: TrimRow, code: number): Failure {
  const {patienceMs} = failureOf(code, topic)
  const needs = {operation: 'Delete', type: 'topic', name: topic} as const
  return new Failure(kafkaError(code, `${topic}-${partition}`, undefined, needs), patienceMs)
}

/** By partition; undefined for the end. */
async function targetOffsets(
  cluster: Cluster,
  partitions: readonly PartitionInfo[],
  to: TrimTarget,
): Promise<readonly (bigint | undefined)[] | undefined> {
  if (to === 'end') return undefined
  if ('offset' in to) return partitions.map(() => to.offset)
  const listed = await listOffsets(cluster, partitions, to)
  return listed.map(({offset, error}) => {
    if (error) throw error
    return offset
  })
}

/** Kafka deletes records only where cleanup.policy names it: refused before anything is asked. */
async function requireDeletable(cluster: Cluster, topics: readonly string[]): Promise<void> {
  for (const [name, settings] of await readSettings(cluster, topics)) {
    const policy = settings.get('cleanup.policy')?.value ?? 'delete'
    if (policy.split(',').includes('delete')) continue
    throw new KbookError('REFUSED', `topic "${name}" is compacted: Kafka deletes nothing from its start`, {
      hint: [
        'Only keys with a null value go, when they are compacted away.',
        `kbook topic alter ${name} --append cleanup.policy=delete     allows it, and deletes by retention from then on`,
      ],
    })
  }
}
