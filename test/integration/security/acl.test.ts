import {describe, expect, it} from 'vitest'
import AclCreate from '../../../src/commands/acl/create.js'
import AclDelete from '../../../src/commands/acl/delete.js'
import AclList from '../../../src/commands/acl/list.js'
import {testCluster, onEachCluster, type TestCluster} from '../../helpers/clusters.js'
import {kafkaTool, uniqueName} from '../../helpers/kafka.js'
import type {CommandRun} from '../../helpers/run-command.js'

let opened: Promise<TestCluster> | undefined
const secure = (): Promise<TestCluster> => (opened ??= testCluster('SASL over TLS'))
const create = async (...argv: string[]): Promise<CommandRun> =>
  (await secure()).run(AclCreate, 'acl:create', ...argv)
const remove = async (...argv: string[]): Promise<CommandRun> =>
  (await secure()).run(AclDelete, 'acl:delete', ...argv)
const list = async (...argv: string[]): Promise<CommandRun> =>
  (await secure()).run(AclList, 'acl:list', ...argv)
/** What Kafka's own tool lists, one rule a line. */
const theirs = async (...argv: string[]): Promise<string[]> => {
  const {stdout} = await kafkaTool((await secure()).sandbox, 'acls', ['--list', ...argv])
  return stdout.split('\n').flatMap((line) => /\(principal=.*\)/.exec(line)?.[0] ?? [])
}
const guest = async (): Promise<TestCluster> => {
  const {sandbox} = await secure()
  const connection = sandbox.connection('guest')
  const password = connection.sasl?.mechanism === 'oauthbearer' ? '' : (connection.sasl?.password ?? '')
  process.env['GUEST_PASSWORD'] = password
  return testCluster('SASL over TLS', {
    'sasl.username': 'guest',
    'sasl.password_file': undefined,
    'sasl.password_env': 'GUEST_PASSWORD',
  } as never)
}

describe('with an authorizer', () => {
  it('creates rules as Kafka’s tool reads them, once', async () => {
    const [topic, group] = [uniqueName('orders'), uniqueName('etl')]
    const argv = ['--allow-principal', 'User:etl', '--consumer', '--topic', topic, '--group', group]
    const {stdout, stderr, exitCode} = await create(...argv, '--yes')
    expect(exitCode, stderr).toBe(0)
    expect(stderr).toContain('3 ACLs to create on sasl-over-tls')
    expect(stdout).toContain('3 changes: 3 done')
    expect((await theirs('--topic', topic)).sort()).toEqual([
      '(principal=User:etl, host=*, operation=DESCRIBE, permissionType=ALLOW)',
      '(principal=User:etl, host=*, operation=READ, permissionType=ALLOW)',
    ])
    expect(await theirs('--group', group)).toEqual([
      '(principal=User:etl, host=*, operation=READ, permissionType=ALLOW)',
    ])
    const again = await create(...argv, '--json')
    expect(again.json().result).toMatchObject({applied: false, plan: {create: [], existing: [{}, {}, {}]}})
    await remove('--topic', topic, '--yes')
    await remove('--group', group, '--yes')
  })

  it('finds what applies to a name, as Kafka’s tool does with “match”', async () => {
    const [topic, user] = [uniqueName('match'), `User:${uniqueName('who')}`]
    await create('--allow-principal', user, '--operation', 'read', '--topic', topic, '--yes')
    const prefixed = ['--topic', topic.slice(0, 8), '--resource-pattern-type', 'prefixed']
    await create(
      '--deny-principal',
      user,
      '--deny-host',
      '10.0.0.1',
      '--operation',
      'Write',
      ...prefixed,
      '--yes',
    )
    await create('--allow-principal', user, '--operation', 'Describe', '--topic', '*', '--yes')
    const {json} = await list('--topic', topic, '--principal', user, '--json')
    const found = json().result as {
      operation: string
      permission: string
      host: string
      patternType: string
    }[]
    expect(
      found.map(({operation, permission, host, patternType}) => [operation, permission, host, patternType]),
    ).toEqual(
      expect.arrayContaining([
        ['Read', 'Allow', '*', 'literal'],
        ['Write', 'Deny', '10.0.0.1', 'prefixed'],
        ['Describe', 'Allow', '*', 'literal'],
      ]),
    )
    const match = await theirs('--topic', topic, '--resource-pattern-type', 'match', '--principal', user)
    expect(match).toHaveLength(found.length)
    const {stdout} = await list('--principal', user)
    expect(stdout).toMatch(/ ! {2}User:\S+ +Deny +Write +topic +\S+… \(prefix\) +10\.0\.0\.1/)
    expect(stdout).toContain('3 ACLs for 1 principal · 1 deny')
    await remove('--principal', user, '--yes')
    expect((await list('--principal', user, '--json')).json().result).toEqual([])
  })

  it('deletes exactly what it showed, and tells how to bring it back', async () => {
    const [topic, user] = [uniqueName('gone'), `User:${uniqueName('who')}`]
    const rule = ['--allow-principal', user, '--topic', topic]
    await create(...rule, '--operation', 'Read', '--operation', 'Write', '--allow-host', '10.0.0.9', '--yes')
    const dry = await remove(...rule, '--operation', 'Read', '--dry-run')
    expect(dry.exitCode).toBe(0)
    expect(dry.stdout).toContain('1 ACL to delete on sasl-over-tls')
    const undo = `kbook acl create --allow-principal ${user} --allow-host 10.0.0.9 --operation Read --topic ${topic}`
    expect(dry.stdout).toContain(undo)
    const refused = await remove(...rule, '--json')
    expect(refused.json()).toMatchObject({ok: false, error: {code: 'REFUSED', exitCode: 5}})
    expect(await theirs('--topic', topic)).toHaveLength(2)
    const {json} = await remove(...rule, '--operation', 'Read', '--yes', '--json')
    expect(json().result).toMatchObject({applied: true, plan: {undo: [undo]}, rows: [{status: 'done'}]})
    expect(await theirs('--topic', topic)).toEqual([
      `(principal=${user}, host=10.0.0.9, operation=WRITE, permissionType=ALLOW)`,
    ])
    await create(...undo.split(' ').slice(3), '--yes')
    expect(await theirs('--topic', topic)).toHaveLength(2)
    expect((await remove('--topic', topic, '--yes')).exitCode).toBe(0)
    const nothing = await remove('--topic', topic, '--yes')
    expect(nothing).toMatchObject({exitCode: 0, stdout: 'No ACL on sasl-over-tls is like that\n'})
  })

  it('takes the commands that errors about missing rights print', async () => {
    for (const where of [['--cluster'], ['--topic', 't'], ['--group', 'g'], ['--transactional-id', 't']]) {
      const operation = where[0] === '--cluster' ? 'AlterConfigs' : 'Describe'
      const argv = ['--allow-principal', 'User:NAME', '--operation', operation, ...where, '--dry-run']
      expect((await create(...argv)).exitCode).toBe(0)
    }
  })

  it('says that all operations are meant when none is named', async () => {
    const {stdout} = await create('--deny-principal', 'User:a', '--topic', 't', '--dry-run')
    expect(stdout).toContain('! All is every operation there is: --operation Read names fewer')
  })

  it('names the right that is missing', async () => {
    const asGuest = await guest()
    const {json, exitCode} = await asGuest.run(AclList, 'acl:list', '--json')
    expect(exitCode).toBe(5)
    expect(json().error?.hints.join(' ')).toContain('--operation Describe --cluster')
    expect(json().error?.message).toBe(
      'not allowed on the cluster: ACLs (the request needs DESCRIBE permission)',
    )
  })
})

