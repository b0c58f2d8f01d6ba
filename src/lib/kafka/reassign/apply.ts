import {done, failed, notDone, started, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {otherwiseThanMeant, waitForMoves, type WaitStep} from './progress.js'
import {partitionName} from './sizes.js'
import {SUBMIT_CHUNK, submitMoves} from './submit.js'
import {removeThrottle, throttleMoves, type Throttle} from './throttle.js'
import type {PlannedMove, ReassignPlan} from './types.js'

export interface ApplyOptions {
  /** Bytes a second that each broker may copy at most. */
  readonly throttle?: number | undefined
  /** Until all is copied. Without, it goes on in the cluster. */
  readonly wait?: boolean
  readonly onStep?: (step: WaitStep) => void
  /** Copying goes on under a throttle that somebody has to remove. */
  readonly onThrottleLeft?: (throttle: Throttle, why: KbookError | undefined) => void
}

/**
 * Starts the moves of a plan and, when asked, waits for them. Those that are under way at its end are `started`:
 * brokers go on with them, under their throttle, which would do harm if it went before they ended.
 */
export async function applyReassignment(
  cluster: Cluster,
  {moves}: ReassignPlan,
  options: ApplyOptions,
  control: ChangeControl,
): Promise<RowOutcome[]> {
  const {throttle: rate, wait = false, onStep, onThrottleLeft} = options
  if (control.signal.aborted) return moves.map((move) => notDone(subjectOf(move)))
  const throttle = rate === undefined ? undefined : await throttleOrNone(cluster, moves, rate)
  const outcomes = await submitAll(cluster, moves, control)
  const taken = moves.filter((move) => outcomes.get(move)?.status === 'started')
  let underWay = taken.length > 0
  let trouble: KbookError | undefined
  if (underWay) {
    try {
      // Without a wait, one look tells what has ended at once: small partitions, and what needs no copy.
      const waiting = wait ? {signal: control.signal, ...(onStep && {onStep})} : {signal: AbortSignal.abort()}
      underWay = await settle(cluster, taken, outcomes, waiting)
    } catch (error) {
      if (!(error instanceof KbookError)) throw error
      if (wait) {
        trouble = error
        for (const move of taken) outcomes.set(move, {...failed(subjectOf(move), error), status: 'unknown'})
      }
    }
  }
  if (throttle && !underWay) {
    trouble = await removeThrottle(cluster, throttle).then(() => undefined, asKbookError)
  }
  if (throttle && (underWay || trouble)) onThrottleLeft?.(throttle, trouble)
  return moves.map((move) => outcomes.get(move) ?? notDone(subjectOf(move)))
}

export const subjectOf = ({to, ...where}: PlannedMove): string => `${partitionName(where)} to ${to.join(',')}`

/** All of the throttle or, when a part is refused, nothing of it. */
async function throttleOrNone(
  cluster: Cluster,
  moves: readonly PlannedMove[],
  rate: number,
): Promise<Throttle> {
  try {
    return await throttleMoves(cluster, moves, rate)
  } catch (error) {
    const brokers = (await cluster.info()).brokers.map(({id}) => ({broker: id, sends: 0n, receives: 0n}))
    const topics = [...new Set(moves.map(({topic}) => topic))]
    await removeThrottle(cluster, {brokers, topics}).catch(asKbookError)
    if (!(error instanceof KbookError)) throw error
    const {code, details, exitCode, hints: hint, message} = error
    throw new KbookError(code, `the throttle could not be set, and nothing was moved: ${message}`, {
      cause: error,
      exitCode,
      hint,
      ...(details && {details}),
    })
  }
}

async function submitAll(
  cluster: Cluster,
  moves: readonly PlannedMove[],
  {signal, progress}: ChangeControl,
): Promise<Map<PlannedMove, RowOutcome>> {
  const outcomes = new Map<PlannedMove, RowOutcome>()
  for (let at = 0; at < moves.length && !signal.aborted; at += SUBMIT_CHUNK) {
    const part = moves.slice(at, at + SUBMIT_CHUNK)
    try {
      const errors = await submitMoves(
        cluster,
        part.map(({to, ...move}) => ({...move, replicas: to})),
      )
      for (const [index, move] of part.entries()) {
        const error = errors[index]
        outcomes.set(move, error ? failed(subjectOf(move), error) : started(subjectOf(move)))
      }
    } catch (error) {
      if (!(error instanceof KbookError)) throw error
      for (const move of part) outcomes.set(move, failed(subjectOf(move), error))
    }
    progress(outcomes.size, moves.length)
  }
  return outcomes
}

/** Waits and notes down what became of each; true when some are still under way. */
async function settle(
  cluster: Cluster,
  taken: readonly PlannedMove[],
  outcomes: Map<PlannedMove, RowOutcome>,
  waiting: {readonly signal: AbortSignal; readonly onStep?: (step: WaitStep) => void},
): Promise<boolean> {
  const left = await waitForMoves(cluster, {...waiting, only: new Set(taken.map(partitionName))})
  const copying = new Set(left.map(partitionName))
  const ended = taken.filter((move) => !copying.has(partitionName(move)))
  const wrong = await otherwiseThanMeant(cluster, ended)
  for (const move of ended) {
    const error = wrong.get(partitionName(move))
    outcomes.set(move, error ? failed(subjectOf(move), error) : done(subjectOf(move)))
  }
  return copying.size > 0
}

function asKbookError(error: unknown): KbookError {
  if (error instanceof KbookError) return error
  throw error
}
