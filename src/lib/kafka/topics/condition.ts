import type {PartitionInfo, TopicInfo} from '../types.js'

/**
 * What is to be known about a partition; several may hold at once.
 *
 * - `leaderless`: no broker leads it: nothing can be written or read
 * - `under-min-isr`: fewer replicas in sync than min.insync.replicas: writes with acks=all are refused
 * - `under-replicated`: some replicas are not in sync
 * - `not-preferred`: led by another replica than the first, which is in sync
 */
export type PartitionFlag = 'leaderless' | 'under-min-isr' | 'under-replicated' | 'not-preferred'

/** Flags of a partition, the worst first. `minIsr` is the topic's min.insync.replicas, where it is known. */
export function partitionFlags(info: PartitionInfo, minIsr?: number): PartitionFlag[] {
  const {leader, replicas, isr} = info
  const flags: PartitionFlag[] = []
  if (leader === undefined) flags.push('leaderless')
  // Brokers take no more for the minimum than there are replicas.
  else if (minIsr !== undefined && isr.length < Math.min(minIsr, replicas.length)) flags.push('under-min-isr')
  if (isr.length < replicas.length) flags.push('under-replicated')
  const [preferred] = replicas
  const couldLead = preferred !== undefined && isr.includes(preferred)
  if (leader !== undefined && couldLead && leader !== preferred) flags.push('not-preferred')
  return flags
}

/** How many partitions of a topic have what. */
export interface TopicCondition {
  readonly leaderless: number
  readonly underReplicated: number
}

export function topicCondition({partitions}: Pick<TopicInfo, 'partitions'>): TopicCondition {
  const having = (flag: PartitionFlag): number =>
    partitions.reduce((sum, info) => (partitionFlags(info).includes(flag) ? sum + 1 : sum), 0)
  return {leaderless: having('leaderless'), underReplicated: having('under-replicated')}
}

/** Replicas of a partition: the most where partitions differ. */
export const replicationFactor = ({partitions}: Pick<TopicInfo, 'partitions'>): number =>
  partitions.reduce((most, {replicas}) => Math.max(most, replicas.length), 0)