onEachCluster(
  (cluster) => {
    it('says that there is no authorizer', async () => {
      const {run} = await cluster()
      const listed = await run(AclList, 'acl:list')
      expect(listed.exitCode).toBe(7)
      expect(listed.stderr).toContain('this cluster has no authorizer, so that everybody may do everything')
      const rule = ['--allow-principal', 'User:a', '--topic', 't', '--yes']
      expect((await run(AclCreate, 'acl:create', ...rule)).exitCode).toBe(7)
      expect((await run(AclDelete, 'acl:delete', ...rule)).exitCode).toBe(7)
    })
  },
  ['one broker', 'three brokers', 'Redpanda'],
)

it.each([
  ['nobody', AclCreate, ['--topic', 't']],
  ['a principal without its type', AclCreate, ['--topic', 't', '--allow-principal', 'alice']],
  ['no resource', AclCreate, ['--allow-principal', 'User:a']],
  [
    'an operation that there is not',
    AclCreate,
    ['--topic', 't', '--allow-principal', 'User:a', '--operation', 'Fly'],
  ],
  [
    'an operation that means nothing there',
    AclCreate,
    ['--cluster', '--allow-principal', 'User:a', '--operation', 'Read'],
  ],
  [
    'a rule that matches',
    AclCreate,
    ['--topic', 't', '--allow-principal', 'User:a', '--resource-pattern-type', 'any'],
  ],
  ['a consumer without a group', AclCreate, ['--topic', 't', '--allow-principal', 'User:a', '--consumer']],
  [
    'a producer with operations',
    AclCreate,
    ['--topic', 't', '--allow-principal', 'User:a', '--producer', '--operation', 'Read'],
  ],
  ['an empty name', AclCreate, ['--topic', '', '--allow-principal', 'User:a']],
  ['a pattern type that there is not', AclList, ['--resource-pattern-type', 'regex']],
  ['deleting everything', AclDelete, ['--operation', 'Read']],
  ['idempotence of nobody', AclCreate, ['--idempotent', '--allow-principal', 'User:a']],
])('refuses %s', async (_what, command, argv) => {
  const {json, exitCode} = await (await secure()).run(command, 'acl:test', ...argv, '--json')
  expect(json()).toMatchObject({ok: false, error: {code: 'BAD_FLAG'}})
  expect(exitCode).toBe(2)
})
