import {KbookError} from '../../errors.js'
import {plural, printable} from '../../output/format.js'
import {shellWord} from '../../output/shell-word.js'
import type {GroupDescription, GroupMember} from '../types.js'

const NAMED = 5
const AT_REST: readonly string[] = ['Empty', 'Dead', 'Unknown']

/** A group whose offsets only its own members may commit, whichever protocol they speak. */
export const isActive = ({state, members}: GroupDescription): boolean =>
  members.length > 0 || !AT_REST.includes(state)

/** Why the offsets of an active group cannot be set, who is in the way, and the way out. */
export function activeGroup({groupId, state, members}: GroupDescription): KbookError {
  const name = shellWord(groupId)
  const who = members.slice(0, NAMED).map((member) => `  ${memberText(member)}`)
  const rest = members.length - NAMED
  const isStatic = members.some(({instanceId}) => instanceId !== undefined)
  return new KbookError(
    'GROUP_ACTIVE',
    `group "${groupId}" has ${plural(members.length, 'active member')} (${state}): its offsets are theirs to commit`,
    {
      hint: [
        ...who,
        ...(rest > 0 ? [`  and ${rest} more`] : []),
        'Stop its consumers (kubectl scale --replicas=0 …), wait until it is Empty, run this again, scale back:',
        `kbook group describe ${name}`,
        ...(isStatic
          ? [
              'Static members stay until their session times out, unless they are removed:',
              `kbook group remove-member ${name} --all`,
            ]
          : []),
      ],
      details: {
        group: groupId,
        state,
        members: members.map(({memberId, instanceId, clientId, host}) => ({
          memberId,
          instanceId,
          clientId,
          host,
        })),
      },
    },
  )
}

function memberText({clientId, host, instanceId}: GroupMember): string {
  const fixed = instanceId === undefined ? '' : `  (static, ${printable(instanceId)})`
  return `${printable(clientId)}  ${printable(host)}${fixed}`
}
