import type {RowOutcome} from '../../change/outcome.js'
import type {Cluster} from '../cluster.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {byTopic} from '../topic-partitions.js'
import {codesOf, groupRefused, outcomes} from './answers.js'
import type {PlannedOffset} from './types.js'

/** Names topics; the next version knows them by id only. */
const LATEST = 9
/** The first one that knows commits of those who are no members. */
const OLDEST = 2
/** Of who is no member of the group. */
const NOBODY = {generationIdOrMemberEpoch: -1, memberId: '', groupInstanceId: null} as const

/** Commits offsets without joining the group. The broker refuses that while the group has members. */
export function commitOffsets(
  cluster: Cluster,
  groupId: string,
  rows: readonly PlannedOffset[],
): Promise<RowOutcome[]> {
  return outcomes(groupId, rows, 'Read', async () => {
    const topics = [...byTopic(rows)].map(([name, partitions]) => ({
      name,
      partitions: partitions.map(({partition, target, leaderEpoch, metadata}) => ({
        partitionIndex: partition,
        committedOffset: target ?? -1n,
        committedLeaderEpoch: leaderEpoch ?? -1,
        committedMetadata: metadata ?? '',
      })),
    }))
    const body = {groupId, ...NOBODY, retentionTimeMs: -1n, topics}
    const answer = await cluster.toCoordinator(groupId, 'OffsetCommit', body, {
      minVersion: OLDEST,
      maxVersion: LATEST,
    })
    return codesOf(answer.topics)
  })
}

/** Deletes commits. The broker refuses those of topics that live members are subscribed to. */
export function deleteOffsets(
  cluster: Cluster,
  groupId: string,
  rows: readonly PlannedOffset[],
): Promise<RowOutcome[]> {
  return outcomes(groupId, rows, 'Delete', async () => {
    const topics = [...byTopic(rows)].map(([name, partitions]) => ({
      name,
      partitions: partitions.map(({partition}) => ({partitionIndex: partition})),
    }))
    const {errorCode, topics: answers} = await cluster.toCoordinator(groupId, 'OffsetDelete', {
      groupId,
      topics,
    })
    return errorCode === ERROR_CODE.none ? codesOf(answers) : groupRefused(errorCode, groupId, 'Delete')
  })
}
