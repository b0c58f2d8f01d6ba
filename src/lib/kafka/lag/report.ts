import type {GroupState, GroupType} from '../types.js'
import {totalOf, totalsByTopic, type LagTotal, type TopicLag} from './totals.js'
import type {Trend} from './trend.js'
import type {GroupIdentity, LagError, LagMember, PartitionLag} from './types.js'
import {worstGroupsFirst, worstPartitionsFirst} from './urgency.js'

type Totals = Pick<GroupLag, 'total' | 'topics' | 'trend'>

/** One group's lag at one instant: its partitions and totals, worst first. */
export class GroupLag implements GroupIdentity {
  readonly group: string
  readonly type: GroupType
  readonly state: GroupState
  readonly assignor?: string
  readonly coordinator?: number
  readonly error?: LagError
  readonly total: LagTotal
  readonly topics: readonly TopicLag[]
  readonly members: readonly LagMember[]
  readonly partitions: readonly PartitionLag[]
  /** Where it is going; only where there was a sample before this one. */
  readonly trend?: Trend

  /** `totals` are those of all partitions, where `partitions` are only some of them. */
  constructor(identity: GroupIdentity, partitions: readonly PartitionLag[], totals?: Totals) {
    this.group = identity.group
    this.type = identity.type
    this.state = identity.state
    if (identity.assignor !== undefined) this.assignor = identity.assignor
    if (identity.coordinator !== undefined) this.coordinator = identity.coordinator
    if (identity.error) this.error = identity.error
    this.total = totals?.total ?? totalOf(partitions)
    this.topics = totals?.topics ?? totalsByTopic(partitions)
    this.members = identity.members
    if (totals?.trend) this.trend = totals.trend
    this.partitions = worstPartitionsFirst(partitions)
  }

  /** Partitions whose lag is unknown. */
  failed(): readonly PartitionLag[] {
    return this.partitions.filter(({error}) => error !== undefined)
  }

  /** True when the group, its members or some of its partitions could not be read. */
  isPartial(): boolean {
    return this.error !== undefined || this.total.failed > 0
  }

  /** Only the partitions with at least that lag, and those whose lag is unknown; the totals stay. */
  atLeast(lag: bigint): GroupLag {
    const kept = this.partitions.filter((partition) => partition.lag === undefined || partition.lag >= lag)
    return new GroupLag(this, kept, this)
  }

  /** The same with what earlier samples tell. */
  withTrend(trend: Trend, ofPartition: (partition: PartitionLag) => Trend): GroupLag {
    const partitions = this.partitions.map((partition) => ({...partition, trend: ofPartition(partition)}))
    return new GroupLag(this, partitions, {total: this.total, topics: this.topics, trend})
  }
}

/** Several groups' lag at one instant, worst first. */
export class LagReport {
  readonly cluster: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly groups: readonly GroupLag[]
  /** Brokers that could not be asked which groups they have: their groups are missing. */
  readonly unanswered: readonly {readonly broker: number; readonly error: LagError}[]

  constructor(
    cluster: string,
    at: Date,
    groups: readonly GroupLag[],
    unanswered: LagReport['unanswered'] = [],
  ) {
    this.cluster = cluster
    this.at = at.toISOString()
    this.groups = worstGroupsFirst(groups)
    this.unanswered = unanswered
  }

  group(name: string): GroupLag | undefined {
    return this.groups.find(({group}) => group === name)
  }

  /** True when something that was asked for could not be read. */
  isPartial(): boolean {
    return this.unanswered.length > 0 || this.groups.some((group) => group.isPartial())
  }

  /** Only the groups, or only the partitions of each, with at least that lag; what is unknown stays. */
  atLeast(lag: bigint, of: 'groups' | 'partitions'): LagReport {
    if (of === 'partitions') return this.map((group) => group.atLeast(lag))
    return this.with(this.groups.filter((group) => group.isPartial() || (group.total.lag ?? 0n) >= lag))
  }

  /** The same with each group replaced. */
  map(replace: (group: GroupLag) => GroupLag): LagReport {
    return this.with(this.groups.map(replace))
  }

  private with(groups: readonly GroupLag[]): LagReport {
    return new LagReport(this.cluster, new Date(this.at), groups, this.unanswered)
  }
}
