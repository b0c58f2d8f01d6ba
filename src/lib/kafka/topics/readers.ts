import type {Cluster} from '../cluster.js'
import {attempt} from '../lag/attempt.js'
import {describeLag} from '../lag/describe.js'
import type {PartitionLag} from '../lag/types.js'
import type {KbookError} from '../../errors.js'
import type {GroupState} from '../types.js'

/** A group that has commits on topics, or partitions of them assigned. */
export interface TopicReader {
  readonly group: string
  readonly state: GroupState
  readonly members: number
  readonly topics: readonly string[]
  /** Messages that it has not read there; undefined where it could not be read. */
  readonly lag: bigint | undefined
  readonly partitions: readonly PartitionLag[]
}

export interface TopicReaders {
  readonly groups: readonly TopicReader[]
  /** Why there may be groups that are not listed. */
  readonly error?: KbookError | undefined
  /** Brokers that could not list their groups. */
  readonly unanswered: readonly number[]
}

/** Who reads topics, those with members first. Groups that this user may not see are missing. */
export async function topicReaders(cluster: Cluster, topics: readonly string[]): Promise<TopicReaders> {
  const names = new Set(topics)
  // Nothing is named, so that a topic that nobody reads is no error.
  const scope = {named: [], includes: (topic: string) => names.has(topic)}
  const everyone = {all: true, names: [], patterns: []}
  const answer = await attempt(() => describeLag(cluster, everyone, {scope, time: false}))
  if ('error' in answer) return {groups: [], error: answer.error, unanswered: []}
  const {groups, unanswered} = answer.value
  return {
    unanswered: unanswered.map(({broker}) => broker),
    groups: groups
      .filter(({partitions}) => partitions.length > 0)
      .map(({group, state, members, partitions, total}) => ({
        group,
        state,
        members: members.length,
        topics: [...new Set(partitions.map(({topic}) => topic))].sort(),
        lag: total.lag,
        partitions,
      }))
      .sort((a, b) => b.members - a.members || (a.group < b.group ? -1 : 1)),
  }
}
