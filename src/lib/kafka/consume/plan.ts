import type {Cluster} from '../cluster.js'
import {KbookError} from '../../errors.js'
import {listOffsets} from '../list-offsets.js'
import {partitionEnds} from '../partition-ends.js'
import {selectPartitions} from '../topics/select.js'
import type {PartitionEnds, TopicPartition} from '../types.js'
import type {ConsumeRequest, PlannedPartition, Position} from './types.js'

/**
 * From where to where each partition is read, as the log is now. One that cannot be asked carries its error.
 *
 * @throws KbookError `TOPIC_NOT_FOUND`, `NOT_FOUND` for a partition that is not there
 */
export async function planConsume(cluster: Cluster, request: ConsumeRequest): Promise<PlannedPartition[]> {
  const partitions = await wanted(cluster, request)
  const ends = await partitionEnds(cluster, partitions)
  const [froms, tos] = await Promise.all([
    timesOf(cluster, partitions, request.from),
    timesOf(cluster, partitions, request.to),
  ])
  const topics = await cluster.topics([...new Set(partitions.map(({topic}) => topic))])
  return partitions.map(({topic, partition}, index): PlannedPartition => {
    const found = ends[index]
    const [from, to] = [froms?.[index], tos?.[index]]
    const error = found?.error ?? from?.error ?? to?.error
    if (!found || found.error || error) return {topic, partition, error: error ?? UNANSWERED}
    const planned = boundsOf(request, found, {from: from?.offset, to: to?.offset})
    return {topic, partition, topicId: topics.get(topic)?.topicId, ...planned}
  })
}

const UNANSWERED = new KbookError('REQUEST_FAILED', 'the broker left this out of its answer')

async function wanted(cluster: Cluster, {topic, partitions}: ConsumeRequest): Promise<TopicPartition[]> {
  const word = partitions ? `${topic.replace(/:[\d,]*$/, '')}:${partitions.join(',')}` : topic
  const all = await selectPartitions(cluster, [word], {internal: true})
  return all.map(({topic, partition}) => ({topic, partition}))
}

const timesOf = (
  cluster: Cluster,
  partitions: readonly TopicPartition[],
  position: Position | undefined,
): ReturnType<typeof listOffsets> | undefined =>
  position?.at === 'time' ? listOffsets(cluster, partitions, {timestamp: position.ms}) : undefined

type Known = Exclude<PartitionEnds, {error: KbookError}>

/** The offsets that positions stand for. A time after the last record stands for the end. */
export function boundsOf(
  {from, to, committed}: Pick<ConsumeRequest, 'from' | 'to' | 'committed'>,
  {logStart, lastStable, highWatermark}: Known,
  times: {from: bigint | undefined; to: bigint | undefined},
): {
  from: bigint
  to: bigint | undefined
  logStart: bigint
  end: bigint
  outside: bigint | undefined
  held: bigint
} {
  const end = committed ? lastStable : highWatermark
  const resolve = (position: Position, time: bigint | undefined): bigint =>
    position.at === 'start'
      ? logStart
      : position.at === 'end'
        ? end
        : position.at === 'offset'
          ? position.offset
          : position.at === 'last'
            ? end - position.count
            : (time ?? end)
  const asked = resolve(from, times.from)
  const start = clamp(asked, logStart, end)
  const until = to && clamp(resolve(to, times.to), start, end)
  const outside = from.at === 'offset' && asked !== start ? asked : undefined
  return {from: start, to: until, logStart, end, outside, held: highWatermark - end}
}

const clamp = (offset: bigint, from: bigint, to: bigint): bigint =>
  offset < from ? from : offset > to ? to : offset
