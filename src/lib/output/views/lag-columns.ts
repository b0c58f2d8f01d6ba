import type {GroupLag} from '../../kafka/lag/report.js'
import type {LagMember, PartitionLag} from '../../kafka/lag/types.js'
import {isProblem, needsSomebody} from '../../kafka/lag/urgency.js'
import {count, duration, plural, printable} from '../format.js'
import {sparkline} from '../sparkline.js'
import {paint} from '../style.js'
import type {Column} from '../table.js'
import {groupLagText, growth, hasNoCommits, isUnread, lagText, note, placeOf, waiting} from './lag-words.js'

const SPARK_WIDTH = 16
const sign = (problem: boolean): string => (problem ? `${paint().red('!')} ` : '  ')
const offset = (value: bigint | undefined): string => (value === undefined ? '-' : count(value))
const amount = (value: bigint | undefined): string =>
  value === undefined || value === 0n ? '' : count(value)
const eta = (ms: number | undefined): string => (ms === undefined ? '' : duration(ms))

export function partitionColumns({type}: GroupLag): Column<PartitionLag>[] {
  const held = (one: PartitionLag): boolean => one.stableLag !== undefined && one.stableLag !== one.lag
  return [
    {
      header: '  TOPIC',
      value: (one) => sign(isProblem(one)) + printable(one.topic),
      shrink: true,
    },
    {header: 'P', value: ({partition}) => String(partition), align: 'right'},
    {
      header: type === 'share' ? 'READ TO' : 'COMMITTED',
      value: (one) => offset(one.committed),
      align: 'right',
      dropFirst: 5,
    },
    {header: 'START', value: ({logStart}) => offset(logStart), align: 'right', dropFirst: 9},
    {header: 'END', value: ({highWatermark}) => offset(highWatermark), align: 'right', dropFirst: 6},
    {header: 'LAG', value: lagText, align: 'right'},
    {
      header: 'STABLE',
      value: (one) => (held(one) ? count(one.stableLag ?? 0n) : ''),
      align: 'right',
      dropFirst: 3,
    },
    {header: 'GROWTH', value: (one) => growth(one.trend), align: 'right'},
    {header: 'GONE IN', value: (one) => eta(one.trend?.etaMs), align: 'right', dropFirst: 2},
    {header: 'BEHIND', value: ({time}) => waiting(time), align: 'right'},
    {header: 'TREND', value: (one) => spark(one.trend?.history), dropFirst: 4},
    {header: 'NOTE', value: (one) => note(one), shrink: true},
    {header: 'MEMBER', value: ({clientId}) => printable(clientId ?? ''), dropFirst: 7},
    {header: 'HOST', value: ({host}) => printable(host ?? ''), dropFirst: 8},
  ]
}

export function groupColumns(): Column<GroupLag>[] {
  return [
    {header: '  GROUP', value: (group) => sign(needsSomebody(group)) + printable(group.group), shrink: true},
    {header: 'TYPE', value: ({type}) => type, dropFirst: 7},
    {header: 'STATE', value: ({state}) => state, dropFirst: 2},
    {header: 'LAG', value: groupLagText, align: 'right'},
    {header: 'LOST', value: ({total}) => amount(total.lost), align: 'right', dropFirst: 5},
    {header: 'GROWTH', value: (group) => growth(group.trend), align: 'right'},
    {header: 'GONE IN', value: (group) => eta(group.trend?.etaMs), align: 'right', dropFirst: 3},
    {header: 'BEHIND', value: ({total}) => waiting(total.oldest), align: 'right'},
    {header: 'TREND', value: (group) => spark(group.trend?.history), dropFirst: 4},
    {header: 'WORST PARTITION', value: worst, dropFirst: 6},
    {header: 'NOTE', value: groupNote, shrink: true},
  ]
}

export function memberColumns(group: GroupLag): Column<LagMember>[] {
  const lagOf = ({memberId}: LagMember): bigint =>
    group.partitions.reduce((sum, one) => (one.memberId === memberId ? sum + (one.lag ?? 0n) : sum), 0n)
  return [
    {header: 'MEMBER', value: ({clientId}) => printable(clientId), shrink: true},
    {header: 'HOST', value: ({host}) => printable(host)},
    {
      header: 'PARTITIONS',
      value: ({partitions}) => (partitions === 0 ? 'none' : count(partitions)),
      align: 'right',
    },
    {header: 'LAG', value: (member) => count(lagOf(member)), align: 'right'},
    {header: 'STATIC ID', value: ({instanceId}) => printable(instanceId ?? ''), dropFirst: 1},
    {header: 'MEMBER ID', value: ({memberId}) => printable(memberId), dropFirst: 2},
  ]
}

/** Two points make a line between any two values: no trend yet. */
const spark = (history: readonly (number | undefined)[] = []): string =>
  history.length > 2 ? sparkline(history, SPARK_WIDTH) : ''

function worst({partitions}: GroupLag): string {
  const [first] = partitions
  return first && (first.lag !== 0n || isProblem(first)) ? placeOf(first) : ''
}

function groupNote(group: GroupLag): string {
  const {error, partitions, total} = group
  if (error) return printable(error.message)
  const notes = [...new Set(partitions.filter((one) => isProblem(one)).map((one) => note(one)))]
  const idle = isUnread(group) ? ['no members'] : []
  const open = hasNoCommits(group)
    ? ['no commits']
    : total.upperBound && total.uncommitted > 0
      ? [`${plural(total.uncommitted, 'partition')} without a commit`]
      : []
  return [...idle, ...notes.slice(0, 2), ...(notes.length > 2 ? ['…'] : []), ...open].join('; ')
}
