import type {GroupEntry, GroupList} from '../../kafka/groups/list.js'
import {groupBy} from '../../kafka/lag/group-by.js'
import type {LagMember} from '../../kafka/lag/types.js'
import {count, plural, printable} from '../format.js'
import {headline} from '../headline.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {lagText} from './lag-words.js'

export interface GroupListViewOptions {
  /** Also a table of the members. */
  readonly members?: boolean
  readonly width?: number
}

/** All groups, those that need somebody marked. */
export function groupListView(list: GroupList, options: GroupListViewOptions = {}): string {
  const {members = false, width = outputWidth()} = options
  const {groups, unanswered} = list
  const {red} = paint()
  const rows = groups.flatMap(({group, members = []}) => members.map((member) => ({group, member})))
  const table = groups.length > 0 ? renderTable(groups, COLUMNS, {width, indent: 1}) : ''
  const blocks = [
    headline('Groups', facts(groups), list.cluster, {width, above: table}),
    table,
    members && rows.length > 0 ? renderTable(rows, MEMBER_COLUMNS, {width, indent: 3}) : '',
    unanswered
      .map(
        ({broker, error}) =>
          ` ${red('!')} broker ${broker} did not list its groups: ${printable(error.message)}`,
      )
      .join('\n'),
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function facts(groups: readonly GroupEntry[]): string[] {
  if (groups.length === 0) return ['none is there, or none that this user may see']
  const types = [...groupBy(groups, ({type}) => type)].map(([type, of]) => `${count(of.length)} ${type}`)
  const orphans = groups.filter(isUnread).length
  const failed = groups.filter(isPartial).length
  return [
    ...(failed > 0 ? [`${count(failed)} not fully readable`] : []),
    ...(orphans > 0 ? [`${count(orphans)} behind without members`] : []),
    types.length > 1 ? `${count(groups.length)}: ${types.join(', ')}` : types.join(', '),
  ]
}

const isPartial = ({error, lag}: GroupEntry): boolean => error !== undefined || (lag?.failed ?? 0) > 0
const isUnread = ({members, state, lag}: GroupEntry): boolean =>
  members?.length === 0 && state === 'Empty' && (lag?.lag ?? 0n) > 0n
const sign = (problem: boolean): string => (problem ? `${paint().red('!')} ` : '  ')

const COLUMNS: readonly Column<GroupEntry>[] = [
  {
    header: '  GROUP',
    value: (entry) => sign(isPartial(entry) || isUnread(entry)) + printable(entry.group),
    shrink: true,
  },
  {header: 'TYPE', value: ({type}) => type},
  {header: 'STATE', value: ({state}) => printable(state)},
  {header: 'MEMBERS', value: ({members}) => (members ? count(members.length) : ''), align: 'right'},
  {header: 'LAG', value: lagOf, align: 'right'},
  {
    header: 'COORDINATOR',
    value: ({coordinator}) => (coordinator === undefined ? '' : String(coordinator)),
    align: 'right',
    dropFirst: 1,
  },
  {header: 'NOTE', value: note, shrink: true},
]

function lagOf({lag}: GroupEntry): string {
  if (lag === undefined) return ''
  return lag.partitions === lag.uncommitted && lag.lag === undefined ? '-' : lagText(lag)
}

function note(entry: GroupEntry): string {
  const {error, lag} = entry
  if (error) return printable(error.message)
  const words = [
    isUnread(entry) ? 'no members' : '',
    (lag?.failed ?? 0) > 0 ? `${plural(lag?.failed ?? 0, 'partition')} unreadable` : '',
    (lag?.lost ?? 0n) > 0n ? `${count(lag?.lost ?? 0n)} lost` : '',
    lag?.uncommitted && lag.uncommitted === lag.partitions ? 'no commits' : '',
  ]
  return words.filter((word) => word !== '').join(', ')
}

const MEMBER_COLUMNS: readonly Column<{group: string; member: LagMember}>[] = [
  {header: 'GROUP', value: ({group}) => printable(group), shrink: true},
  {header: 'MEMBER', value: ({member}) => printable(member.clientId), shrink: true},
  {header: 'HOST', value: ({member}) => printable(member.host)},
  {
    header: 'PARTITIONS',
    value: ({member: {partitions}}) => (partitions === 0 ? 'none' : count(partitions)),
    align: 'right',
  },
  {header: 'STATIC ID', value: ({member}) => printable(member.instanceId ?? ''), dropFirst: 1},
  {header: 'MEMBER ID', value: ({member}) => printable(member.memberId), dropFirst: 2},
]
