import {KbookError} from '../../errors.js'
import {findUndo, listUndo, mustBeOf, undoData, type UndoEntry} from '../../change/undo-store.js'
import type {Cluster} from '../cluster.js'
import {isChange} from './calculate.js'
import {planRows} from './plan-rows.js'
import type {OffsetPlan, Position} from './types.js'
import {offsetsUndo, type KeptOffset, type OffsetsUndo, type ReplacedOffsets} from './undo.js'

/** The change with that id, the latest of this cluster without one. @throws KbookError `NOT_FOUND` */
export async function undoEntry(cluster: Cluster, id: string | undefined): Promise<UndoEntry> {
  if (id !== undefined) return findUndo('offsets', id)
  const {clusterId} = await cluster.info()
  const latest = (await listUndo('offsets')).find((entry) => entry.cluster.id === clusterId)
  if (latest) return latest
  throw new KbookError('NOT_FOUND', `no change of offsets is kept that was made on ${cluster.name}`, {
    hint: 'kbook offset undo --list     lists those of every cluster',
  })
}

/**
 * What putting back all offsets of an earlier change would do: those that were committed come back as they were,
 * with leader epoch and metadata, and those that were not are deleted.
 *
 * @throws KbookError `REFUSED` when the change was made on another cluster, `GROUP_ACTIVE`
 */
export async function planUndo(cluster: Cluster, entry: UndoEntry): Promise<OffsetPlan> {
  mustBeOf(entry, (await cluster.info()).clusterId)
  const {groups} = undoData(entry) as OffsetsUndo
  const rows = groups.flatMap(({group, partitions}) =>
    partitions.map((kept) => ({
      group,
      topic: kept.topic,
      partition: kept.partition,
      position: positionOf(kept),
    })),
  )
  return planRows(cluster, rows, {allowNewGroups: true})
}

function positionOf({offset, leaderEpoch, metadata = ''}: KeptOffset): Position {
  if (offset === null) return {to: 'nothing'}
  return {to: 'offset', offset: BigInt(offset), exact: true, leaderEpoch, metadata}
}

/** What carrying out the plan replaces and deletes. */
export function undoOf({groups}: OffsetPlan): ReturnType<typeof offsetsUndo> {
  return offsetsUndo(
    groups
      .filter(({offsets}) => offsets.some(isChange))
      .map(({group, type, offsets}): ReplacedOffsets => ({
        group,
        type,
        partitions: offsets.filter(isChange).map((row) => ({
          topic: row.topic,
          partition: row.partition,
          offset: row.current,
          leaderEpoch: row.currentLeaderEpoch,
          metadata: row.currentMetadata ?? '',
          error: undefined,
        })),
      })),
  )
}
