import * as Flags from '@oclif/core/flags'
import {KbookError} from './lib/errors.js'
import {aclOperation, type AclRequest, type AclResource, type AclRole} from './lib/kafka/acls/request.js'
import type {AclSearch} from './lib/kafka/acls/search.js'
import {CLUSTER_RESOURCE, type AclPatternType, type AclResourceType} from './lib/kafka/acls/types.js'

const repeatable = {multiple: true, multipleNonGreedy: true} as const
const RESOURCES = 'RESOURCE'
const RULE = 'RULE'

/** Flags by the names of `kafka-acls`. */
export const aclFlags = {
  topic: Flags.string({
    summary: 'Topic, "*" for every one. Repeatable.',
    helpGroup: RESOURCES,
    ...repeatable,
  }),
  group: Flags.string({summary: 'Consumer group. Repeatable.', helpGroup: RESOURCES, ...repeatable}),
  'transactional-id': Flags.string({
    summary: 'Transactional id. Repeatable.',
    helpGroup: RESOURCES,
    ...repeatable,
  }),
  cluster: Flags.boolean({summary: 'The cluster as a whole.', helpGroup: RESOURCES}),
  'delegation-token': Flags.string({
    summary: 'Delegation token. Repeatable.',
    helpGroup: RESOURCES,
    ...repeatable,
  }),
  'user-principal': Flags.string({
    summary: 'User for whom tokens may be made. Repeatable.',
    helpGroup: RESOURCES,
    ...repeatable,
  }),
  'resource-pattern-type': Flags.string({
    summary: 'How names are meant: literally, as a prefix; when searching also any kind, or all that match.',
    options: ['literal', 'prefixed', 'match', 'any'],
    helpGroup: RESOURCES,
  }),
  operation: Flags.string({
    summary: 'Such as Read, Write, Describe, AlterConfigs, All. Repeatable.',
    helpGroup: RULE,
    ...repeatable,
  }),
  'allow-principal': Flags.string({
    summary: 'Who may, such as User:alice; User:* is everybody. Repeatable.',
    helpGroup: RULE,
    ...repeatable,
  }),
  'allow-host': Flags.string({
    summary: 'Address from which they may; every one without. Repeatable.',
    helpGroup: RULE,
    ...repeatable,
  }),
  'deny-principal': Flags.string({
    summary: 'Who may not, whatever else allows it. Repeatable.',
    helpGroup: RULE,
    ...repeatable,
  }),
  'deny-host': Flags.string({
    summary: 'Address from which they may not; every one without. Repeatable.',
    helpGroup: RULE,
    ...repeatable,
  }),
}

/** What stands for several operations. */
export const roleFlags = {
  producer: Flags.boolean({
    summary: 'All that a producer needs: on --topic, --transactional-id.',
    helpGroup: RULE,
  }),
  consumer: Flags.boolean({summary: 'All that a consumer needs: on --topic and --group.', helpGroup: RULE}),
  idempotent: Flags.boolean({
    summary: 'With --producer: also IdempotentWrite, which brokers before 3.0 ask for.',
    helpGroup: RULE,
    dependsOn: ['producer'],
  }),
}

export const principalFlag = Flags.string({
  summary: 'Whose rules, whether they allow or deny. Repeatable.',
  helpValue: 'User:NAME',
  helpGroup: RULE,
  ...repeatable,
})

interface AclFlagValues {
  topic?: string[] | undefined
  group?: string[] | undefined
  'transactional-id'?: string[] | undefined
  cluster?: boolean
  'delegation-token'?: string[] | undefined
  'user-principal'?: string[] | undefined
  'resource-pattern-type'?: string | undefined
  operation?: string[] | undefined
  'allow-principal'?: string[] | undefined
  'allow-host'?: string[] | undefined
  'deny-principal'?: string[] | undefined
  'deny-host'?: string[] | undefined
  principal?: string[] | undefined
  producer?: boolean
  consumer?: boolean
  idempotent?: boolean
}

/** @throws KbookError `BAD_FLAG` */
export function aclRequest(flags: AclFlagValues): AclRequest {
  const named = (type: AclResourceType, names: readonly string[] = []): AclResource[] =>
    names.map((name) => {
      if (name === '') throw new KbookError('BAD_FLAG', `the ${type} has no name`)
      return {type, name}
    })
  return {
    resources: [
      ...named('topic', flags.topic),
      ...named('group', flags.group),
      ...named('transactional-id', flags['transactional-id']),
      ...(flags.cluster ? [{type: 'cluster', name: CLUSTER_RESOURCE} as const] : []),
      ...named('delegation-token', flags['delegation-token']),
      ...named('user', flags['user-principal']),
    ],
    patternType: flags['resource-pattern-type'] as AclPatternType | undefined,
    operations: (flags.operation ?? []).map(aclOperation),
    allow: {principals: flags['allow-principal'] ?? [], hosts: flags['allow-host'] ?? []},
    deny: {principals: flags['deny-principal'] ?? [], hosts: flags['deny-host'] ?? []},
    roles: (['producer', 'consumer', 'idempotent'] as const).filter((role: AclRole) => flags[role]),
  }
}

export const aclSearch = (flags: AclFlagValues): AclSearch => ({
  ...aclRequest(flags),
  either: {principals: flags.principal ?? [], hosts: []},
})
