import {KbookError} from '../../errors.js'
import {nearest} from '../../output/nearest.js'
import {topicsOf} from './group-rows.js'
import type {FoundGroup} from './find-groups.js'
import type {TopicScope} from './selection.js'

/** Throws when a topic, or a partition of it, was named on which none of the groups has anything. */
export function requireTopics(
  scope: TopicScope,
  groups: readonly FoundGroup[],
  found: ReadonlySet<string>,
): void {
  // Where a group could not be read, nobody knows what it has.
  if (groups.some(({offsets}) => offsets.error)) return
  const missing = scope.named.find((topic) => !found.has(topic))
  if (missing === undefined) return
  const [only] = groups
  const who =
    only && groups.length === 1 ? `group "${only.offsets.groupId}" has nothing` : 'no group has anything'
  const known = [...new Set(groups.flatMap((group) => [...topicsOf(group)]))].sort()
  if (known.includes(missing)) {
    throw new KbookError('NOT_FOUND', `${who} on those partitions of topic "${missing}"`)
  }
  const like = nearest(missing, known)
  const listed = like.length > 0 ? like : known.slice(0, 5)
  throw new KbookError('TOPIC_NOT_FOUND', `${who} on topic "${missing}"`, {
    ...(listed.length > 0 ? {hint: `Topics that are read: ${listed.join(', ')}`} : {}),
  })
}
