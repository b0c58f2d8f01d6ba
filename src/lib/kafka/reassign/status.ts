import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {moveProgress, type Progress} from './progress.js'
import {isThrottled, readThrottle, type Throttle} from './throttle.js'

export interface ReassignStatus extends Progress {
  readonly cluster: string
  /** Undefined where it could not be read. */
  readonly throttle: Throttle | undefined
  readonly throttleError: KbookError | undefined
}

/** Moves under way and limits on them. Without moves, also limits that somebody left behind anywhere. */
export async function reassignStatus(cluster: Cluster): Promise<ReassignStatus> {
  const progress = await moveProgress(cluster)
  const status = {cluster: cluster.name, ...progress}
  try {
    const moving = new Set(progress.moves.map(({topic}) => topic))
    const topics = moving.size > 0 ? [...moving] : [...(await cluster.topics()).keys()]
    return {...status, throttle: await readThrottle(cluster, topics), throttleError: undefined}
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return {...status, throttle: undefined, throttleError: error}
  }
}

/** Limits that no move needs any more. */
export const isForgotten = ({moves, throttle}: ReassignStatus): boolean =>
  moves.length === 0 && throttle !== undefined && isThrottled(throttle)
