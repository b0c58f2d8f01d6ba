import type {Cluster} from '../cluster.js'
import {fetchCommitted} from '../committed-offsets.js'
import {describeGroups} from '../describe-groups.js'
import {listGroups} from '../list-groups.js'
import type {BrokerFailure, GroupDescription, GroupOffsets, ListedGroup} from '../types.js'
import {noSuchGroup} from './no-such-group.js'
import {isOverview, needsListing, selects, type GroupSelection} from './selection.js'
import {shareOffsets} from './share-offsets.js'

/** A group with its members and everything that it has committed. */
export interface FoundGroup {
  readonly description: GroupDescription
  readonly offsets: GroupOffsets
}

export interface FoundGroups {
  readonly groups: readonly FoundGroup[]
  /** Brokers that could not list their groups: those are missing. */
  readonly failed: readonly BrokerFailure[]
}

/**
 * The groups that are meant, with members and commits: one request of each kind per coordinator. A named group that
 * does not exist carries its error beside those that do; when none does, the error is thrown.
 */
export async function findGroups(cluster: Cluster, selection: GroupSelection): Promise<FoundGroups> {
  const listing = needsListing(selection) ? await listGroups(cluster) : {groups: [], failed: []}
  const listed = listing.groups.filter(
    (group) => selects(selection, group.groupId) && (selection.where?.(group) ?? true),
  )
  const ids = [...new Set([...selection.names, ...listed.map(({groupId}) => groupId)])]
  const read = ids.length > 0 ? await readGroups(cluster, ids, listed) : []
  // A group that was listed, but not named, may have been deleted since.
  const groups = read.filter((group) => !isMissing(group) || selection.names.includes(group.offsets.groupId))
  if (groups.every(isMissing) && !selection.all && listing.failed.length === 0) {
    throw await noSuchGroup(cluster, selection)
  }
  const [only] = groups
  // The one group that was asked for: there is nothing to show beside its error.
  if (only?.offsets.error && !isOverview(selection)) throw only.offsets.error
  return {groups, failed: listing.failed}
}

/** Neither members nor commits. */
export const isMissing = ({description, offsets}: FoundGroup): boolean =>
  description.error?.code === 'GROUP_NOT_FOUND' && offsets.partitions.length === 0

/** Groups by name: one that does not exist carries its error. */
export async function readGroups(
  cluster: Cluster,
  ids: readonly string[],
  listed: readonly ListedGroup[] = [],
): Promise<FoundGroup[]> {
  const knownShare = new Set(listed.filter(({type}) => type === 'share').map(({groupId}) => groupId))
  const [descriptions, committed] = await Promise.all([
    describeGroups(cluster, ids),
    fetchCommitted(
      cluster,
      ids.filter((id) => !knownShare.has(id)),
    ),
  ])
  const share = descriptions.filter(({type}) => type === 'share').map(({groupId}) => groupId)
  const offsets = new Map(
    [...committed, ...(await shareOffsets(cluster, share))].map((one) => [one.groupId, one]),
  )
  return descriptions.map((description) => {
    const {groupId, error} = description
    return {description, offsets: offsets.get(groupId) ?? {groupId, partitions: [], error}}
  })
}
