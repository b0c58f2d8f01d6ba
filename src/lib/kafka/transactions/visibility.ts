import {randomUUID} from 'node:crypto'
import {KbookError} from '../../errors.js'
import {listAcls} from '../acls/list.js'
import type {AclBinding, AclOperation} from '../acls/types.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'

/** Any name, in rules. */
const EVERY = '*'
const STATE_TOPIC = '__transaction_state'
/** What, denied, hides a transactional id. */
const HIDING: readonly AclOperation[] = ['Describe', 'All']

/**
 * Why a transaction that no coordinator lists may be there all the same; undefined when it cannot be. Coordinators
 * leave out, without a word, what the user may not describe, and nobody lists what lies on a partition without a
 * leader.
 */
export async function hiddenTransactions(cluster: Cluster): Promise<KbookError | undefined> {
  const [unled, hiding] = await Promise.all([unledState(cluster), hidingRules(cluster)])
  if (unled) return unled
  if (hiding instanceof KbookError) return hiding
  return undescribable(cluster, hiding)
}

/** Each partition of the coordinators' topic must have somebody who tells. */
async function unledState(cluster: Cluster): Promise<KbookError | undefined> {
  const topic = (await cluster.topics([STATE_TOPIC], {refresh: true})).get(STATE_TOPIC)
  // Without it there has never been a transactional id.
  if (topic?.error?.code === 'TOPIC_NOT_FOUND') return undefined
  return topic?.error ?? topic?.partitions.find(({leader}) => leader === undefined)?.error
}

/** The rules that hide transactional ids from somebody, by a name that each applies to. */
async function hidingRules(cluster: Cluster): Promise<Map<string, AclBinding> | KbookError> {
  try {
    const rules = await listAcls(cluster, [{resourceType: 'transactional-id', permission: 'Deny'}])
    const hiding = rules.filter(({operation}) => HIDING.some((one) => one === operation))
    return new Map(hiding.map((rule) => [nameUnder(rule), rule]))
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    // Without an authorizer there are no rules.
    return error.code === 'UNSUPPORTED' ? new Map() : error
  }
}

const nameUnder = ({patternType, resourceName}: AclBinding): string =>
  patternType === 'prefixed' || resourceName === EVERY ? resourceName + anyName() : resourceName

/** No rule is for it that is not for all. */
const anyName = (): string => `~${randomUUID()}`

/** Any broker says who may describe an id, also an id that does not exist: that tells which rules are for this user. */
async function undescribable(
  cluster: Cluster,
  hiding: ReadonlyMap<string, AclBinding>,
): Promise<KbookError | undefined> {
  const transactionalIds = [anyName(), ...hiding.keys()]
  const {transactionStates} = await cluster.toAny('DescribeTransactions', {transactionalIds})
  const refused = transactionStates.filter(
    ({errorCode}) => errorCode === ERROR_CODE.transactionalIdAuthorizationFailed,
  )
  const [first] = refused
  if (!first) return undefined
  const left = 'coordinators leave out what this user may not describe'
  const rule = hiding.get(first.transactionalId)
  if (!rule || rule.resourceName === EVERY) {
    const needs = {operation: 'Describe', type: 'transactional-id', name: EVERY} as const
    return kafkaError(first.errorCode, 'every transactional id', left, needs)
  }
  const {resourceName: name, principal} = rule
  return new KbookError('NOT_AUTHORIZED', `not allowed to use transactional id "${name}" (${left})`, {
    hint: [`An ACL denies it to ${principal}. Run this as a user who may describe every transactional id.`],
  })
}
