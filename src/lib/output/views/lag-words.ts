import type {GroupLag} from '../../kafka/lag/report.js'
import type {LagTotal} from '../../kafka/lag/totals.js'
import type {Trend} from '../../kafka/lag/trend.js'
import type {PartitionLag, TimeLag} from '../../kafka/lag/types.js'
import {count, duration, plural, printable} from '../format.js'

/** A rate that rounds to nothing. */
const STEADY = 0.05

/** `4m 12s`, `~4m` interpolated, `>4m` a lower bound, `?` unknown. */
export function waiting(time: TimeLag | undefined): string {
  if (time === undefined) return ''
  if (time.ms === undefined) return '?'
  return `${{interpolated: '~', 'lower-bound': '>', record: '', unknown: ''}[time.method]}${duration(time.ms)}`
}

/** `+118/s`, `-0.4/s`, `0/s`. */
export function growth(trend: Trend | undefined): string {
  const rate = trend?.growthPerSecond
  if (rate === undefined) return ''
  const size = Math.abs(rate)
  if (size < STEADY) return '0/s'
  return `${rate < 0 ? '-' : '+'}${size < 10 ? size.toFixed(1).replace(/\.0$/, '') : count(Math.round(size))}/s`
}

/** `growing 118/s`, `shrinking 20/s, gone in 4m`, `steady`. */
export function course(trend: Trend | undefined): string {
  if (trend?.growthPerSecond === undefined) return ''
  const rate = growth(trend)
  if (rate === '0/s') return 'steady'
  const gone = trend.etaMs === undefined ? '' : `, gone in ${duration(trend.etaMs)}`
  return `${rate.startsWith('-') ? 'shrinking' : 'growing'} ${rate.slice(1)}${gone}`
}

type LagSum = Pick<LagTotal, 'lag'> & {readonly failed?: number; readonly upperBound?: boolean | undefined}

/** `12,431`, `?` when nothing could be read, `12,431+?` when some of it could not, `≤` before an upper bound. */
export function lagText(sum: LagSum): string {
  return `${sum.upperBound === true && sum.lag !== undefined ? '≤' : ''}${bareLag(sum)}`
}

/** The same of a group, `-` for one that has committed nothing and has nothing to read. */
export const groupLagText = (group: GroupLag): string =>
  hasNoCommits(group) && !group.total.lag ? '-' : lagText(group.total)

/** The same in a sentence: `lag up to 12,431`, `no commits`. */
export function lagWords(group: GroupLag): string {
  const {total} = group
  const lag = `lag ${total.upperBound ? 'up to ' : ''}${bareLag(total)}`
  return hasNoCommits(group) ? ['no commits', ...(total.lag ? [lag] : [])].join(', ') : lag
}

/** True when there is no partition that the group has committed on. */
export const hasNoCommits = ({error, total}: GroupLag): boolean =>
  !error && total.uncommitted === total.partitions

export const isBehind = ({total}: GroupLag): boolean => (total.lag ?? 0n) > 0n

const bareLag = ({lag, failed = 0}: LagSum): string =>
  lag === undefined ? '?' : `${count(lag)}${failed > 0 ? '+?' : ''}`

/** `Stable`, with the kind of group unless it is an ordinary one. */
export function stateText({state, type}: GroupLag): string {
  const kinds = {consumer: 'consumer group (KIP-848)', share: 'share group', streams: 'streams group'}
  return type in kinds ? `${state} · ${kinds[type as keyof typeof kinds]}` : state
}

/** The facts that answer the question, for a group's first line. */
export function summary(group: GroupLag): string[] {
  const {total, members, trend} = group
  const facts = [
    stateText(group),
    plural(members.length, 'member'),
    lagWords(group),
    total.oldest ? `oldest ${waiting(total.oldest)}` : '',
    (total.lost ?? 0n) > 0n ? `lost ${count(total.lost ?? 0n)}` : '',
    course(trend),
  ]
  return facts.filter((fact) => fact !== '')
}

/** Where no group is left to show: an all-clear would be a guess. */
export const noGroup = (minLag: bigint): string =>
  minLag > 0n
    ? `no group with a lag of ${count(minLag)} or more`
    : 'no group is there, or none that this user may see'

/** True for a group behind that has no members, unless its commits move: a consumer may do without being one. */
export const isUnread = (group: GroupLag): boolean =>
  group.members.length === 0 &&
  (group.state === 'Empty' || group.type === 'share') &&
  isBehind(group) &&
  group.trend?.committing !== true

/** What a partition's row says beside its numbers. */
export function note(partition: PartitionLag): string {
  const {flags, lost = 0n, transaction, trend, error} = partition
  const words = [
    flags.includes('no-commit') ? 'no commit' : '',
    lost > 0n ? `${count(lost)} lost` : '',
    flags.includes('ahead') ? 'beyond end' : '',
    flags.includes('leaderless') ? 'no leader' : '',
    flags.includes('unreadable') ? (error?.code.toLowerCase().replaceAll('_', ' ') ?? 'unreadable') : '',
    transaction ? `txn open ${duration(transaction.openForMs)}` : '',
    trend?.stillForMs === undefined ? '' : `still ${duration(trend.stillForMs)}`,
  ]
  return words.filter((word) => word !== '').join(', ')
}

export const placeOf = ({topic, partition}: {topic: string; partition: number}): string =>
  `${printable(topic)}[${partition}]`
