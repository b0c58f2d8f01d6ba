import {KbookError} from '../../errors.js'
import {findUndo, listUndo, mustBeOf, undoData, type UndoEntry} from '../../change/undo-store.js'
import {shellWord} from '../../output/shell-word.js'
import type {Cluster} from '../cluster.js'
import type {TopicInfo} from '../types.js'
import {isChange} from './calculate.js'
import {planRows} from './plan-rows.js'
import type {OffsetPlan, Position} from './types.js'
import {
  offsetsUndo,
  type KeptOffset,
  type KeptOffsets,
  type OffsetsUndo,
  type ReplacedOffsets,
} from './undo.js'

/**
 * The change with that id, the latest of this cluster without one.
 *
 * @throws KbookError `NOT_FOUND`; `REFUSED` without an id when the latest change is an undo itself: taking it back
 * would make the bad change once more, and going on to an older one is nothing that anybody asked for
 */
export async function undoEntry(cluster: Cluster, id: string | undefined): Promise<UndoEntry> {
  if (id !== undefined) return findUndo('offsets', id)
  const {clusterId} = await cluster.info()
  const latest = (await listUndo('offsets')).find((entry) => entry.cluster.id === clusterId)
  if (latest?.undoes !== undefined) throw undoneAlready(latest.id, latest.undoes)
  if (latest) return latest
  throw new KbookError('NOT_FOUND', `no change of offsets is kept that was made on ${cluster.name}`, {
    hint: 'kbook offset undo --list     lists those of every cluster',
  })
}

const undoneAlready = (id: string, undoes: string): KbookError =>
  new KbookError(
    'REFUSED',
    `the latest change, ${id}, is itself the undo of ${undoes}: nothing was changed`,
    {
      hint: [
        'An older change, and an undo, are put back by their ids only.',
        'kbook offset undo --list',
        `kbook offset undo ${id} --dry-run     would make change ${undoes} once more`,
      ],
      details: {change: id, undoes},
    },
  )

/**
 * What putting back all offsets of an earlier change would do: those that were committed come back as they were,
 * with leader epoch and metadata, and those that were not are deleted.
 *
 * @throws KbookError `REFUSED` when the change was made on another cluster, `GROUP_ACTIVE`
 */
export async function planUndo(cluster: Cluster, entry: UndoEntry): Promise<OffsetPlan> {
  mustBeOf(entry, (await cluster.info()).clusterId)
  const {groups} = undoData(entry) as OffsetsUndo
  const names = groups.flatMap(({partitions}) => partitions.map(({topic}) => topic))
  const topics = await cluster.topics([...new Set(names)])
  const rows = groups.flatMap(({group, partitions}) =>
    partitions.map((kept) => ({
      group,
      topic: kept.topic,
      partition: kept.partition,
      position: positionOf(kept),
      error: madeAnew(group, kept, topics.get(kept.topic)),
    })),
  )
  return planRows(cluster, rows, {allowNewGroups: true})
}

/** An offset counts the records of one topic: in another one of the same name it means nothing. */
function madeAnew(group: string, kept: KeptOffset, now: TopicInfo | undefined): KbookError | undefined {
  if (kept.topicId === undefined || now?.topicId === undefined || kept.topicId === now.topicId)
    return undefined
  const {topic, partition, offset} = kept
  return new KbookError(
    'REFUSED',
    `${topic}-${partition}: the topic was deleted and made anew since: ${offset ?? 'no commit'} was of the old one`,
    {
      hint: `Give the group a place in the new one: kbook offset seek ${shellWord(group)} --topic ${topic} --to start`,
    },
  )
}

function positionOf({offset, leaderEpoch, metadata = ''}: KeptOffset): Position {
  if (offset === null) return {to: 'nothing'}
  return {to: 'offset', offset: BigInt(offset), exact: true, leaderEpoch, metadata}
}

/** What carrying out the plan replaces and deletes. */
export function undoOf({groups}: OffsetPlan): KeptOffsets {
  return offsetsUndo(
    groups
      .filter(({offsets}) => offsets.some(isChange))
      .map(({group, type, offsets}): ReplacedOffsets => ({
        group,
        type,
        partitions: offsets.filter(isChange).map((row) => ({
          topic: row.topic,
          partition: row.partition,
          topicId: row.topicId,
          offset: row.current,
          leaderEpoch: row.currentLeaderEpoch,
          metadata: row.currentMetadata ?? '',
          error: undefined,
        })),
      })),
  )
}
