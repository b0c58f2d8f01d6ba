import type {GroupLag} from './report.js'
import type {PartitionFlag, PartitionLag} from './types.js'

const URGENT: readonly PartitionFlag[] = ['ahead', 'leaderless', 'unreadable', 'txn-blocked']

/** True for a partition that needs somebody: unreadable, stuck, or with messages that are lost. */
export const isProblem = ({flags, lost = 0n, trend}: PartitionLag): boolean =>
  lost > 0n || trend?.stillForMs !== undefined || flags.some((flag) => URGENT.includes(flag))

/** The same for a group among others. */
export const needsSomebody = (group: GroupLag): boolean =>
  group.isPartial() || group.partitions.some(isProblem)

/** What is unknown ranks above what needs somebody, and that above any backlog. */
const rankOf = (partition: PartitionLag): number =>
  partition.lag === undefined ? 2 : isProblem(partition) ? 1 : 0

/** A topic's rank is that of its most urgent partition. */
export const rankOfAll = (partitions: readonly PartitionLag[]): number =>
  partitions.reduce((rank, partition) => Math.max(rank, rankOf(partition)), 0)

const rankOfGroup = (group: GroupLag): number =>
  group.isPartial() ? (group.total.lag === undefined ? 3 : 2) : rankOfAll(group.partitions)

interface Measured {
  readonly lag?: bigint | undefined
  readonly lost?: bigint | undefined
}

/** What an item is sorted by: its rank, then the greatest lag, then the most lost, then its name. */
interface Urgency<T> {
  readonly rank: (item: T) => number
  readonly measured: (item: T) => Measured
  readonly byName: (a: T, b: T) => number
}

/** A sorted copy, most urgent first. */
export function worstFirst<T>(items: readonly T[], {rank, measured, byName}: Urgency<T>): readonly T[] {
  return items
    .map((item) => ({item, rank: rank(item), ...amounts(measured(item))}))
    .sort(
      (a, b) => b.rank - a.rank || compare(b.lag, a.lag) || compare(b.lost, a.lost) || byName(a.item, b.item),
    )
    .map(({item}) => item)
}

const amounts = ({lag = 0n, lost = 0n}: Measured): {lag: bigint; lost: bigint} => ({lag, lost})

const compare = <T extends bigint | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

export const worstPartitionsFirst = (partitions: readonly PartitionLag[]): readonly PartitionLag[] =>
  worstFirst(partitions, {
    rank: rankOf,
    measured: (one) => one,
    byName: (a, b) => compare(a.topic, b.topic) || a.partition - b.partition,
  })

export const worstGroupsFirst = (groups: readonly GroupLag[]): readonly GroupLag[] =>
  worstFirst(groups, {
    rank: rankOfGroup,
    measured: ({total}) => total,
    byName: (a, b) => compare(a.group, b.group),
  })
