import {readFile} from 'node:fs/promises'
import type {Consumer} from 'kafkajs'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import GroupDelete from '../../../src/commands/group/delete.js'
import GroupDescribe from '../../../src/commands/group/describe.js'
import GroupList from '../../../src/commands/group/list.js'
import GroupRemoveMember from '../../../src/commands/group/remove-member.js'
import {listUndo} from '../../../src/lib/change/undo-store.js'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import {deleteGroups, planDeleteGroups} from '../../../src/lib/kafka/groups/delete.js'
import type {GroupDetails} from '../../../src/lib/kafka/groups/describe.js'
import type {GroupList as Listed} from '../../../src/lib/kafka/groups/list.js'
import {groupSelection} from '../../../src/lib/kafka/lag/selection.js'
import {commitMemberless} from '../../helpers/commit.js'
import {onEachCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaClient, kafkaTool, produce, uniqueName, until} from '../../helpers/kafka.js'
import type {CommandRun} from '../../helpers/run-command.js'

/** Every path of a value with its type; items of an array are taken together. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => shape(item, `${path}[]`))
  if (value === null || typeof value !== 'object') return [`${path}: ${typeof value}`]
  return Object.entries(value).flatMap(([name, inner]) => shape(inner, `${path}.${name}`))
}

async function documented(block: number): Promise<Set<string>> {
  const text = await readFile('docs/groups.md', 'utf8')
  const json = [...text.matchAll(/```json\n([\s\S]*?)```/g)][block]?.[1] ?? ''
  return new Set(shape(JSON.parse(json)))
}

onEachCluster((cluster, kind) => {
  const [topic, idle, live] = [uniqueName('group'), uniqueName('group-idle'), uniqueName('group-live')]
  const both = `/^(${idle}|${live})$/`
  let scene: TestCluster
  let consumer: Consumer

  beforeAll(async () => {
    scene = await cluster()
    const connection = scene.sandbox.connection()
    await createTopic(connection, topic, {partitions: 2})
    await produce(
      connection,
      topic,
      Array.from({length: 10}, (_, n) => ({value: `${n}`, partition: n % 2})),
    )
    await commitMemberless(connection, idle, {[topic]: {0: 2}})
    consumer = kafkaClient({...connection, clientId: 'reader-1'}).consumer({groupId: live})
    await consumer.connect()
    await consumer.subscribe({topics: [topic], fromBeginning: true})
    await consumer.run({eachMessage: () => Promise.resolve()})
    await until(async () => (await memberIds()).length === 1)
  })
  afterAll(() => consumer.disconnect())

  const run = (command: unknown, id: string, ...argv: string[]): Promise<CommandRun> =>
    scene.run(command, `group:${id}`, ...argv)
  const result = async <T>(command: unknown, id: string, ...argv: string[]): Promise<T> =>
    (await run(command, id, ...argv, '--json')).json().result as T
  const memberIds = async (): Promise<string[]> => {
    const details = await result<GroupDetails | undefined>(GroupDescribe, 'describe', live)
    const assigned = details?.groups[0]?.members.filter(({partitions}) => partitions === 2)
    return assigned?.map(({memberId}) => memberId) ?? []
  }

  it('lists them as Kafka’s own tool does, with members and lag', async () => {
    const list = await run(GroupList, 'list', both, '--members')
    expect(list).toMatchObject({stderr: '', exitCode: 0})
    expect(list.stdout).toMatch(new RegExp(`! ${idle} +classic +Empty +0 +≤8 +\\d+ +no members\\n`))
    expect(list.stdout).toMatch(new RegExp(`   ${live} +reader-1 +127\\.0\\.0\\.1 +2 `))
    const {groups} = await result<Listed>(GroupList, 'list', '--no-lag')
    const ours = groups.map(({group, state}) => `${group} ${state}`)
    const {stdout} = await kafkaTool(scene.target, 'consumerGroups', ['--list', '--state'])
    const theirs = stdout.split('\n').map((line) => line.trim().split(/\s+/))
    for (const name of [idle, live]) {
      const [, type, state] = theirs.find(([group]) => group === name) ?? []
      expect(ours).toContain(`${name} ${state ?? type}`)
    }
  })

  it('narrows the list by state and type, and tells its JSON shape', async () => {
    const shown = await documented(0)
    const json = await run(GroupList, 'list', both, '--json')
    expect(shape(json.json()).filter((path) => !shown.has(path))).toEqual([])
    const names = async (...argv: string[]): Promise<string[]> =>
      (await result<Listed>(GroupList, 'list', both, ...argv)).groups.map(({group}) => group)
    expect(await names('--state', 'empty')).toEqual([idle])
    expect(await names('--state', 'Stable', '--type', 'classic', '--no-lag')).toEqual([live])
    expect(await names('--type', 'consumer')).toEqual([])
  })

  it('describes members, assignments, coordinator, offsets and lag', async () => {
    const shown = await documented(1)
    const json = await run(GroupDescribe, 'describe', live, idle, '--json')
    expect(json.exitCode).toBe(0)
    expect(shape(json.json()).filter((path) => !shown.has(path))).toEqual([])
    const {groups} = json.json().result as GroupDetails
    expect(groups.find(({group}) => group === live)).toMatchObject({
      type: 'classic',
      state: 'Stable',
      assignor: 'RoundRobinAssigner',
      coordinatorAddress: expect.stringContaining(':') as string,
      members: [{clientId: 'reader-1', partitions: 2, assignment: [{topic, partitions: [0, 1]}]}],
    })
    const text = await run(GroupDescribe, 'describe', idle)
    expect(text.stdout).toContain('! 1 partition never committed: ')
    expect(text.stdout).toMatch(new RegExp(`${topic} +0 +2 +0 +5 +3 `))
  })

  it('deletes only what has no members, and keeps its offsets', async () => {
    const gone = uniqueName('group-gone')
    await commitMemberless(scene.sandbox.connection(), gone, {[topic]: {0: 3, 1: 4}})
    const refused = await run(GroupDelete, 'delete', gone, live, '--yes')
    expect(refused.exitCode).toBe(5)
    expect(refused.stderr).toContain(`group "${live}" has 1 active member: reader-1 on 127.0.0.1`)
    const preview = await run(GroupDelete, 'delete', gone, '--dry-run')
    expect(preview).toMatchObject({exitCode: 0, stderr: ''})
    expect(preview.stdout).toContain('2 committed offsets go with it')
    expect((await run(GroupDelete, 'delete', gone)).exitCode).toBe(5)
    const admin = kafkaClient(scene.sandbox.connection()).admin()
    await admin.connect()
    const names = async (): Promise<string[]> => (await admin.listGroups()).groups.map(({groupId}) => groupId)
    expect(await names()).toContain(gone)

    const done = await run(GroupDelete, 'delete', `/^${gone}$/`, '--yes', '--json')
    expect(done).toMatchObject({exitCode: 0})
    expect(done.json()).toMatchObject({
      ok: true,
      result: {applied: true, rows: [{subject: `group "${gone}"`, status: 'done'}]},
    })
    expect(await names()).not.toContain(gone)
    expect(await names()).toContain(live)
    await admin.disconnect()
    const [undo] = await listUndo('offsets')
    expect(undo?.data).toEqual({
      groups: [
        {
          group: gone,
          type: 'classic',
          partitions: expect.arrayContaining([
            expect.objectContaining({topic, partition: 0, offset: '3'}),
            expect.objectContaining({topic, partition: 1, offset: '4'}),
          ]) as unknown,
        },
      ],
    })
  })

  it('leaves a group alone that has committed since the plan was made', async () => {
    if (kind !== 'one broker') return
    const [moved, same] = [uniqueName('group-moved'), uniqueName('group-same')]
    const connection = scene.sandbox.connection()
    await commitMemberless(connection, moved, {[topic]: {0: 3}})
    await commitMemberless(connection, same, {[topic]: {0: 3}})
    const client = openCluster(connection)
    try {
      const plan = await planDeleteGroups(client, groupSelection([moved, same], false))
      await commitMemberless(connection, moved, {[topic]: {0: 5}})
      const control = {signal: new AbortController().signal, progress: () => undefined}
      expect(await deleteGroups(client, plan, control)).toMatchObject([
        {
          status: 'failed',
          error: {code: 'REFUSED', message: expect.stringContaining('has committed since') as string},
        },
        {status: 'done'},
      ])
    } finally {
      await client.close()
    }
    const admin = kafkaClient(connection).admin()
    await admin.connect()
    const [offsets] = await admin.fetchOffsets({groupId: moved, topics: [topic]})
    await admin.disconnect()
    expect(offsets?.partitions).toContainEqual(expect.objectContaining({partition: 0, offset: '5'}))
  })

  it('finds a group whose name is between slashes, and removes nobody where nobody is', async () => {
    if (kind !== 'one broker') return
    const name = `/${uniqueName('group-slash')}/`
    await commitMemberless(scene.sandbox.connection(), name, {[topic]: {0: 3}})
    const deleted = await run(GroupDelete, 'delete', `/^${name.replaceAll('/', '\\/')}$/`, '--yes')
    expect(deleted.stdout).toContain(`✔ group "${name}"`)
    const nobody = await run(GroupRemoveMember, 'remove-member', idle, '--all', '--yes')
    expect(nobody).toMatchObject({exitCode: 0, stderr: ''})
    expect(nobody.stdout).toMatch(/^\S+ has no members: nothing to remove/)
  })

  it('removes a member, which joins again when it is alive', async () => {
    const [id = ''] = await memberIds()
    const preview = await run(GroupRemoveMember, 'remove-member', live, '--member', id, '--dry-run')
    expect(preview.stdout).toContain('joins again at once')
    expect((await run(GroupRemoveMember, 'remove-member', live, '--all')).exitCode).toBe(5)
    expect(await memberIds()).toEqual([id])
    const done = await run(GroupRemoveMember, 'remove-member', live, '--member', id, '--yes')
    expect(done).toMatchObject({exitCode: 0})
    expect(done.stdout).toContain(`✔ member ${id}`)
    await until(async () => {
      const [now] = await memberIds()
      return now !== undefined && now !== id
    })
  })

  it.each([
    ['a group that is not there', GroupDescribe, 'describe', ['nope'], 'GROUP_NOT_FOUND'],
    ['a list of a group that is not there', GroupList, 'list', ['nope'], 'GROUP_NOT_FOUND'],
    ['a state that is none', GroupList, 'list', ['--state', 'asleep'], 'BAD_FLAG'],
    ['a type that is none', GroupList, 'list', ['--type', 'old'], 'BAD_FLAG'],
    ['a pattern that is none', GroupDelete, 'delete', ['/(/'], 'BAD_FLAG'],
    ['no group', GroupDelete, 'delete', [], 'BAD_FLAG'],
    ['deleting what is not there', GroupDelete, 'delete', ['nope', '--yes'], 'GROUP_NOT_FOUND'],
    ['no member', GroupRemoveMember, 'remove-member', [live], 'BAD_FLAG'],
    ['all members and one', GroupRemoveMember, 'remove-member', [live, '--all', '--member', 'x'], 'BAD_FLAG'],
    ['a member that is none', GroupRemoveMember, 'remove-member', [live, '--member', 'x'], 'NOT_FOUND'],
    [
      'a static member that is none',
      GroupRemoveMember,
      'remove-member',
      [idle, '--instance', 'x'],
      'NOT_FOUND',
    ],
    ['members of nothing', GroupRemoveMember, 'remove-member', ['nope', '--all'], 'GROUP_NOT_FOUND'],
  ])('refuses %s', async (_what, command, id, argv, code) => {
    if (kind !== 'one broker') return
    const failed = await run(command, id, ...argv, '--json')
    expect(failed.exitCode).toBe(2)
    expect(failed.json()).toMatchObject({ok: false, error: {code}})
  })
})

describe('docs', () => {
  it('name every command', async () => {
    const text = await readFile('docs/groups.md', 'utf8')
    for (const verb of ['list', 'describe', 'delete', 'remove-member'])
      expect(text).toContain(`kbook group ${verb}`)
  })
})
