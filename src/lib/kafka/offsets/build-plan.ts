import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {isMissing, type FoundGroup} from '../lag/find-groups.js'
import {readEnds} from '../lag/read-ends.js'
import {listOffsets} from '../list-offsets.js'
import {inOrder} from '../topic-partitions.js'
import type {BrokerFailure, CommittedOffset, ListedOffset, PartitionInfo} from '../types.js'
import {activeGroup, isActive} from './active-group.js'
import {plannedOffset, totals} from './calculate.js'
import type {OffsetPlan, PlannedGroup, Position} from './types.js'

/** A partition of a group, and where it is to be put. */
export interface WantedOffset {
  readonly commit: CommittedOffset
  readonly info: PartitionInfo
  readonly position: Position
}

export interface WantedGroup {
  readonly found: FoundGroup
  readonly offsets: readonly WantedOffset[]
}

export interface PlanOptions {
  readonly verb: OffsetPlan['verb']
  readonly instantMs?: number | undefined
  readonly leftOut?: readonly string[]
  readonly unanswered?: readonly BrokerFailure[]
}

/**
 * Reads the ends of each partition, after the commits, and works out what the change would do.
 *
 * @throws KbookError that of the group, `GROUP_ACTIVE` for one, when there is no other to be changed
 */
export async function buildPlan(
  cluster: Cluster,
  wanted: readonly WantedGroup[],
  {verb, instantMs, leftOut = [], unanswered = []}: PlanOptions,
): Promise<OffsetPlan> {
  const refused = new Map(wanted.map(({found}) => [found, refusal(found, verb)]))
  const open = wanted.filter(({found}) => !refused.get(found))
  const [first] = refused.values()
  if (first && open.length === 0) throw first
  const rows = open.flatMap(({offsets}) => offsets)
  const [ends, times, topics] = await Promise.all([
    readEnds(cluster, new Set(rows.map(({info}) => info))),
    atTime(cluster, rows, instantMs),
    cluster.topics([...new Set(rows.map(({info}) => info.topic))]),
  ])
  const groups = wanted.map(({found, offsets}): PlannedGroup => {
    const error = refused.get(found)
    const facts = {...describe(found), ...(error && {error})}
    if (error) return {...facts, offsets: []}
    const planned = offsets.flatMap(({commit, info, position}) => {
      const known = ends.get(info)
      if (!known) return []
      const topicId = topics.get(info.topic)?.topicId
      const planned = plannedOffset({commit, position, ends: known, atTime: times.get(info)})
      return [{...planned, ...(topicId !== undefined && {topicId})}]
    })
    return {...facts, offsets: planned.sort(inOrder)}
  })
  return {
    cluster: cluster.name,
    verb,
    ...(instantMs !== undefined && {instant: new Date(instantMs).toISOString()}),
    groups,
    leftOut,
    unanswered,
    total: totals(groups),
  }
}

const describe = (found: FoundGroup): Omit<PlannedGroup, 'offsets' | 'error'> => ({
  group: found.offsets.groupId,
  // Kafka makes a group without members a classic one.
  type: isMissing(found) ? 'classic' : found.description.type,
  state: isMissing(found) ? 'Empty' : found.description.state,
  isNew: isMissing(found),
})

/** Why the group must be left alone. */
function refusal({description, offsets}: FoundGroup, verb: OffsetPlan['verb']): KbookError | undefined {
  const {error} = description
  if (error && error.code !== 'GROUP_NOT_FOUND') return error
  if (offsets.error) return offsets.error
  if (description.type === 'share') return shareGroup(description.groupId)
  return verb === 'commit' && !error && isActive(description) ? activeGroup(description) : undefined
}

/** Brokers answer such a request without an error, and do nothing (seen on Kafka 4.1). */
const shareGroup = (group: string): KbookError =>
  new KbookError('UNSUPPORTED', `"${group}" is a share group: brokers cannot set or delete its offsets yet`, {
    hint: [
      'Where a new share group begins is share.auto.offset.reset of the group (earliest, latest, by_duration).',
      'So that it begins anew: kbook group delete, then set that, then start its consumers.',
    ],
  })

async function atTime(
  cluster: Cluster,
  rows: readonly WantedOffset[],
  timestamp: number | undefined,
): Promise<ReadonlyMap<PartitionInfo, ListedOffset>> {
  const timed = rows.filter(({position, info}) => position.to === 'time' && !info.error)
  const infos = [...new Set(timed.map(({info}) => info))]
  if (timestamp === undefined || infos.length === 0) return new Map()
  const found = await listOffsets(cluster, infos, {timestamp})
  return new Map(infos.flatMap((info, index) => (found[index] ? [[info, found[index]] as const] : [])))
}
