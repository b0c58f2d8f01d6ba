import type {TopicPartition} from '../types.js'
import {evenLeaders, evenReplicas} from './balance.js'
import {least, Placement, type Place} from './placement.js'

/** A partition with the brokers that hold it; the first is its preferred leader. */
export interface AssignedPartition extends TopicPartition {
  readonly replicas: readonly number[]
}

export interface AssignRequest {
  /** Those to place, by topic and number. */
  readonly partitions: readonly AssignedPartition[]
  /** Where replicas may be: at least as many as each partition is to have. */
  readonly places: readonly Place[]
  /** How many replicas each is to have; as many as now without. */
  readonly factor?: number | undefined
  /** Other partitions, whose replicas and leaders count as load. */
  readonly others?: readonly AssignedPartition[]
  /** Also move replicas that could stay, until every place holds and leads as much as the others. */
  readonly even?: boolean
}

/**
 * New replicas for each partition with as few moves as possible: what may stay stays, in its order. What comes goes
 * to racks that the partition is not in yet, then to the brokers that hold least; a leader that goes is replaced by
 * the replica that leads least. The same input gives the same answer. Pure.
 */
export function assignReplicas({
  partitions,
  places,
  factor,
  others = [],
  even = false,
}: AssignRequest): AssignedPartition[] {
  const allowed = new Set(places.map(({id}) => id))
  const placement = new Placement(places)
  for (const {replicas} of others) placement.add(replicas)
  const kept = partitions.map(({replicas}) => replicas.filter((id) => allowed.has(id)))
  // Before anything is added, so that the first partitions do not fill up what later ones keep.
  for (const replicas of kept) placement.add(replicas)
  const placed = partitions.map(({topic, partition, replicas}, index) => {
    const wanted = factor ?? replicas.length
    const [preferred] = replicas
    return {topic, partition, replicas: place(kept[index] ?? [], wanted, preferred, placement)}
  })
  return even ? evenLeaders(evenReplicas(placed, placement), placement) : placed
}

function place(
  kept: readonly number[],
  wanted: number,
  preferred: number | undefined,
  placement: Placement,
): number[] {
  placement.remove(kept)
  let replicas = [...kept]
  while (replicas.length > wanted) replicas = withoutOne(replicas, placement)
  while (replicas.length < wanted) {
    const added = placement.bestFor(replicas)
    if (added === undefined) break
    replicas.push(added)
  }
  if (replicas[0] !== preferred) {
    const leader = least(replicas, (id) => placement.leads(id))
    replicas = replicas.filter((id) => id !== leader)
    if (leader !== undefined) replicas.unshift(leader)
  }
  placement.add(replicas)
  return replicas
}

/** Drops the replica whose rack is also another one's, on the broker that holds most; never the preferred leader. */
function withoutOne(replicas: readonly number[], placement: Placement): number[] {
  const without = (gone: number): number[] => replicas.filter((id) => id !== gone)
  const gone = least(
    replicas.slice(1).reverse(),
    (id) => -placement.spread(without(id)),
    (id) => -placement.load(id),
  )
  return gone === undefined ? replicas.slice(0, -1) : without(gone)
}
