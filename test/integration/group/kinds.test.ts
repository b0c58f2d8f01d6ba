import {beforeAll, describe, expect, it} from 'vitest'
import GroupDelete from '../../../src/commands/group/delete.js'
import GroupDescribe from '../../../src/commands/group/describe.js'
import GroupList from '../../../src/commands/group/list.js'
import GroupRemoveMember from '../../../src/commands/group/remove-member.js'
import type {GroupDetail, GroupDetails} from '../../../src/lib/kafka/groups/describe.js'
import type {GroupEntry, GroupList as Listed} from '../../../src/lib/kafka/groups/list.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {commitMemberless} from '../../helpers/commit.js'
import {testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaTool, produce, uniqueName, until} from '../../helpers/kafka.js'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster('one broker')
})

interface Scene {
  readonly topic: string
  readonly group: string
  /** Sends messages until the consumer has read one and ends. */
  readonly end: () => Promise<void>
}

/** A consumer of Kafka's own on an empty topic, which stays until it has read one message. */
async function consuming(
  kind: string,
  tool: 'consoleConsumer' | 'consoleShareConsumer',
  ...args: readonly string[]
): Promise<Scene> {
  const [topic, group] = [uniqueName(kind), uniqueName(kind)]
  await createTopic(cluster.connection, topic)
  const options = ['--topic', topic, '--group', group, '--max-messages', '1', ...args]
  let ended = false
  void kafkaTool(cluster.target, tool, options, {timeoutMs: 110_000}).finally(() => (ended = true))
  const end = async (): Promise<void> => {
    await until(async () => {
      if (!ended) await produce(cluster.connection, topic, ['x'])
      return ended
    })
  }
  return {topic, group, end}
}

const describeGroup = async (group: string): Promise<GroupDetail | undefined> => {
  const answer = await cluster.run(GroupDescribe, 'group:describe', group, '--json')
  return (answer.json().result as GroupDetails | undefined)?.groups[0]
}
const withMember = (group: string): Promise<GroupDetail> =>
  until(async () => {
    const found = await describeGroup(group)
    return found?.state === 'Stable' && found.members[0]?.partitions === 1 && found
  })
const listed = async (group: string): Promise<GroupEntry | undefined> => {
  const answer = await cluster.run(GroupList, 'group:list', group, '--no-lag', '--json')
  return (answer.json().result as Listed).groups[0]
}
const remove = (group: string, ...argv: string[]) =>
  cluster.run(GroupRemoveMember, 'group:remove-member', group, ...argv, '--yes')

describe('a group of the new protocol (KIP-848)', () => {
  it('is alive with its members, which can be removed; then it can be deleted', async () => {
    const protocol = ['--consumer-property', 'group.protocol=consumer']
    const {topic, group, end} = await consuming('kinds-848', 'consoleConsumer', ...protocol)
    const {epoch = 0, ...alive} = await withMember(group)
    expect(epoch).toBeGreaterThan(0)
    expect(alive).toMatchObject({
      type: 'consumer',
      assignor: 'uniform',
      members: [{clientId: 'console-consumer', assignment: [{topic, partitions: [0]}]}],
    })
    expect(await listed(group)).toMatchObject({type: 'consumer', state: 'Stable'})
    expect((await cluster.run(GroupDelete, 'group:delete', group, '--yes')).exitCode).toBe(5)
    const removed = await remove(group, '--all')
    expect(removed).toMatchObject({exitCode: 0})
    // It joins again, in a new epoch.
    await until(async () => ((await withMember(group)).epoch ?? 0) > epoch)
    await end()
    await until(async () => (await listed(group))?.state === 'Empty')
    const deleted = await cluster.run(GroupDelete, 'group:delete', group, '--yes')
    expect(deleted.stdout).toContain(`✔ group "${group}"`)
    const {stdout} = await kafkaTool(cluster.target, 'groups', ['--list'])
    expect(stdout).not.toContain(group)
  })
})

describe('a static member', () => {
  it('is removed by its static id', async () => {
    const instance = 'pod-0'
    const {group, end} = await consuming(
      'kinds-static',
      'consoleConsumer',
      ...['--consumer-property', `group.instance.id=${instance}`],
      ...['--consumer-property', 'session.timeout.ms=300000'],
    )
    expect(await withMember(group)).toMatchObject({members: [{instanceId: instance}]})
    // Once stopped, a static member stays until its session ends.
    await end()
    expect((await describeGroup(group))?.members).toHaveLength(1)
    expect(await remove(group, '--instance', instance)).toMatchObject({exitCode: 0})
    expect(await describeGroup(group)).toMatchObject({state: 'Empty', members: []})
  })
})

describe('a share group', () => {
  it('is told apart; its members only leave by themselves; it can be deleted', async () => {
    const {group, end} = await consuming('kinds-share', 'consoleShareConsumer')
    expect(await withMember(group)).toMatchObject({type: 'share'})
    expect(await listed(group)).toMatchObject({type: 'share', state: 'Stable'})
    const refused = await remove(group, '--all')
    expect(refused.exitCode).toBe(7)
    expect(refused.stderr).toContain('no request that removes a member of a share group')
    await end()
    await until(async () => (await listed(group))?.state === 'Empty')
    const deleted = await cluster.run(GroupDelete, 'group:delete', group, '--yes')
    expect(deleted).toMatchObject({exitCode: 0})
    expect(deleted.stderr).toContain('cannot be put back')
    const {stdout} = await kafkaTool(cluster.target, 'shareGroups', ['--list'])
    expect(stdout).not.toContain(group)
  })
})

describe('a user who may not', () => {
  it('is told which ACL is missing, and nothing is deleted', async () => {
    const admin = await testCluster('SASL over TLS')
    const [secret, group] = [uniqueName('kinds-secret'), uniqueName('kinds-secret')]
    await createTopic(admin.connection, secret)
    await commitMemberless(admin.connection, group, {[secret]: {0: 0}})
    await kafkaTool(admin.target, 'acls', [
      ...['--add', '--allow-principal', 'User:guest', '--operation', 'Describe', '--group', group],
    ])
    const password = layout(admin.sandbox.dir).password('guest')
    const guest = await testCluster('SASL over TLS', {
      'sasl.username': 'guest',
      'sasl.password_file': password,
    })
    await until(async () => (await guest.run(GroupList, 'group:list', group, '--no-lag')).exitCode === 0)
    const denied = await guest.run(GroupDelete, 'group:delete', group, '--yes')
    expect(denied.exitCode).toBe(5)
    const told = denied.stdout + denied.stderr
    expect(told).toContain(`✗ group "${group}": not allowed`)
    expect((await admin.run(GroupList, 'group:list', group, '--no-lag')).exitCode).toBe(0)
    // Its commit is on a topic that the broker does not show: nobody could put it back.
    const preview = async (who: TestCluster): Promise<string> =>
      (await who.run(GroupDelete, 'group:delete', group, '--dry-run')).stdout
    expect(await preview(guest)).toContain('Commits on topics that this user may not see')
    expect(await preview(admin)).not.toContain('may not see')
    const json = await guest.run(GroupDelete, 'group:delete', group, '--yes', '--json')
    expect(json.stdout).toContain(`--operation Delete --group ${group}`)
  })
})
