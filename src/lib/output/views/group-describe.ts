import type {GroupDetail, GroupDetails, MemberDetail} from '../../kafka/groups/describe.js'
import {isProblem} from '../../kafka/lag/urgency.js'
import {count, plural, printable} from '../format.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {wrap} from '../wrap.js'
import {assignmentText} from './group-words.js'
import {partitionColumns} from './lag-columns.js'
import {remarks} from './lag-remarks.js'
import {placeOf, summary} from './lag-words.js'

export interface GroupDetailsOptions {
  /** Also the partitions without lag, where there are many. */
  readonly zero?: boolean
  readonly width?: number
}

/** As many partitions are shown whole; among more, those without lag are folded away. */
const MANY = 20
/** Names listed in one remark. */
const FEW = 5

export function groupDetailsView(details: GroupDetails, options: GroupDetailsOptions = {}): string {
  const {zero = false, width = outputWidth()} = options
  const unanswered = details.unanswered.map(
    ({broker, error}) =>
      ` ${paint().red('!')} broker ${broker} did not list its groups: ${printable(error.message)}`,
  )
  return [
    ...details.groups.map((group) => groupBlock(group, details.cluster, zero, width)),
    unanswered.join('\n'),
  ]
    .filter((block) => block !== '')
    .join('\n\n\n')
}

function groupBlock(group: GroupDetail, cluster: string, zero: boolean, width: number): string {
  const {bold, dim} = paint()
  const shown = group.partitions.filter(
    (one) => zero || group.partitions.length <= MANY || one.lag !== 0n || isProblem(one),
  )
  const folded = group.partitions.length - shown.length
  const blocks = [
    [
      `${bold(printable(group.group))}  ${dim(printable(cluster))}`,
      ...wrap(summary(group).join(' · '), width - 2, ' · ').map((line) => `  ${line}`),
      ...wrap(identityFacts(group).join(' · '), width - 2, ' · ').map((line) => dim(`  ${line}`)),
    ].join('\n'),
    [remarks(group, width), memberRemarks(group, width)].filter((text) => text !== '').join('\n'),
    group.members.length > 0 ? renderTable(group.members, memberColumns(group), {width, indent: 3}) : '',
    [
      shown.length > 0 ? renderTable(shown, partitionColumns(group), {width, indent: 1}) : '',
      folded > 0 ? dim(`   ${plural(folded, 'partition')} without lag hidden (--zero)`) : '',
    ]
      .filter((text) => text !== '')
      .join('\n'),
  ]
  return blocks.filter((block) => block !== '').join('\n\n')
}

function identityFacts(group: GroupDetail): string[] {
  const {type, coordinator, coordinatorAddress, assignor, epoch} = group
  const where = coordinatorAddress === undefined ? '' : ` (${coordinatorAddress})`
  return [
    `type ${type}`,
    coordinator === undefined ? '' : `coordinator ${coordinator}${where}`,
    assignor === undefined ? '' : `assignor ${printable(assignor)}`,
    epoch === undefined ? '' : `epoch ${count(epoch)}`,
  ].filter((fact) => fact !== '')
}

/** What only a look at the members tells. */
function memberRemarks(group: GroupDetail, width: number): string {
  const idle = group.idle()
  const behind = group.behindEpoch()
  const open = group.partitions.filter(({flags}) => flags.includes('no-commit'))
  const lines = [
    idle.length > 0 && group.members.length > 0
      ? `${plural(idle.length, 'member')} without partitions: ${names(idle.map(memberName))}. More members than partitions, or nothing to read in the topics that they ask for`
      : '',
    behind.length > 0
      ? `${plural(behind.length, 'member')} still on the way to epoch ${count(group.epoch ?? 0)}: ${names(behind.map(memberName))}`
      : '',
    open.length > 0 && open.length < group.partitions.length
      ? `${plural(open.length, 'partition')} never committed: ${names(open.map(placeOf))}`
      : '',
  ]
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const [first = '', ...rest] = wrap(line, width - 3)
      return [` ${paint().red('!')} ${first}`, ...rest.map((more) => `   ${more}`)].join('\n')
    })
    .join('\n')
}

const memberName = ({clientId, host, instanceId}: MemberDetail): string =>
  `${printable(instanceId ?? clientId)} on ${printable(host)}`

const names = (all: readonly string[]): string =>
  [...all.slice(0, FEW), ...(all.length > FEW ? [`and ${count(all.length - FEW)} more`] : [])].join(', ')

function memberColumns(group: GroupDetail): Column<MemberDetail>[] {
  const lagOf = ({memberId}: MemberDetail): bigint =>
    group.partitions.reduce((sum, one) => (one.memberId === memberId ? sum + (one.lag ?? 0n) : sum), 0n)
  const current = ({epoch}: MemberDetail): boolean => epoch === undefined || epoch === group.epoch
  return [
    {header: 'MEMBER', value: ({clientId}) => printable(clientId), shrink: true},
    {header: 'HOST', value: ({host}) => printable(host)},
    {
      header: 'PARTITIONS',
      value: ({partitions}) => (partitions === 0 ? 'none' : count(partitions)),
      align: 'right',
    },
    {
      header: 'LAG',
      // Several members of a share group read one partition.
      value: (member) => (group.type === 'share' ? '' : count(lagOf(member))),
      align: 'right',
    },
    {
      header: 'EPOCH',
      value: (member) => (current(member) ? '' : count(member.epoch ?? 0)),
      align: 'right',
      dropFirst: 3,
    },
    {header: 'STATIC ID', value: ({instanceId}) => printable(instanceId ?? ''), dropFirst: 2},
    {header: 'RACK', value: ({rack}) => printable(rack ?? ''), dropFirst: 4},
    {header: 'READS', value: ({assignment}) => assignmentText(assignment), shrink: true, dropFirst: 5},
    {header: 'MEMBER ID', value: ({memberId}) => printable(memberId), dropFirst: 6},
  ]
}
