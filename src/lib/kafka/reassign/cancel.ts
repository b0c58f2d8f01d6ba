import {done, failed, notDone, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaErrorName} from '../error-map.js'
import type {Reassignment} from './list.js'
import {partitionName} from './sizes.js'
import {SUBMIT_CHUNK, submitMoves} from './submit.js'

/** Puts back the replicas from before the moves. A move that ended meanwhile cannot be cancelled, and says so. */
export async function cancelMoves(
  cluster: Cluster,
  moves: readonly Reassignment[],
  {signal, progress}: ChangeControl,
): Promise<RowOutcome[]> {
  const rows: RowOutcome[] = []
  for (let at = 0; at < moves.length; at += SUBMIT_CHUNK) {
    const part = moves.slice(at, at + SUBMIT_CHUNK)
    rows.push(
      ...(signal.aborted ? part.map((move) => notDone(partitionName(move))) : await cancel(cluster, part)),
    )
    progress(rows.length, moves.length)
  }
  return rows
}

async function cancel(cluster: Cluster, moves: readonly Reassignment[]): Promise<RowOutcome[]> {
  try {
    const errors = await submitMoves(
      cluster,
      moves.map(({topic, partition}) => ({topic, partition, replicas: null})),
    )
    return moves.map((move, index) => {
      const error = errors[index]
      const name = partitionName(move)
      if (!error) return done(name)
      return kafkaErrorName(error) === 'NO_REASSIGNMENT_IN_PROGRESS'
        ? failed(name, new KbookError('REQUEST_FAILED', `${name} was moved already when the cancel came`))
        : failed(name, error)
    })
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return moves.map((move) => failed(partitionName(move), error))
  }
}
