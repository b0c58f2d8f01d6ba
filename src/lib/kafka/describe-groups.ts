import {KbookError} from '../errors.js'
import type {Cluster} from './cluster.js'
import {classicGroup} from './groups/classic.js'
import {newerGroup, NEWER_KINDS} from './groups/newer.js'
import {kafkaError} from './error-map.js'
import {ERROR_CODE} from './protocol/errors.js'
import {failureOf, scatter, type Failure} from './scatter.js'
import type {GroupDescription} from './types.js'

type Described = Omit<GroupDescription, 'error' | 'coordinator'> & {coordinator: number}

/**
 * State and members of groups of every kind, in the order asked; a group that does not exist carries the error
 * `GROUP_NOT_FOUND`. The classic request calls groups of the newer protocols dead: what it does not know is asked
 * for as each of them.
 */
export async function describeGroups(
  cluster: Cluster,
  groupIds: readonly string[],
): Promise<GroupDescription[]> {
  const results = await scatter<string, Described | typeof NOT_FOUND>(
    {
      keys: groupIds,
      locate: (groups, refresh) => cluster.coordinators(groups, {refresh}),
      ask: async (broker, groups) => {
        const found = await askClassic(cluster, broker, groups)
        const others = groups.filter((group) => found.get(group) === NOT_FOUND)
        if (others.length === 0) return found
        return new Map([...found, ...(await askNewer(cluster, broker, others))])
      },
    },
    cluster.requestTimeoutMs,
  )
  return groupIds.map((groupId, index) => {
    const result = results[index] ?? NOT_FOUND
    if (typeof result !== 'string' && !(result instanceof KbookError)) return {...result, error: undefined}
    const error = result === NOT_FOUND ? notFound(groupId) : result
    return {...NOBODY, groupId, error}
  })
}

const NOT_FOUND = 'not found'
const NOBODY = {
  type: 'unknown',
  state: 'Unknown',
  assignor: '',
  epoch: undefined,
  coordinator: undefined,
  members: [],
} as const

const notFound = (groupId: string): KbookError => kafkaError(ERROR_CODE.groupIdNotFound, `group "${groupId}"`)

type Answers = Map<string, Described | typeof NOT_FOUND | Failure>

async function askClassic(cluster: Cluster, broker: number, groups: readonly string[]): Promise<Answers> {
  const answer = await cluster.toBroker(broker, 'DescribeGroups', {groups})
  const answers: Answers = new Map()
  for (const row of answer.groups) {
    const {errorCode, groupState, groupId} = row
    const refused = errorCode !== ERROR_CODE.none
    // Before version 6 a group that nobody knows is simply dead.
    if (errorCode === ERROR_CODE.groupIdNotFound || (!refused && groupState === 'Dead')) {
      answers.set(groupId, NOT_FOUND)
    } else {
      const described = {...classicGroup(row), coordinator: broker}
      answers.set(groupId, refused ? refusal(errorCode, groupId) : described)
    }
  }
  return answers
}

/** Asks for the groups as each of the newer kinds that the broker knows, all at once. */
async function askNewer(cluster: Cluster, broker: number, groupIds: readonly string[]): Promise<Answers> {
  const answers: Answers = new Map()
  await Promise.all(
    NEWER_KINDS.map(async ({api, type}) => {
      if (!(await cluster.supports(api))) return
      const {groups} = await cluster.toBroker(broker, api, {groupIds, includeAuthorizedOperations: false})
      for (const row of groups) {
        const {groupId, errorCode} = row
        if (NOT_OF_THIS_KIND.includes(errorCode)) continue
        if (errorCode === ERROR_CODE.none)
          answers.set(groupId, {...newerGroup(type, row), coordinator: broker})
        else if (!answers.has(groupId)) answers.set(groupId, refusal(errorCode, groupId))
      }
    }),
  )
  return answers
}

const refusal = (code: number, name: string): Failure =>
  failureOf(code, `group "${name}"`, undefined, {operation: 'Describe', type: 'group', name})

// The second is what a broker says that knows the request, but has this kind of group switched off.
const NOT_OF_THIS_KIND: readonly number[] = [ERROR_CODE.groupIdNotFound, ERROR_CODE.unsupportedVersion]
