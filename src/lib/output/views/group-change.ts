import type {DeleteGroupsPlan, PlannedDeletion} from '../../kafka/groups/delete.js'
import type {RemoveMembersPlan} from '../../kafka/groups/remove-member.js'
import type {GroupMember} from '../../kafka/types.js'
import {count, plural, printable} from '../format.js'
import {outputWidth, paint} from '../style.js'
import {renderTable, type Column} from '../table.js'
import {wrap} from '../wrap.js'

/** Groups and members listed. */
const ROWS = 30
/** Topics listed in one row. */
const TOPICS = 3

/** What deleting groups would delete. */
export function deleteGroupsView({cluster, groups, hidden}: DeleteGroupsPlan, width = outputWidth()): string {
  const {bold, dim, yellow} = paint()
  const kept = groups.filter(({type}) => type !== 'share').flatMap(committed).length
  const shares = groups.filter(({type}) => type === 'share').length
  const consequence = [
    kept > 0
      ? `${plural(kept, 'committed offset goes', 'committed offsets go')} with ${groups.length === 1 ? 'it' : 'them'}: kept for kbook offset undo. A consumer that comes back without them begins where its auto.offset.reset says.`
      : '',
    hidden && shares < groups.length
      ? 'Commits on topics that this user may not see are not shown: if there are any, they go as well, and cannot be put back.'
      : '',
    shares > 0 ? `What ${plural(shares, 'share group')} acknowledged cannot be put back.` : '',
  ].filter((line) => line !== '')
  return [
    `${bold(`Delete ${plural(groups.length, 'group')}`)}  ${dim(printable(cluster))}`,
    table(groups, DELETION, width),
    ...consequence.map((line) =>
      wrap(line, width - 3)
        .map((part, index) => (index === 0 ? ` ${yellow('!')} ${part}` : `   ${part}`))
        .join('\n'),
    ),
  ].join('\n\n')
}

/** The first rows, and how many there are beside. */
function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[], width: number): string {
  const more = rows.length - ROWS
  const shown = renderTable(rows.slice(0, ROWS), columns, {width, indent: 3})
  return more > 0 ? `${shown}\n${paint().dim(`   and ${count(more)} more (--json lists all)`)}` : shown
}

const committed = ({partitions}: PlannedDeletion): PlannedDeletion['partitions'] =>
  partitions.filter(({offset}) => offset !== undefined)

const DELETION: readonly Column<PlannedDeletion>[] = [
  {header: 'GROUP', value: ({group}) => printable(group), shrink: true},
  {header: 'TYPE', value: ({type}) => type},
  {header: 'STATE', value: ({state}) => printable(state)},
  {header: 'OFFSETS', value: (group) => count(committed(group).length), align: 'right'},
  {
    header: 'TOPICS',
    value: ({topics}) =>
      [
        ...topics.slice(0, TOPICS).map(printable),
        ...(topics.length > TOPICS ? [`and ${count(topics.length - TOPICS)} more`] : []),
      ].join(', '),
    shrink: true,
  },
]

/** Whom a group would lose. */
export function removeMembersView(
  {cluster, group, members, remaining}: RemoveMembersPlan,
  width = outputWidth(),
): string {
  const {bold, dim, yellow} = paint()
  if (members.length === 0) {
    return `${bold(printable(group))} has no members: nothing to remove  ${dim(printable(cluster))}`
  }
  const rebalance =
    remaining === 0
      ? 'The group is left without members.'
      : `Their partitions go to the ${plural(remaining, 'member')} that stay${remaining === 1 ? 's' : ''}.`
  const consequence = `${rebalance} A consumer that is alive joins again at once: stop it first where it shall stay away.`
  return [
    `${bold(`Remove ${plural(members.length, 'member')} of ${printable(group)}`)}  ${dim(printable(cluster))}`,
    table(members, MEMBER, width),
    wrap(consequence, width - 3)
      .map((part, index) => (index === 0 ? ` ${yellow('!')} ${part}` : `   ${part}`))
      .join('\n'),
  ].join('\n\n')
}

const MEMBER: readonly Column<GroupMember>[] = [
  {header: 'MEMBER', value: ({clientId}) => printable(clientId), shrink: true},
  {header: 'HOST', value: ({host}) => printable(host)},
  {header: 'PARTITIONS', value: ({assignment}) => count(assignment?.length ?? 0), align: 'right'},
  {header: 'STATIC ID', value: ({instanceId}) => printable(instanceId ?? '')},
  {header: 'MEMBER ID', value: ({memberId}) => printable(memberId), shrink: true},
]
