import {plural} from '../../../output/format.js'
import {partitionKey} from '../../lag/partition-key.js'
import type {PartitionInfo, TopicInfo} from '../../types.js'
import {about, fine, share, trouble, unread} from '../finding.js'
import type {Finding, HealthSnapshot} from '../types.js'
import {detail, nextTopic, partitionsOf, place} from './partition-words.js'

/** No leader, or one that is not alive: neither written nor read. */
export function judgePartitions({
  info,
  topics,
  eligible,
}: Pick<HealthSnapshot, 'info' | 'topics' | 'eligible'>): readonly Finding[] {
  const alive = new Set(info.brokers.map(({id}) => id))
  return about('partitions', 'partitions', topics, (topicsNow) => {
    const all = partitionsOf(topicsNow)
    if (topicsNow.size === 0) return [fine('partitions', 'there is no topic')]
    const offline = all.filter(({leader}) => leader === undefined || !alive.has(leader))
    const found = [
      ...(offline.length > 0 ? [leaderless(offline, all.length, eligible)] : []),
      ...unreadTopics(topicsNow),
    ]
    return found.length > 0
      ? found
      : [fine('partitions', `${plural(all.length, 'partition')}, each with a leader`)]
  })
}

/** Who would lead it without losing anything, as far as the cluster tells. */
function heirs(one: PartitionInfo, eligible: HealthSnapshot['eligible']): string {
  const told = 'value' in eligible ? eligible.value.get(partitionKey(one)) : undefined
  if (told && told.eligible.length > 0) return ` · could lead ${told.eligible.join(', ')}`
  if (told && told.lastKnown.length > 0) return ` · in sync last ${told.lastKnown.join(', ')}`
  return ''
}

const leaderless = (
  offline: readonly PartitionInfo[],
  of: number,
  eligible: HealthSnapshot['eligible'],
): Finding =>
  trouble({
    check: 'partitions',
    level: 'critical',
    title: `${share(offline.length, of, 'partition')} without a leader`,
    meaning:
      'They are neither written nor read. Bring back a broker that is in sync or could lead, all of its replicas where none is named; an unclean election loses messages.',
    evidence: offline.map((one) => ({subject: place(one), detail: detail(one) + heirs(one, eligible)})),
    next: ['kbook broker list', ...nextTopic(offline[0])],
  })

function unreadTopics(topics: ReadonlyMap<string, TopicInfo>): Finding[] {
  const failed = [...topics.values()].filter(({error, partitions}) => error && partitions.length === 0)
  const error = failed[0]?.error
  return error ? [unread('partitions', share(failed.length, topics.size, 'topic'), error)] : []
}
