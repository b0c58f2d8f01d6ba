import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {PartitionInfo, TopicPartition} from '../types.js'

/** `preferred`: back to the first replica. `unclean`: any replica that is alive, whatever it has missed. */
export type ElectionKind = 'preferred' | 'unclean'

/** A partition that changes its leader. */
export interface PlannedElection extends TopicPartition {
  readonly from: number | undefined
  /** As far as can be told before: of an unclean election the controller decides. */
  readonly to: number
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
}

/** A partition that should change its leader, and cannot. */
export interface BlockedElection extends TopicPartition {
  readonly leader: number | undefined
  readonly reason: string
}

export interface ElectionPlan {
  readonly cluster: string
  readonly kind: ElectionKind
  readonly elections: readonly PlannedElection[]
  readonly blocked: readonly BlockedElection[]
  /** Partitions that need no election. */
  readonly fine: number
}

/** @throws KbookError `UNSUPPORTED` where leaders cannot be elected on request (Redpanda). */
export async function planElection(
  cluster: Cluster,
  partitions: readonly PartitionInfo[],
  kind: ElectionKind,
): Promise<ElectionPlan> {
  if (!(await cluster.supports('ElectLeaders', kind === 'unclean' ? 1 : undefined))) {
    throw new KbookError('UNSUPPORTED', `${cluster.name} cannot be asked to elect leaders`, {
      hint: 'Redpanda balances leaders by itself; rpk cluster partitions transfer-leadership moves one.',
    })
  }
  const {brokers} = await cluster.info({refresh: true})
  const alive = new Set(brokers.map(({id}) => id))
  const judged = partitions.map((one) => judge(one, kind, alive))
  return {
    cluster: cluster.name,
    kind,
    elections: judged.filter((one) => one !== 'fine' && 'to' in one),
    blocked: judged.filter((one) => one !== 'fine' && 'reason' in one),
    fine: judged.filter((one) => one === 'fine').length,
  }
}

/** What an election would do to one partition. Pure. */
export function judge(
  {topic, partition, leader, replicas, isr, offlineReplicas}: PartitionInfo,
  kind: ElectionKind,
  alive: ReadonlySet<number>,
): PlannedElection | BlockedElection | 'fine' {
  const where = {topic, partition}
  const usable = (id: number): boolean => alive.has(id) && !offlineReplicas.includes(id)
  const blocked = (reason: string): BlockedElection => ({...where, leader, reason})
  if (kind === 'unclean') {
    if (leader !== undefined) return 'fine'
    const to = replicas.find(usable)
    return to === undefined
      ? blocked(`all its replicas are away: ${replicas.join(', ')}`)
      : {...where, from: leader, to, replicas, isr}
  }
  const [preferred] = replicas
  if (preferred === undefined) return blocked('its replicas are not known')
  if (leader === preferred) return 'fine'
  if (!usable(preferred)) return blocked(`its preferred replica, broker ${preferred}, is away`)
  if (!isr.includes(preferred)) return blocked(`its preferred replica, broker ${preferred}, is not in sync`)
  return {...where, from: leader, to: preferred, replicas, isr}
}
