import {KbookError} from '../../errors.js'
import {
  ACL_OPERATIONS,
  CLUSTER_RESOURCE,
  type AclBinding,
  type AclOperation,
  type AclPatternType,
  type AclPermission,
  type AclResourceType,
} from './types.js'

export interface AclResource {
  readonly type: AclResourceType
  readonly name: string
}

/** What is asked for, as `kafka-acls` takes it. */
export interface AclRequest {
  readonly resources: readonly AclResource[]
  readonly patternType: AclPatternType | undefined
  readonly operations: readonly AclOperation[]
  readonly allow: Grant
  readonly deny: Grant
  /** Stand for all that a producer or a consumer needs, instead of operations. */
  readonly roles: readonly AclRole[]
}

export interface Grant {
  readonly principals: readonly string[]
  readonly hosts: readonly string[]
}

export type AclRole = 'producer' | 'consumer' | 'idempotent'

/** What the roles are made of. */
const ROLES: Readonly<Record<AclRole, Readonly<Partial<Record<AclResourceType, readonly AclOperation[]>>>>> =
  {
    producer: {topic: ['Write', 'Describe', 'Create'], 'transactional-id': ['Write', 'Describe']},
    consumer: {topic: ['Read', 'Describe'], group: ['Read']},
    idempotent: {cluster: ['IdempotentWrite']},
  }

/** What can be allowed on each kind of resource; All stands for the rest (AclEntry of Kafka 4.1). */
const POSSIBLE: Readonly<Record<AclResourceType, readonly AclOperation[]>> = {
  topic: ['Read', 'Write', 'Create', 'Delete', 'Alter', 'Describe', 'DescribeConfigs', 'AlterConfigs'],
  group: ['Read', 'Delete', 'Describe', 'DescribeConfigs', 'AlterConfigs'],
  cluster: [
    'Create',
    'Alter',
    'Describe',
    'ClusterAction',
    'DescribeConfigs',
    'AlterConfigs',
    'IdempotentWrite',
  ],
  'transactional-id': ['Write', 'Describe', 'TwoPhaseCommit'],
  'delegation-token': ['Describe'],
  user: ['CreateTokens', 'DescribeTokens'],
}

/** `describe_configs`, `DescribeConfigs` and `describe-configs` are the same. @throws KbookError `BAD_FLAG` */
export function aclOperation(text: string): AclOperation {
  const plain = (name: string): string => name.replaceAll(/[_-]/g, '').toLowerCase()
  const names = Object.keys(ACL_OPERATIONS) as AclOperation[]
  const found = names.find((name) => plain(name) === plain(text))
  if (found) return found
  throw new KbookError('BAD_FLAG', `--operation does not know "${text}"`, {
    hint: `One of ${names.join(', ')}.`,
  })
}

/**
 * The rules that are asked for: each operation on each resource for each principal and host.
 *
 * @throws KbookError `BAD_FLAG` when they would allow nothing, or mean nothing.
 */
export function aclBindings(request: AclRequest): AclBinding[] {
  const {patternType = 'literal', allow, deny} = request
  if (patternType !== 'literal' && patternType !== 'prefixed') {
    throw new KbookError('BAD_FLAG', `--resource-pattern-type ${patternType} is for searching only`, {
      hint: 'A rule is literal or prefixed.',
    })
  }
  if (allow.principals.length + deny.principals.length === 0) {
    throw new KbookError('BAD_FLAG', 'for whom? --allow-principal or --deny-principal tells', {
      hint: 'Such as --allow-principal User:alice; User:* is everybody.',
    })
  }
  mustBePrincipals([...allow.principals, ...deny.principals])
  mustBelongToPrincipals(request)
  const rights = rightsOf(request)
  const rulesOf = (permission: AclPermission, {principals, hosts}: Grant): AclBinding[] =>
    principals.flatMap((principal) =>
      (hosts.length > 0 ? hosts : ['*']).flatMap((host) =>
        rights.map(({resource, operation}) => ({
          resourceType: resource.type,
          resourceName: resource.name,
          // There is one cluster: a prefix of it means nothing.
          patternType: resource.type === 'cluster' ? 'literal' : patternType,
          principal,
          host,
          operation,
          permission,
        })),
      ),
    )
  return [...rulesOf('Allow', allow), ...rulesOf('Deny', deny)]
}

interface Right {
  readonly resource: AclResource
  readonly operation: AclOperation
}

function rightsOf({resources, operations, roles}: AclRequest): Right[] {
  if (roles.length > 0) return rightsOfRoles(resources, roles, operations)
  if (resources.length === 0) {
    throw new KbookError('BAD_FLAG', 'on what? --topic, --group, --cluster or --transactional-id tells')
  }
  const wanted = operations.length > 0 ? operations : (['All'] as const)
  return resources.flatMap((resource) =>
    wanted.map((operation) => {
      if (operation === 'All' || POSSIBLE[resource.type].includes(operation)) return {resource, operation}
      throw new KbookError('BAD_FLAG', `${operation} means nothing on a ${resource.type}`, {
        hint: `Possible there: ${[...POSSIBLE[resource.type], 'All'].join(', ')}.`,
      })
    }),
  )
}

function rightsOfRoles(
  given: readonly AclResource[],
  roles: readonly AclRole[],
  operations: readonly AclOperation[],
): Right[] {
  if (operations.length > 0) {
    throw new KbookError(
      'BAD_FLAG',
      '--operation does not go with --producer and --consumer, which stand for several',
    )
  }
  const has = (type: AclResourceType): boolean => given.some((one) => one.type === type)
  if (!has('topic')) throw new KbookError('BAD_FLAG', `--${roles[0] ?? 'producer'} needs a --topic`)
  if (roles.includes('consumer') && !has('group'))
    throw new KbookError('BAD_FLAG', '--consumer needs a --group')
  const cluster = {type: 'cluster', name: CLUSTER_RESOURCE} as const
  const resources = roles.includes('idempotent') && !has('cluster') ? [...given, cluster] : given
  return resources.flatMap((resource) => {
    const rights = roles.flatMap((role) => ROLES[role][resource.type] ?? [])
    if (rights.length > 0) return rights.map((operation) => ({resource, operation}))
    throw new KbookError('BAD_FLAG', `--${roles.join(' --')} needs nothing on a ${resource.type}`)
  })
}

/** Hosts of rules that allow say nothing about those that deny, and the other way round. @throws KbookError `BAD_FLAG` */
export function mustBelongToPrincipals({allow, deny}: Pick<AclRequest, 'allow' | 'deny'>): void {
  for (const [one, grant, other, rest] of [
    ['allow', allow, 'deny', deny],
    ['deny', deny, 'allow', allow],
  ] as const) {
    if (grant.hosts.length === 0 || grant.principals.length > 0 || rest.principals.length === 0) continue
    throw new KbookError('BAD_FLAG', `--${one}-host says nothing about --${other}-principal`, {
      hint: `Name the address with --${other}-host, or the principal with --${one}-principal.`,
    })
  }
}

export function mustBePrincipals(principals: readonly string[]): void {
  const wrong = principals.find((one) => !/^[^:\s]+:.+$/.test(one))
  if (wrong === undefined) return
  throw new KbookError('BAD_FLAG', `"${wrong}" is not a principal`, {
    hint: `Write its type too: User:${wrong}`,
  })
}
