import {plural} from '../../output/format.js'
import type {GroupMember} from '../types.js'

/** Members named in one line. */
const NAMED = 5

/** `2 active members: worker-1 on 10.0.0.4, worker-2 on 10.0.0.5` */
export function membersText(members: readonly GroupMember[]): string {
  const names = members
    .slice(0, NAMED)
    .map(({clientId, instanceId, host}) => `${instanceId ?? clientId} on ${host}`)
  const more = members.length - names.length
  return `${plural(members.length, 'active member')}: ${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
