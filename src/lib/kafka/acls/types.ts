/** Kafka's numbers of what ACLs are made of (org.apache.kafka.common.acl and .resource). */
export const ACL_RESOURCE_TYPES = {
  topic: 2,
  group: 3,
  cluster: 4,
  'transactional-id': 5,
  'delegation-token': 6,
  user: 7,
} as const
export type AclResourceType = keyof typeof ACL_RESOURCE_TYPES

export const ACL_PATTERN_TYPES = {any: 1, match: 2, literal: 3, prefixed: 4} as const
/** `match`: every pattern that applies to the name, `*` and prefixes included. `any`: whatever the kind. */
export type AclPatternType = keyof typeof ACL_PATTERN_TYPES

export const ACL_OPERATIONS = {
  All: 2,
  Read: 3,
  Write: 4,
  Create: 5,
  Delete: 6,
  Alter: 7,
  Describe: 8,
  ClusterAction: 9,
  DescribeConfigs: 10,
  AlterConfigs: 11,
  IdempotentWrite: 12,
  CreateTokens: 13,
  DescribeTokens: 14,
  TwoPhaseCommit: 15,
} as const
export type AclOperation = keyof typeof ACL_OPERATIONS

export const ACL_PERMISSIONS = {Deny: 2, Allow: 3} as const
export type AclPermission = keyof typeof ACL_PERMISSIONS

/** Kafka's name of the one cluster resource. */
export const CLUSTER_RESOURCE = 'kafka-cluster'

/** One rule. What this table does not know, from a newer broker, is told by its number, such as `Operation16`. */
export interface AclBinding {
  readonly resourceType: AclResourceType | (string & {})
  readonly resourceName: string
  readonly patternType: AclPatternType | (string & {})
  /** `User:alice`, or `User:*` for everybody. */
  readonly principal: string
  /** An address, or `*`. */
  readonly host: string
  readonly operation: AclOperation | (string & {})
  readonly permission: AclPermission | (string & {})
}

/** What is left out matches everything. */
export interface AclFilter {
  readonly resourceType?: AclResourceType
  readonly resourceName?: string
  readonly patternType?: AclPatternType
  readonly principal?: string
  readonly host?: string
  readonly operation?: AclOperation
  readonly permission?: AclPermission
}
