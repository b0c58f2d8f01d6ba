import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {requireNoneHidden} from '../groups/hidden.js'
import {findGroups} from '../lag/find-groups.js'
import {requireTopics} from '../lag/require-topics.js'
import type {GroupSelection, TopicScope} from '../lag/selection.js'
import {inOrder} from '../topic-partitions.js'
import type {BrokerFailure, TopicPartition} from '../types.js'

export interface ExportedOffset extends TopicPartition {
  readonly group: string
  readonly offset: bigint
}

export interface ExportedOffsets {
  /** By group, topic and partition. */
  readonly offsets: readonly ExportedOffset[]
  /** Groups, or partitions of groups, that could not be read. */
  readonly failed: readonly {readonly group: string; readonly error: KbookError}[]
  readonly unanswered: readonly BrokerFailure[]
}

/** What groups have committed, and nothing else. @throws KbookError `GROUP_NOT_FOUND`, `TOPIC_NOT_FOUND`, `NOT_AUTHORIZED` */
export async function exportOffsets(
  cluster: Cluster,
  selection: GroupSelection,
  scope: TopicScope,
): Promise<ExportedOffsets> {
  const {groups, failed: unanswered} = await findGroups(cluster, selection)
  if (groups.length + unanswered.length === 0) await requireNoneHidden(cluster)
  const read = groups.map(({description, offsets: {groupId: group, partitions, error}}) => ({
    group,
    error: error ?? (partitions.length === 0 ? description.error : undefined),
    rows: partitions.filter(({topic, partition}) => scope.includes(topic, partition)).sort(inOrder),
  }))
  requireTopics(scope, groups, new Set(read.flatMap(({rows}) => rows.map(({topic}) => topic))))
  return {
    offsets: read.flatMap(({group, rows}) =>
      rows.flatMap(({topic, partition, offset}) =>
        offset === undefined ? [] : [{group, topic, partition, offset}],
      ),
    ),
    failed: read.flatMap(({group, error, rows}) => [
      ...(error ? [{group, error}] : []),
      ...rows.flatMap((row) => (row.error ? [{group, error: row.error}] : [])),
    ]),
    unanswered,
  }
}
