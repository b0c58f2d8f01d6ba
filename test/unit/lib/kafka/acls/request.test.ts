import {expect, it} from 'vitest'
import {aclBindings, aclOperation, type AclRequest} from '../../../../../src/lib/kafka/acls/request.js'
import {aclFilters} from '../../../../../src/lib/kafka/acls/search.js'
import {createCommand} from '../../../../../src/lib/kafka/acls/subject.js'

const NONE = {principals: [], hosts: []}
const request = (extra: Partial<AclRequest>): AclRequest => ({
  resources: [{type: 'topic', name: 't'}],
  patternType: undefined,
  operations: [],
  allow: {principals: ['User:a'], hosts: []},
  deny: NONE,
  roles: [],
  ...extra,
})
const search = (extra: Partial<AclRequest>) => ({...request({allow: NONE, ...extra}), either: NONE})

it.each(['DescribeConfigs', 'DESCRIBE_CONFIGS', 'describe-configs'])('reads the operation %s', (text) => {
  expect(aclOperation(text)).toBe('DescribeConfigs')
})

it('makes one rule for each operation, resource, principal and host', () => {
  const made = aclBindings(
    request({operations: ['Read', 'Write'], allow: {principals: ['User:a', 'User:b'], hosts: ['h1', 'h2']}}),
  )
  expect(made).toHaveLength(8)
  expect(made[0]).toEqual({
    resourceType: 'topic',
    resourceName: 't',
    patternType: 'literal',
    principal: 'User:a',
    host: 'h1',
    operation: 'Read',
    permission: 'Allow',
  })
})

it('means all operations, from everywhere, when nothing is said', () => {
  expect(aclBindings(request({}))).toMatchObject([{operation: 'All', host: '*'}])
})

it('knows what a producer needs', () => {
  const resources = [
    {type: 'topic', name: 't'},
    {type: 'transactional-id', name: 'x'},
  ] as const
  const made = aclBindings(request({roles: ['producer', 'idempotent'], resources}))
  expect(made.map(({resourceType, operation}) => `${operation} ${resourceType}`)).toEqual([
    'Write topic',
    'Describe topic',
    'Create topic',
    'Write transactional-id',
    'Describe transactional-id',
    'IdempotentWrite cluster',
  ])
})

it('leaves the cluster literal when names are prefixes', () => {
  const resources = [{type: 'cluster', name: 'kafka-cluster'}] as const
  const made = aclBindings(request({resources, patternType: 'prefixed', operations: ['Alter']}))
  expect(made).toMatchObject([{patternType: 'literal'}])
})

it('searches for everything that is not said', () => {
  expect(aclFilters({...search({}), resources: []}, 'match')).toEqual([{}])
  expect(aclFilters(search({}), 'match')).toEqual([
    {resourceType: 'topic', resourceName: 't', patternType: 'match'},
  ])
  expect(aclFilters(search({deny: {principals: [], hosts: ['h']}, operations: ['Read']}), 'literal')).toEqual(
    [
      {
        resourceType: 'topic',
        resourceName: 't',
        patternType: 'literal',
        host: 'h',
        permission: 'Deny',
        operation: 'Read',
      },
    ],
  )
})

it('prints the command that makes a rule again', () => {
  const [rule] = aclBindings(
    request({
      resources: [{type: 'user', name: 'it’s'}],
      operations: ['CreateTokens'],
      patternType: 'prefixed',
      allow: NONE,
      deny: {principals: ['User:*'], hosts: ['10.0.0.1']},
    }),
  )
  expect(rule && createCommand(rule)).toBe(
    "kbook acl create --deny-principal 'User:*' --deny-host 10.0.0.1 --operation CreateTokens --user-principal 'it’s' --resource-pattern-type prefixed",
  )
})

it.each([
  ['allow', 'deny'],
  ['deny', 'allow'],
] as const)(
  'refuses an address of %s beside a principal of %s, which would be for all addresses',
  (host, whom) => {
    const sides = {
      [host]: {principals: [], hosts: ['10.0.0.1']},
      [whom]: {principals: ['User:x'], hosts: []},
    }
    const says = `--${host}-host says nothing about --${whom}-principal`
    expect(() => aclBindings(request(sides))).toThrow(says)
    expect(() => aclFilters(search(sides), 'literal')).toThrow(says)
  },
)
