import {eachInTurn, type ChangeControl, type RowOutcome} from '../../change/outcome.js'
import {subjectOf} from '../configs/subject.js'
import type {Cluster} from '../cluster.js'
import {listReassignments, type Reassignment} from './list.js'
import {
  readThrottle,
  removeThrottleOf,
  setRate,
  throttledResources,
  throttleReplicas,
  type Throttle,
} from './throttle.js'

/** A change of the limit on copying. */
export interface ThrottlePlan {
  readonly cluster: string
  /** Bytes a second of each broker; null takes the limit away. */
  readonly rate: number | null
  /** What is in force now. */
  readonly before: Throttle
  /** Brokers and topics that change. */
  readonly brokers: readonly number[]
  readonly topics: readonly string[]
  /** Moves under way. */
  readonly moves: readonly Reassignment[]
}

/** A rate is for the moves that are under way; taking it away cleans up everywhere. */
export async function planThrottle(cluster: Cluster, rate: number | null): Promise<ThrottlePlan> {
  const moves = await listReassignments(cluster)
  const moving = [...new Set(moves.map(({topic}) => topic))]
  const known = rate === null ? [...(await cluster.topics()).keys()] : moving
  const before = await readThrottle(cluster, known)
  const {brokers: alive} = await cluster.info()
  const copying = new Set(moves.flatMap(({replicas}) => replicas))
  return {
    cluster: cluster.name,
    rate,
    before,
    brokers:
      rate === null
        ? before.brokers.map(({broker}) => broker)
        : alive.map(({id}) => id).filter((id) => copying.has(id)),
    topics: rate === null ? before.topics : moving,
    moves,
  }
}

/** Rates before replicas, and the other way round when they go, so that no replica is ever held at nothing. */
export async function applyThrottle(
  cluster: Cluster,
  {before, brokers, moves, rate, topics}: ThrottlePlan,
  control: ChangeControl,
): Promise<RowOutcome[]> {
  if (rate === null) {
    return eachInTurn(throttledResources(before), control, subjectOf, (one) => removeThrottleOf(cluster, one))
  }
  const resources = [
    ...brokers.map((id) => ({type: 'broker', name: String(id)}) as const),
    ...topics.map((name) => ({type: 'topic', name}) as const),
  ]
  return eachInTurn(resources, control, subjectOf, ({name, type}) =>
    type === 'broker'
      ? setRate(cluster, Number(name), rate)
      : throttleReplicas(
          cluster,
          name,
          moves
            .filter(({topic}) => topic === name)
            .map(({adding, partition, replicas}) => ({
              partition,
              from: replicas.filter((id) => !adding.includes(id)),
              adding,
            })),
        ),
  )
}
