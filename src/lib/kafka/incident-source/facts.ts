import type {PartitionFacts, StartRules} from '../../consumer/engine/positions.js'
import type {SourcePosition} from '../../consumer/history/store.js'
import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {fetchCommitted} from '../committed-offsets.js'
import {listOffsets} from '../list-offsets.js'
import {partitionEnds} from '../partition-ends.js'
import type {CommittedOffset, TopicPartition} from '../types.js'

export interface FactsRequest {
  readonly group: string
  readonly partitions: readonly TopicPartition[]
  /** All that the history has stored. */
  readonly stored: readonly SourcePosition[]
  readonly rules: Pick<StartRules, 'startFrom' | 'asked'>
}

export interface Facts {
  readonly known: readonly PartitionFacts[]
  /** Partitions that cannot be read now, such as those without a leader. */
  readonly failed: readonly (TopicPartition & {readonly error: KbookError})[]
}

/** What decides where each partition is read from. Commits are read before the ends. */
export async function partitionFacts(cluster: Cluster, request: FactsRequest): Promise<Facts> {
  const {partitions, stored} = request
  const commits = await committedOf(cluster, request)
  // Before the ends: should a topic be made anew in between, its old id is refused when it is read.
  const topics = await cluster.topics([...new Set(partitions.map(({topic}) => topic))], {refresh: true})
  const ends = await partitionEnds(cluster, partitions)
  const atTime = await offsetsAtTime(cluster, request)
  const storedBy = new Map(stored.map((position) => [keyOf(position), position]))
  const knownTopics = new Set(stored.map(({topic}) => topic))
  const known = ends.flatMap((end): PartitionFacts[] => {
    if (end.error) return []
    const {topic, partition, logStart, lastStable} = end
    const commit = commits.get(keyOf(end))
    const committed =
      commit?.offset === undefined ? undefined : {offset: commit.offset, metadata: commit.metadata}
    return [
      {
        topic,
        partition,
        topicId: topics.get(topic)?.topicId ?? '',
        logStart,
        end: lastStable,
        atTime: atTime.get(keyOf(end)),
        committed,
        stored: storedBy.get(keyOf(end)),
        topicKnown: knownTopics.has(topic),
      },
    ]
  })
  return {known, failed: ends.flatMap((end) => (end.error ? [{...end, error: end.error}] : []))}
}

export const keyOf = ({topic, partition}: TopicPartition): string => `${topic}-${partition}`

async function committedOf(
  cluster: Cluster,
  {group, partitions}: FactsRequest,
): Promise<Map<string, CommittedOffset>> {
  const [offsets] = await fetchCommitted(cluster, [group], partitions)
  if (offsets?.error) throw offsets.error
  const rows = offsets?.partitions ?? []
  const failed = rows.find(({error}) => error)
  if (failed?.error) throw failed.error
  return new Map(rows.map((row) => [keyOf(row), row]))
}

/** First offset at or after the time that the rules name, if they name one. */
async function offsetsAtTime(
  cluster: Cluster,
  {partitions, rules}: FactsRequest,
): Promise<Map<string, bigint>> {
  const from = rules.asked ?? rules.startFrom
  if (typeof from === 'string' || !('time' in from)) return new Map()
  const listed = await listOffsets(cluster, partitions, {timestamp: from.time})
  const found = new Map<string, bigint>()
  for (const row of listed) {
    if (row.offset !== undefined) found.set(keyOf(row), row.offset)
  }
  return found
}
