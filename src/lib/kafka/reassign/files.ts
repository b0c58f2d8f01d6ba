import {findUndo, undoData} from '../../change/undo-store.js'
import {writeFileAtomically} from '../../config/atomic-write.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {AssignedPartition} from './assign.js'
import {assignmentJson} from './json.js'
import type {PlannedMove} from './types.js'

/** Where replicas were before a change. @throws KbookError `NOT_FOUND`, `REFUSED` when it was of another cluster */
export async function assignmentOfUndo(cluster: Cluster, id: string): Promise<readonly AssignedPartition[]> {
  const entry = await findUndo('reassign', id)
  const {clusterId} = await cluster.info()
  if (entry.cluster.id === clusterId) return (undoData(entry) as {partitions: AssignedPartition[]}).partitions
  throw new KbookError('REFUSED', `change ${entry.id} was made on ${entry.cluster.name}, another cluster`, {
    hint: `--profile chooses the cluster; this one is ${cluster.name}.`,
  })
}

/** Where the partitions of a plan are, or are to be. */
export const assignments = (moves: readonly PlannedMove[], which: 'from' | 'to'): AssignedPartition[] =>
  moves.map(({topic, partition, ...move}) => ({topic, partition, replicas: move[which]}))

/** Writes a plan for Kafka's own tool, and for `--from-file`. @throws KbookError `BAD_FLAG` */
export async function writeAssignment(file: string, moves: readonly PlannedMove[]): Promise<void> {
  try {
    await writeFileAtomically(file, `${assignmentJson(assignments(moves, 'to'))}\n`)
  } catch (cause) {
    throw new KbookError('BAD_FLAG', `--export cannot write ${file}: ${(cause as Error).message}`, {cause})
  }
}
