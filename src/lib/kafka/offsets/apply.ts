import {failed, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {attempt} from '../lag/attempt.js'
import {isMissing, readGroups, type FoundGroup} from '../lag/find-groups.js'
import {partitionKey} from '../lag/partition-key.js'
import {activeGroup, isActive} from './active-group.js'
import {rowName} from './answers.js'
import {isChange} from './calculate.js'
import {commitOffsets, deleteOffsets} from './commit.js'
import type {OffsetPlan, PlannedGroup, PlannedOffset} from './types.js'

/** Groups that are looked at anew together, and changed at the same time. */
const GROUPS = 50
/** Partitions a request. */
const PARTITIONS = 1000

/**
 * Commits and deletes what the plan says: nothing else. Each group is looked at once more before: one that has
 * become active, or has committed since, is left alone.
 */
export async function applyOffsets(
  cluster: Cluster,
  plan: OffsetPlan,
  control: ChangeControl,
): Promise<RowOutcome[]> {
  const rows = plan.groups.flatMap(plannedFailures)
  const changing = plan.groups.filter(({offsets}) => offsets.some(isChange))
  const total = plan.total.changed + rows.length
  for (let from = 0; from < changing.length; from += GROUPS) {
    const batch = changing.slice(from, from + GROUPS)
    if (control.signal.aborted) {
      rows.push(
        ...batch.flatMap(({group, offsets}) => offsets.filter(isChange).map((row) => left(group, row))),
      )
      continue
    }
    rows.push(...(await applyBatch(cluster, batch, plan.verb, control.signal)))
    control.progress(rows.length, total)
  }
  return rows
}

async function applyBatch(
  cluster: Cluster,
  batch: readonly PlannedGroup[],
  verb: OffsetPlan['verb'],
  signal: AbortSignal,
): Promise<RowOutcome[]> {
  const names = batch.map(({group}) => group)
  const fresh = await attempt(() => readGroups(cluster, names))
  if ('error' in fresh) {
    return batch.flatMap((group) =>
      changesOf(group).map((row) => failed(rowName(group.group, row), fresh.error)),
    )
  }
  const answers = await Promise.all(
    batch.map((group, index) => applyGroup(cluster, group, fresh.value[index], verb, signal)),
  )
  return answers.flat()
}

const changesOf = ({offsets}: PlannedGroup): PlannedOffset[] => offsets.filter(isChange)
const left = (group: string, row: PlannedOffset): RowOutcome => notDone(rowName(group, row))

/** What the plan itself leaves alone, and why. */
export function plannedFailures({group, error, offsets}: PlannedGroup): RowOutcome[] {
  if (error) return [failed(`group "${group}"`, error)]
  return offsets.flatMap((row) => (row.error ? [failed(rowName(group, row), row.error)] : []))
}

async function applyGroup(
  cluster: Cluster,
  planned: PlannedGroup,
  fresh: FoundGroup | undefined,
  verb: OffsetPlan['verb'],
  signal: AbortSignal,
): Promise<RowOutcome[]> {
  const {group} = planned
  const changes = changesOf(planned)
  const error = fresh && refusalNow(fresh, verb)
  if (error) return changes.map((row) => failed(rowName(group, row), error))
  const committed = fresh?.offsets.partitions ?? []
  const now = new Map(committed.map((commit) => [partitionKey(commit), commit.offset]))
  const isSteady = (row: PlannedOffset): boolean => now.get(partitionKey(row)) === row.current
  const [steady, moved] = [changes.filter(isSteady), changes.filter((row) => !isSteady(row))]
  const outcomes = moved.map((row) =>
    failed(rowName(group, row), movedSince(row, now.get(partitionKey(row)))),
  )
  const commits = steady.filter(({target}) => target !== undefined)
  for (const chunk of chunks(commits)) {
    if (signal.aborted) outcomes.push(...chunk.map((row) => left(group, row)))
    else outcomes.push(...(await commitOffsets(cluster, group, chunk)))
  }
  const deletes = steady.filter(({target}) => target === undefined)
  for (const chunk of chunks(deletes)) {
    if (signal.aborted) outcomes.push(...chunk.map((row) => left(group, row)))
    else outcomes.push(...(await deleteOffsets(cluster, group, chunk)))
  }
  return outcomes
}

const chunks = (rows: readonly PlannedOffset[]): PlannedOffset[][] =>
  Array.from({length: Math.ceil(rows.length / PARTITIONS)}, (_, n) =>
    rows.slice(n * PARTITIONS, (n + 1) * PARTITIONS),
  )

function refusalNow(fresh: FoundGroup, verb: OffsetPlan['verb']): KbookError | undefined {
  const {description, offsets} = fresh
  if (offsets.error) return offsets.error
  if (isMissing(fresh)) return undefined
  if (description.error) return description.error.code === 'GROUP_NOT_FOUND' ? undefined : description.error
  return verb === 'commit' && isActive(description) ? activeGroup(description) : undefined
}

const movedSince = ({topic, partition, current}: PlannedOffset, now: bigint | undefined): KbookError =>
  new KbookError(
    'REFUSED',
    `${topic}-${partition} has moved since the plan was made: from ${current ?? 'nothing'} to ${now ?? 'nothing'}`,
    {hint: 'Somebody else commits for this group. Look again with --dry-run.'},
  )
