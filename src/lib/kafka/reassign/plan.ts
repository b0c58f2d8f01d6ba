import {KbookError} from '../../errors.js'
import {plural} from '../../output/format.js'
import {requireBrokers} from '../brokers/select.js'
import type {Cluster} from '../cluster.js'
import type {ClusterInfo, PartitionInfo} from '../types.js'
import {assignReplicas, type AssignedPartition} from './assign.js'
import {inSyncWarnings, readMinIsr} from './in-sync.js'
import {findObstacles, refuseMoving} from './obstacles.js'
import {partitionName, replicaSizes, type ReplicaSizes} from './sizes.js'
import type {BrokerShift, PlannedMove, ReassignPlan, ReassignTarget} from './types.js'

/**
 * Works out which replicas go where; nothing is changed.
 *
 * @throws KbookError `NOT_FOUND` for brokers that are not alive, `BAD_FLAG` when they are too few, `REFUSED` when
 * partitions are on the move already or a broker that holds them is away.
 */
export async function planReassignment(
  cluster: Cluster,
  chosen: readonly PartitionInfo[],
  target: ReassignTarget,
  {throttle}: {readonly throttle?: number | undefined} = {},
): Promise<ReassignPlan> {
  const info = await cluster.info({refresh: true})
  const affected = target.kind === 'drain' ? chosen.filter((one) => isOn(one, target.brokers)) : chosen
  // While a partition moves, its replicas are those from before and those to come.
  await refuseMoving(cluster, affected)
  const wanted =
    target.kind === 'assignment' ? target.partitions : await assign(cluster, info, affected, target)
  requireBrokers(info, [...new Set(wanted.flatMap(({replicas}) => replicas))])
  const current = new Map(chosen.map((one) => [partitionName(one), one]))
  const changed = wanted.filter((one) => {
    const replicas = current.get(partitionName(one))?.replicas
    return replicas !== undefined && replicas.join() !== one.replicas.join()
  })
  const sizes = await replicaSizes(cluster, changed)
  const moves = changed.map((one) => plannedMove(one, current.get(partitionName(one)), sizes))
  const brokers = brokerShifts(moves, current, sizes)
  const minIsr = await readMinIsr(cluster, moves)
  return {
    cluster: cluster.name,
    moves,
    unchanged: wanted.length - moves.length,
    bytes: moves.reduce((sum, {bytes}) => sum + (bytes ?? 0n), 0n),
    unsized: moves.filter(({adding, bytes}) => adding.length > 0 && bytes === undefined).length,
    brokers,
    throttle,
    obstacles: await findObstacles(cluster, moves, brokers, {
      current,
      minIsr,
      throttled: throttle !== undefined,
    }),
    warnings: inSyncWarnings(moves, current, minIsr),
  }
}

const isOn = ({replicas}: PartitionInfo, brokers: readonly number[]): boolean =>
  replicas.some((id) => brokers.includes(id))

async function assign(
  cluster: Cluster,
  info: ClusterInfo,
  chosen: readonly PartitionInfo[],
  target: Exclude<ReassignTarget, {kind: 'assignment'}>,
): Promise<AssignedPartition[]> {
  const drained = target.kind === 'drain' ? target.brokers : []
  if (target.kind === 'brokers') requireBrokers(info, target.brokers)
  else refuseAway(chosen, info, drained)
  if (chosen.length === 0) requireBrokers(info, drained)
  const allowed = (id: number): boolean =>
    target.kind === 'factor' || target.brokers.includes(id) === (target.kind === 'brokers')
  const places = info.brokers.filter(({id}) => allowed(id))
  const factor = target.kind === 'drain' ? undefined : target.factor
  const tooMany = chosen.find(({replicas}) => (factor ?? replicas.length) > places.length)
  if (tooMany) throw tooFewBrokers(factor ?? tooMany.replicas.length, tooMany, places)
  // Spread evenly for their own sake, or put where there is least.
  const even = target.kind === 'brokers'
  const mine = new Set(even ? [] : chosen.map(partitionName))
  const all = even ? [] : [...(await cluster.topics()).values()].flatMap(({partitions}) => partitions)
  const others = all.filter((one) => !mine.has(partitionName(one)))
  return assignReplicas({partitions: chosen, places, factor, others, even})
}

function tooFewBrokers(
  wanted: number,
  partition: PartitionInfo,
  places: readonly {readonly id: number}[],
): KbookError {
  const where =
    places.length === 0 ? 'no broker would be left' : `brokers left: ${places.map(({id}) => id).join(', ')}`
  const what = `${partitionName(partition)} cannot have ${plural(wanted, 'replica')}`
  return new KbookError('BAD_FLAG', `${what}: ${where}`, {
    hint: 'A broker holds one replica of a partition at most. kbook broker list',
  })
}

/** What a broker that is away holds would be moved too, although nobody asked for it. */
function refuseAway(
  chosen: readonly PartitionInfo[],
  {brokers}: ClusterInfo,
  drained: readonly number[],
): void {
  const known = new Set([...brokers.map(({id}) => id), ...drained])
  const away = [...new Set(chosen.flatMap(({replicas}) => replicas))].filter((id) => !known.has(id))
  if (away.length === 0) return
  throw new KbookError(
    'REFUSED',
    `broker ${away.join(', ')} is away, and holds replicas of these partitions`,
    {
      hint: [
        'Bring it back first, or move what it holds to others:',
        `kbook topic reassign --drain ${[...drained, ...away].join()}`,
      ],
    },
  )
}

function plannedMove(
  {topic, partition, replicas: to}: AssignedPartition,
  current: PartitionInfo | undefined,
  sizes: ReplicaSizes,
): PlannedMove {
  const from = current?.replicas ?? []
  const adding = to.filter((id) => !from.includes(id))
  const size = sizes.whole({topic, partition}, current?.leader)
  return {
    topic,
    partition,
    from,
    to,
    adding,
    removing: from.filter((id) => !to.includes(id)),
    bytes: adding.length === 0 ? 0n : size === undefined ? undefined : size * BigInt(adding.length),
  }
}

function brokerShifts(
  moves: readonly PlannedMove[],
  current: ReadonlyMap<string, PartitionInfo>,
  sizes: ReplicaSizes,
): BrokerShift[] {
  const ids = [...new Set(moves.flatMap(({from, to}) => [...from, ...to]))].sort((a, b) => a - b)
  return ids.map((broker) => {
    const coming = moves.filter(({adding}) => adding.includes(broker))
    const going = moves.filter(({removing}) => removing.includes(broker))
    const first = (list: 'from' | 'to'): number => moves.filter((move) => move[list][0] === broker).length
    return {
      broker,
      replicasIn: coming.length,
      replicasOut: going.length,
      bytesIn: coming.reduce(
        (sum, move) => sum + (sizes.whole(move, current.get(partitionName(move))?.leader) ?? 0n),
        0n,
      ),
      bytesOut: going.reduce((sum, move) => sum + (sizes.of(move, broker) ?? 0n), 0n),
      leaders: first('to') - first('from'),
      usableBytes: sizes.usableOn(broker),
    }
  })
}
