import type {AssignedPartition} from './assign.js'
import {least, type Placement} from './placement.js'

/** Each pass only makes it more even, so a handful is enough; the bound is for safety. */
const PASSES = 10

/** Moves replicas from brokers that hold most to those that hold least, and nothing that makes no difference. Pure. */
export function evenReplicas(
  partitions: readonly AssignedPartition[],
  placement: Placement,
): AssignedPartition[] {
  return repeated(partitions, (replicas) => {
    // Followers first: a leader that stays where it is need not be elected anew.
    for (const from of replicas.toReversed()) {
      const to = target(replicas, from, placement)
      if (to === undefined) continue
      placement.remove(replicas)
      const moved = replicas.map((id) => (id === from ? to : id))
      placement.add(moved)
      return moved
    }
    return replicas
  })
}

/** A broker that holds at least two fewer, and does not bring the partition into fewer racks. */
function target(replicas: readonly number[], from: number, placement: Placement): number | undefined {
  const limit = placement.load(from) - 1
  const lighter = placement.places
    .map(({id}) => id)
    .filter((id) => placement.load(id) < limit && !replicas.includes(id))
  if (lighter.length === 0) return undefined
  const racks = placement.spread(replicas)
  const candidates = lighter.filter(
    (id) => placement.spread(replicas.map((one) => (one === from ? id : one))) >= racks,
  )
  return least(candidates, (id) => placement.load(id))
}

/** Puts another replica first where that makes preferred leaders more even; moves no data. Pure. */
export function evenLeaders(
  partitions: readonly AssignedPartition[],
  placement: Placement,
): AssignedPartition[] {
  return repeated(partitions, (replicas) => {
    const [first, ...rest] = replicas
    const leader = least(rest, (id) => placement.leads(id))
    if (first === undefined || leader === undefined) return replicas
    if (placement.leads(leader) >= placement.leads(first) - 1) return replicas
    placement.remove(replicas)
    const turned = [leader, ...replicas.filter((id) => id !== leader)]
    placement.add(turned)
    return turned
  })
}

function repeated(
  partitions: readonly AssignedPartition[],
  better: (replicas: readonly number[]) => readonly number[],
): AssignedPartition[] {
  let current = [...partitions]
  for (let pass = 0; pass < PASSES; pass++) {
    const next = current.map((one) => {
      const replicas = better(one.replicas)
      return replicas === one.replicas ? one : {...one, replicas}
    })
    const changed = next.some((one, index) => one !== current[index])
    current = next
    if (!changed) break
  }
  return current
}
