import {KbookError} from '../../errors.js'
import {nearest} from '../../output/nearest.js'
import type {Cluster} from '../cluster.js'
import {listGroups} from '../list-groups.js'
import {attempt} from './attempt.js'
import type {GroupSelection} from './selection.js'

/** The error for groups that do not exist, with those that look like them. */
export async function noSuchGroup(cluster: Cluster, {names, patterns}: GroupSelection): Promise<KbookError> {
  const listing = await attempt(() => listGroups(cluster))
  const known = 'value' in listing ? listing.value.groups.map(({groupId}) => groupId) : []
  const like = [...new Set(names.flatMap((name) => nearest(name, known)))]
  const subject =
    names.length === 0
      ? `no group matches ${patterns.map((pattern) => `/${pattern.source}/`).join(' or ')}`
      : names.length === 1
        ? `group "${names[0] ?? ''}" does not exist`
        : `none of these groups exists: ${names.join(', ')}`
  return new KbookError('GROUP_NOT_FOUND', `${subject} on ${cluster.name}`, {
    hint: [
      ...(like.length > 0 ? [`Groups that look like it: ${like.join(', ')}`] : []),
      'kbook lag describe --all     lists every group',
    ],
    details: {groups: names, similar: like},
  })
}
