import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {FoundGroup} from '../lag/find-groups.js'
import {groupRows, neverCommitted, topicsOf} from '../lag/group-rows.js'
import {partitionKey} from '../lag/partition-key.js'
import {EVERY_TOPIC, topicScope, topicWord, type GroupSelection} from '../lag/selection.js'
import {selectPartitions} from '../topics/select.js'
import type {PartitionInfo, TopicInfo} from '../types.js'
import {buildPlan, type WantedOffset} from './build-plan.js'
import {groupsToChange} from './read-groups.js'
import type {OffsetPlan, Position} from './types.js'

/** Which partitions of a group are meant. */
export type ResetScope =
  /** Those that it has committed. */
  | 'committed'
  /** All of each topic on which it has committed. */
  | 'its-topics'
  /** `orders`, `orders:0,1`; `/pattern/` for topics on which it has committed. */
  | readonly string[]

export interface ResetRequest {
  readonly groups: GroupSelection
  readonly scope: ResetScope
  readonly position: Exclude<Position, {to: 'nothing'}>
  /** Also topics on which the group has committed nothing. */
  readonly allowNewTopics: boolean
  /** Also a group that does not exist. */
  readonly allowNewGroups: boolean
}

/**
 * What putting groups to one position would do; partitions that cannot be planned carry their errors.
 *
 * @throws KbookError `GROUP_NOT_FOUND`, `TOPIC_NOT_FOUND`, `NOT_FOUND`, `GROUP_ACTIVE`
 */
export async function planReset(cluster: Cluster, request: ResetRequest): Promise<OffsetPlan> {
  const {position, scope} = request
  const {groups, ...beside} = await groupsToChange(cluster, request.groups, request.allowNewGroups)
  const named = typeof scope === 'string' ? [] : await namedPartitions(cluster, scope)
  const topics = await cluster.topics([...new Set(groups.flatMap((group) => [...topicsOf(group)]))])
  const wanted = groups.map((found) => {
    const rows =
      typeof scope === 'string' ? ownRows(found, topics, scope) : wordRows(found, topics, scope, named)
    if (!request.allowNewTopics) requireOwnTopics(found, named)
    return {found, offsets: rows.map((row) => ({...row, position}))}
  })
  const instantMs = position.to === 'time' ? position.ms : undefined
  return buildPlan(cluster, wanted, {verb: 'commit', instantMs, ...beside})
}

export type OffsetRow = Pick<WantedOffset, 'commit' | 'info'>
type Topics = ReadonlyMap<string, TopicInfo>

const isNamed = (word: string): boolean => typeof topicWord(word).matches === 'string'

async function namedPartitions(cluster: Cluster, words: readonly string[]): Promise<PartitionInfo[]> {
  const names = words.filter(isNamed)
  return names.length === 0 ? [] : selectPartitions(cluster, names, {internal: true})
}

function ownRows(found: FoundGroup, topics: Topics, scope: 'committed' | 'its-topics'): OffsetRow[] {
  const rows = groupRows(found, topics, EVERY_TOPIC)
  return scope === 'its-topics'
    ? rows
    : rows.filter(({commit}) => commit.offset !== undefined || commit.error !== undefined)
}

function wordRows(
  found: FoundGroup,
  topics: Topics,
  words: readonly string[],
  named: readonly PartitionInfo[],
): OffsetRow[] {
  const commits = new Map(found.offsets.partitions.map((commit) => [partitionKey(commit), commit]))
  const rows = new Map<string, OffsetRow>()
  for (const info of named) {
    const key = partitionKey(info)
    rows.set(key, {info, commit: commits.get(key) ?? neverCommitted(info)})
  }
  const patterns = words.filter((word) => !isNamed(word))
  if (patterns.length === 0) return [...rows.values()]
  for (const row of groupRows(found, topics, topicScope(patterns))) {
    const key = partitionKey(row.commit)
    if (!rows.has(key)) rows.set(key, row)
  }
  return [...rows.values()]
}

function requireOwnTopics(found: FoundGroup, named: readonly PartitionInfo[]): void {
  // Where a group could not be read, nobody knows what it has.
  if (found.offsets.error) return
  const own = topicsOf(found)
  const other = named.find(({topic}) => !own.has(topic))
  if (!other) return
  const known = [...own].sort().slice(0, 5)
  throw new KbookError(
    'NOT_FOUND',
    `group "${found.offsets.groupId}" has nothing on topic "${other.topic}"`,
    {
      hint: [
        ...(known.length > 0 ? [`It has commits on: ${known.join(', ')}`] : []),
        '--allow-new-topics commits there all the same.',
      ],
    },
  )
}
