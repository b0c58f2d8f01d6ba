import type {CreateAclsRequestAclCreation} from '../protocol/apis/create-acls.js'
import type {DescribeAclsRequest, DescribeAclsResponse} from '../protocol/apis/describe-acls.js'
import {
  ACL_OPERATIONS,
  ACL_PATTERN_TYPES,
  ACL_PERMISSIONS,
  ACL_RESOURCE_TYPES,
  type AclBinding,
  type AclFilter,
} from './types.js'

const ANY = 1

const numberIn = (table: Readonly<Record<string, number>>, name: string | undefined): number =>
  name === undefined ? ANY : (table[name] ?? Number(/\d+$/.exec(name)?.[0] ?? ANY))

const nameIn = (table: Readonly<Record<string, number>>, value: number, kind: string): string =>
  Object.keys(table).find((name) => table[name] === value) ?? `${kind}${value}`

/** As DescribeAcls and DeleteAcls take it. */
export const filterFields = (filter: AclFilter): DescribeAclsRequest => ({
  resourceTypeFilter: numberIn(ACL_RESOURCE_TYPES, filter.resourceType),
  resourceNameFilter: filter.resourceName ?? null,
  patternTypeFilter: numberIn(ACL_PATTERN_TYPES, filter.patternType),
  principalFilter: filter.principal ?? null,
  hostFilter: filter.host ?? null,
  operation: numberIn(ACL_OPERATIONS, filter.operation),
  permissionType: numberIn(ACL_PERMISSIONS, filter.permission),
})

export const creationFields = (binding: AclBinding): CreateAclsRequestAclCreation => ({
  resourceType: numberIn(ACL_RESOURCE_TYPES, binding.resourceType),
  resourceName: binding.resourceName,
  resourcePatternType: numberIn(ACL_PATTERN_TYPES, binding.patternType),
  principal: binding.principal,
  host: binding.host,
  operation: numberIn(ACL_OPERATIONS, binding.operation),
  permissionType: numberIn(ACL_PERMISSIONS, binding.permission),
})

/** The filter that finds this rule and no other, whatever its names are made of. */
export const exactly = (binding: AclBinding): DescribeAclsRequest => {
  const {
    resourceType,
    resourcePatternType = ANY,
    resourceName,
    principal,
    host,
    operation,
    permissionType,
  } = creationFields(binding)
  return {
    resourceTypeFilter: resourceType,
    resourceNameFilter: resourceName,
    patternTypeFilter: resourcePatternType,
    principalFilter: principal,
    hostFilter: host,
    operation,
    permissionType,
  }
}

export const bindingsOf = ({resources}: DescribeAclsResponse): AclBinding[] =>
  resources.flatMap(({resourceType, resourceName, patternType, acls}) =>
    acls.map(({principal, host, operation, permissionType}) => ({
      resourceType: nameIn(ACL_RESOURCE_TYPES, resourceType, 'Resource'),
      resourceName,
      patternType: nameIn(ACL_PATTERN_TYPES, patternType, 'Pattern'),
      principal,
      host,
      operation: nameIn(ACL_OPERATIONS, operation, 'Operation'),
      permission: nameIn(ACL_PERMISSIONS, permissionType, 'Permission'),
    })),
  )
