import type {Cluster} from './cluster.js'
import {coverageView, uncovered, type CoverageView} from './group-coverage.js'
import {KbookError} from '../errors.js'
import {ERROR_CODE} from './protocol/errors.js'
import type {ListGroupsResponse} from './protocol/apis/list-groups.js'
import {pauseBefore, sleep} from './retry.js'
import {failureOf, scatter} from './scatter.js'
import type {BrokerFailure, GroupListing, GroupType, ListedGroup} from './types.js'

/** As long as the coordinator of a named group is waited for. */
const PATIENCE_MS = 5000

/**
 * Groups of every kind, from all brokers at once, by name. A broker that cannot answer is in `failed`, as is one whose
 * groups nobody coordinates yet, when that lasts.
 */
export async function listGroups(cluster: Cluster): Promise<GroupListing> {
  const deadline = performance.now() + Math.min(PATIENCE_MS, cluster.requestTimeoutMs)
  for (let attempt = 1; ; attempt++) {
    const {groups, failed, views} = await askAll(cluster)
    const gaps = uncovered(
      views,
      failed.map(({broker}) => broker),
    )
    const pause = pauseBefore(attempt)
    if (gaps.length === 0 || performance.now() + pause > deadline) {
      return {groups, failed: [...failed, ...gaps]}
    }
    await sleep(pause)
    await cluster.info({refresh: true})
  }
}

interface Answer {
  readonly groups: readonly ListedGroup[]
  readonly view: CoverageView
}

async function askAll(cluster: Cluster): Promise<GroupListing & {readonly views: readonly CoverageView[]}> {
  const {brokers} = await cluster.info()
  const ids = brokers.map(({id}) => id)
  const answers = await scatter<number, Answer>(
    {
      keys: ids,
      locate: (keys) => Promise.resolve(new Map(keys.map((id) => [id, id]))),
      ask: async (id) => {
        // In this order: what a broker leads at the first question, it tells of at the second.
        const [view, {errorCode, groups}] = await Promise.all([
          coverageView(cluster, id),
          cluster.toBroker(id, 'ListGroups', {}),
        ])
        const refused = errorCode !== ERROR_CODE.none
        return new Map([
          [
            id,
            refused
              ? failureOf(errorCode, `broker ${id}`)
              : {view, groups: groups.map((row) => listed(id, row))},
          ],
        ])
      },
    },
    cluster.requestTimeoutMs,
  )
  const failed: BrokerFailure[] = []
  const told: Answer[] = []
  for (const [index, broker] of ids.entries()) {
    const answer = answers[index]
    if (answer instanceof KbookError) failed.push({broker, error: answer})
    else if (answer) told.push(answer)
  }
  const groups = told.flatMap((answer) => answer.groups)
  groups.sort((a, b) => (a.groupId < b.groupId ? -1 : 1))
  return {groups, failed, views: told.map(({view}) => view)}
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
