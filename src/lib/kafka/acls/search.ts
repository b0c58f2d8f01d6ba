import {
  aclBindings,
  mustBelongToPrincipals,
  mustBePrincipals,
  type AclRequest,
  type Grant,
} from './request.js'
import type {AclFilter, AclPatternType} from './types.js'

/** Which rules are meant. */
export interface AclSearch extends AclRequest {
  /** Of rules that allow and of rules that deny. */
  readonly either: Grant
}

/**
 * Filters that together find what is meant; what is not said matches everything. `patternType` is taken when the
 * request names none. Roles find exactly the rules that they would make.
 */
export function aclFilters(search: AclSearch, patternType: AclPatternType): AclFilter[] {
  if (search.roles.length > 0) return aclBindings(search) as AclFilter[]
  const {allow, deny, either, resources, operations} = search
  mustBePrincipals([...allow.principals, ...deny.principals, ...either.principals])
  mustBelongToPrincipals(search)
  const grants: AclFilter[] = [
    ...grantsOf(allow).map((one) => ({...one, permission: 'Allow' as const})),
    ...grantsOf(deny).map((one) => ({...one, permission: 'Deny' as const})),
    ...grantsOf(either),
  ]
  const places: AclFilter[] = resources.map(({type, name}) => ({
    resourceType: type,
    resourceName: name,
    patternType: search.patternType ?? patternType,
  }))
  const kinds: AclFilter[] = operations.map((operation) => ({operation}))
  // Without a resource, a pattern type still tells which rules are meant.
  const anywhere: AclFilter = search.patternType === undefined ? {} : {patternType: search.patternType}
  return orAny(grants).flatMap((grant) =>
    orAny(places, anywhere).flatMap((place) => orAny(kinds).map((kind) => ({...grant, ...place, ...kind}))),
  )
}

const orAny = (filters: readonly AclFilter[], any: AclFilter = {}): readonly AclFilter[] =>
  filters.length > 0 ? filters : [any]

const grantsOf = ({principals, hosts}: Grant): AclFilter[] => {
  const who = orAny(principals.map((principal) => ({principal})))
  const where = orAny(hosts.map((host) => ({host})))
  return principals.length + hosts.length === 0
    ? []
    : who.flatMap((one) => where.map((at) => ({...one, ...at})))
}
