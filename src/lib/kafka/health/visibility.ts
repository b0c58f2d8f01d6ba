import {randomUUID} from 'node:crypto'
import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {attempt} from '../lag/attempt.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {trouble} from './finding.js'
import type {Finding, HealthCheck, Visibility} from './types.js'

/**
 * Whether this user is shown all topics and groups there are: lists leave out, without a word, what may not be
 * described. A name that nobody has tells: it is either not there, or not to be asked for.
 */
export async function readVisibility(cluster: Pick<Cluster, 'topics' | 'toAny'>): Promise<Visibility> {
  const name = `~${randomUUID()}`
  const [topics, groups] = await Promise.all([hiddenTopics(cluster, name), hiddenGroups(cluster, name)])
  return {topics, groups}
}

async function hiddenTopics(cluster: Pick<Cluster, 'topics'>, name: string): Promise<KbookError | undefined> {
  const answer = await attempt(async () => (await cluster.topics([name], {refresh: true})).get(name)?.error)
  const error = 'error' in answer ? answer.error : answer.value
  return error?.code === 'NOT_AUTHORIZED' ? denied('topic') : 'error' in answer ? answer.error : undefined
}

/** Who may describe the cluster is shown every group. */
async function hiddenGroups(cluster: Pick<Cluster, 'toAny'>, name: string): Promise<KbookError | undefined> {
  const answer = await attempt(() => cluster.toAny('DescribeGroups', {groups: [name]}))
  if ('error' in answer) return answer.error
  if (answer.value.groups[0]?.errorCode !== ERROR_CODE.groupAuthorizationFailed) return undefined
  const listed = await attempt(() =>
    cluster.toAny('DescribeCluster', {includeClusterAuthorizedOperations: true}),
  )
  const mayDescribe = 'value' in listed && (listed.value.clusterAuthorizedOperations & DESCRIBE) !== 0
  return mayDescribe ? undefined : denied('group')
}

/** AclOperation.DESCRIBE as a bit. */
const DESCRIBE = 1 << 8

const denied = (type: 'topic' | 'group'): KbookError =>
  kafkaError(
    type === 'topic' ? ERROR_CODE.topicAuthorizationFailed : ERROR_CODE.groupAuthorizationFailed,
    `every ${type}`,
    undefined,
    {operation: 'Describe', type, name: '*'},
  )

/** That there may be more than what `checks` judged. Pure. */
export function unseen(
  what: 'topics' | 'groups',
  error: KbookError,
  checks: readonly HealthCheck[],
): Finding[] {
  const [check] = checks
  if (check === undefined) return []
  return [
    trouble({
      check,
      level: 'unknown',
      title: `this user may not see all ${what}`,
      meaning: [
        `What Kafka leaves out is not judged: ${checks.join(', ')} hold only for what it shows.`,
        ...error.hints.filter((hint) => !hint.startsWith('kbook ')),
      ].join(' '),
      next: error.hints.filter((hint) => hint.startsWith('kbook ')),
    }),
  ]
}
