import type {Cluster} from '../cluster.js'
import {requireNoneHidden} from '../groups/hidden.js'
import {findGroups, isMissing, readGroups, type FoundGroup} from '../lag/find-groups.js'
import {noSuchGroup} from '../lag/no-such-group.js'
import {needsListing, type GroupSelection} from '../lag/selection.js'
import type {BrokerFailure} from '../types.js'

export interface GroupsToChange {
  readonly groups: readonly FoundGroup[]
  /** Share groups that nobody named: their offsets cannot be changed, by Kafka's own tool neither. */
  readonly leftOut: readonly string[]
  readonly unanswered: readonly BrokerFailure[]
}

/**
 * The groups that a change is about, with members and commits. A mistyped name must not create a group: each that
 * is named has to exist unless `allowNew` says otherwise.
 *
 * @throws KbookError `GROUP_NOT_FOUND`; `NOT_AUTHORIZED` where none of all is shown to a user who may not see them
 */
export async function groupsToChange(
  cluster: Cluster,
  selection: GroupSelection,
  allowNew: boolean,
): Promise<GroupsToChange> {
  if (!needsListing(selection)) {
    const groups = await readGroups(cluster, selection.names)
    if (!allowNew) await requireGroups(cluster, groups)
    return {groups, leftOut: [], unanswered: []}
  }
  const {groups, failed} = await findGroups(cluster, selection)
  if (groups.length + failed.length === 0) await requireNoneHidden(cluster)
  if (!allowNew) await requireGroups(cluster, groups)
  const isMeant = ({description: {groupId, type}}: FoundGroup): boolean =>
    type !== 'share' || selection.names.includes(groupId)
  return {
    groups: groups.filter(isMeant),
    leftOut: groups.filter((group) => !isMeant(group)).map(({description}) => description.groupId),
    unanswered: failed,
  }
}

async function requireGroups(cluster: Cluster, groups: readonly FoundGroup[]): Promise<void> {
  const missing = groups.find(isMissing)
  if (!missing) return
  throw await noSuchGroup(cluster, {all: false, names: [missing.offsets.groupId], patterns: []})
}
