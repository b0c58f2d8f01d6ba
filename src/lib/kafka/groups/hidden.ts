import {randomUUID} from 'node:crypto'
import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {attempt} from '../lag/attempt.js'
import {ERROR_CODE} from '../protocol/errors.js'

/** AclOperation.DESCRIBE as a bit. */
const DESCRIBE = 1 << 8

/**
 * Why there may be groups that this user is not shown; undefined when all are. Lists leave out, without a word, what
 * may not be described: a name that nobody has is either not there, or not to be asked for. Who may describe the
 * cluster is shown every group.
 */
export async function hiddenGroups(
  cluster: Pick<Cluster, 'toAny'>,
  name = `~${randomUUID()}`,
): Promise<KbookError | undefined> {
  const answer = await attempt(() => cluster.toAny('DescribeGroups', {groups: [name]}))
  if ('error' in answer) return answer.error
  if (answer.value.groups[0]?.errorCode !== ERROR_CODE.groupAuthorizationFailed) return undefined
  const listed = await attempt(() =>
    cluster.toAny('DescribeCluster', {includeClusterAuthorizedOperations: true}),
  )
  const mayDescribe = 'value' in listed && (listed.value.clusterAuthorizedOperations & DESCRIBE) !== 0
  const needs = {operation: 'Describe', type: 'group', name: '*'} as const
  return mayDescribe
    ? undefined
    : kafkaError(ERROR_CODE.groupAuthorizationFailed, 'every group', undefined, needs)
}

/** That there is no group is only known to who is shown all of them. @throws KbookError `NOT_AUTHORIZED` */
export async function requireNoneHidden(cluster: Pick<Cluster, 'toAny'>): Promise<void> {
  const hidden = await hiddenGroups(cluster)
  if (hidden) throw hidden
}
