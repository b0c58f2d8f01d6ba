import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {AclBinding, AclFilter} from './types.js'
import {bindingsOf, filterFields} from './wire.js'

/**
 * The rules that any of the filters finds, each once: by resource, then by principal.
 *
 * @throws KbookError `UNSUPPORTED` when the cluster has no authorizer, `NOT_AUTHORIZED`.
 */
export async function listAcls(
  cluster: Cluster,
  filters: readonly AclFilter[] = [{}],
): Promise<AclBinding[]> {
  const found = new Map<string, AclBinding>()
  const answers = await Promise.all(
    filters.map((filter) => cluster.toAny('DescribeAcls', filterFields(filter))),
  )
  for (const answer of answers) {
    if (answer.errorCode !== ERROR_CODE.none) {
      throw kafkaError(answer.errorCode, 'ACLs', reasonOf(answer), {operation: 'Describe', type: 'cluster'})
    }
    for (const binding of bindingsOf(answer)) found.set(aclKey(binding), binding)
  }
  return [...found.values()].sort((a, b) => (aclKey(a) < aclKey(b) ? -1 : 1))
}

// The broker's own words for a missing authorizer say nothing that ours do not.
const reasonOf = ({
  errorCode,
  errorMessage,
}: {
  errorCode: number
  errorMessage: string | null
}): string | null => (errorCode === ERROR_CODE.securityDisabled ? null : errorMessage)

/** The same for the same rule, and in an order that people look for. */
export const aclKey = (binding: AclBinding): string =>
  [
    binding.resourceType,
    binding.resourceName,
    binding.patternType,
    binding.principal,
    binding.permission,
    binding.operation,
    binding.host,
  ].join('\0')
