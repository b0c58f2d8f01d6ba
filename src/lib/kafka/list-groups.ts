import type {Cluster} from './cluster.js'
import {KbookError} from '../errors.js'
import {ERROR_CODE} from './protocol/errors.js'
import type {ListGroupsResponse} from './protocol/apis/list-groups.js'
import {failureOf, scatter} from './scatter.js'
import type {BrokerFailure, GroupListing, GroupType, ListedGroup} from './types.js'

/** Groups of every kind, from all brokers at once, by name. A broker that cannot answer is in `failed`. */
export async function listGroups(cluster: Cluster): Promise<GroupListing> {
  const {brokers} = await cluster.info()
  const ids = brokers.map(({id}) => id)
  const answers = await scatter<number, ListedGroup[]>(
    {
      keys: ids,
      locate: (keys) => Promise.resolve(new Map(keys.map((id) => [id, id]))),
      ask: async (id) => {
        const {errorCode, groups} = await cluster.toBroker(id, 'ListGroups', {})
        const refused = errorCode !== ERROR_CODE.none
        return new Map([
          [id, refused ? failureOf(errorCode, `broker ${id}`) : groups.map((row) => listed(id, row))],
        ])
      },
    },
    cluster.requestTimeoutMs,
  )
  const failed: BrokerFailure[] = []
  const groups: ListedGroup[] = []
  for (const [index, broker] of ids.entries()) {
    const answer = answers[index] ?? []
    if (answer instanceof KbookError) failed.push({broker, error: answer})
    else groups.push(...answer)
  }
  groups.sort((a, b) => (a.groupId < b.groupId ? -1 : 1))
  return {groups, failed}
}

const listed = (coordinator: number, row: ListGroupsResponse['groups'][number]): ListedGroup => ({
  groupId: row.groupId,
  type: groupType(row.groupType),
  state: row.groupState || 'Unknown',
  protocolType: row.protocolType,
  coordinator,
})

const TYPES: readonly GroupType[] = ['classic', 'consumer', 'share', 'streams']

const groupType = (text: string): GroupType => TYPES.find((type) => type === text.toLowerCase()) ?? 'unknown'
