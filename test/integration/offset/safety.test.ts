import {afterAll, afterEach, beforeAll, describe, expect, it, vi} from 'vitest'
import OffsetDelete from '../../../src/commands/offset/delete.js'
import OffsetReset from '../../../src/commands/offset/reset.js'
import OffsetSeek from '../../../src/commands/offset/seek.js'
import OffsetUndo from '../../../src/commands/offset/undo.js'
import {openCluster, type Cluster} from '../../../src/lib/kafka/cluster.js'
import {groupSelection} from '../../../src/lib/kafka/lag/selection.js'
import {applyOffsets} from '../../../src/lib/kafka/offsets/apply.js'
import {commitOffsets as commitAsNobody} from '../../../src/lib/kafka/offsets/commit.js'
import {planReset} from '../../../src/lib/kafka/offsets/plan-reset.js'
import {undoOf} from '../../../src/lib/kafka/offsets/plan-undo.js'
import type {OffsetPlan} from '../../../src/lib/kafka/offsets/types.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {testCluster, type TestCluster} from '../../helpers/clusters.js'
import {commitMemberless} from '../../helpers/commit.js'
import {createTopic, kafkaClient, kafkaTool, uniqueName, until} from '../../helpers/kafka.js'
import {scratchFolder} from '../../helpers/scratch.js'
import {committedByTool, filledTopic} from './scene.js'

const topic = uniqueName('offset-safety')
let test: TestCluster
let cluster: Cluster

beforeAll(async () => {
  test = await testCluster('one broker')
  cluster = openCluster(test.connection)
  await filledTopic(test.connection, topic, [10, 10])
})
afterAll(() => cluster.close())
afterEach(() => vi.unstubAllEnvs())

const planEnd = (group: string): Promise<OffsetPlan> =>
  planReset(cluster, {
    groups: groupSelection([group], false),
    scope: 'its-topics',
    position: {to: 'end'},
    allowNewTopics: false,
    allowNewGroups: false,
  })

const control = (signal = new AbortController().signal): Parameters<typeof applyOffsets>[2] => ({
  signal,
  progress: () => undefined,
})

describe('an active group', () => {
  it.each([
    ['classic, with a static member', ['group.instance.id=worker-7'], 'static, worker-7'],
    ['of the new protocol (KIP-848)', ['group.protocol=consumer'], 'console-consumer'],
  ])('%s is refused with its members and the way out', async (_what, properties, named) => {
    const group = uniqueName('offset-active')
    await commitMemberless(test.connection, group, {[topic]: {0: 3}})
    const plan = await planEnd(group)
    const running = kafkaTool(
      test.target,
      'consoleConsumer',
      [
        ...['--topic', topic, '--group', group, '--timeout-ms', '8000'],
        ...properties.flatMap((property) => ['--consumer-property', property]),
      ],
      {timeoutMs: 60_000},
    )
    const refused = await until(async () => {
      const run = await test.run(OffsetSeek, 'offset:seek', group, '--to', 'start', '--dry-run')
      return run.exitCode === 5 && run
    })
    expect(refused.stderr).toContain(`group "${group}" has 1 active member`)
    expect(refused.stderr).toContain(named)
    expect(refused.stderr).toContain('127.0.0.1')
    expect(refused.stderr).toContain('kubectl scale --replicas=0')
    // A plan from before it became active is not carried out, and the broker itself refuses, too.
    const rows = await applyOffsets(cluster, plan, control())
    expect(rows.map(({status, error}) => [status, error?.code])).toEqual([
      ['failed', 'GROUP_ACTIVE'],
      ['failed', 'GROUP_ACTIVE'],
    ])
    const direct = await commitAsNobody(cluster, group, plan.groups[0]?.offsets ?? [])
    expect(direct).toMatchObject([
      {status: 'failed', error: {code: 'GROUP_ACTIVE'}},
      {status: 'failed', error: {code: 'GROUP_ACTIVE'}},
    ])
    const deleting = await test.run(OffsetDelete, 'offset:delete', group, '--topic', topic, '--yes')
    expect(deleting.exitCode).toBe(5)
    expect(deleting.stdout + deleting.stderr).toMatch(/live members|is subscribed/)
    await running
  })
})

describe('a share group', () => {
  it('is not changed, since brokers take the request and do nothing', async () => {
    const group = uniqueName('offset-share')
    await kafkaTool(test.target, 'consoleShareConsumer', [
      ...['--topic', topic, '--group', group, '--timeout-ms', '3000'],
    ])
    const run = await test.run(OffsetSeek, 'offset:seek', group, '--to', 'start', '--yes', '--json')
    expect(run.exitCode).toBe(7)
    expect(run.json()).toMatchObject({ok: false, error: {code: 'UNSUPPORTED'}})
    // Who names none of them, as with --all-groups, means groups whose offsets can be set.
    const other = uniqueName(`${group}-classic`)
    await commitMemberless(test.connection, other, {[topic]: {0: 3}})
    const args = ['--group', `/^${group}/`, '--all-topics', '--to-latest', '--dry-run']
    const reset = await test.run(OffsetReset, 'offset:reset', ...args)
    expect(reset).toMatchObject({exitCode: 0, stderr: ''})
    expect(reset.stdout).toContain(`without 1 share group, whose offsets cannot be set: ${group}\n`)
    expect((await test.run(OffsetReset, 'offset:reset', ...args, '--json')).json().result).toMatchObject({
      plan: {groups: [{group: other}], leftOut: [group]},
    })
  })
})

describe('what happens between plan and change', () => {
  it('a commit since then is not overwritten, the other partitions are changed', async () => {
    const group = uniqueName('offset-moved')
    await commitMemberless(test.connection, group, {[topic]: {0: 3, 1: 4}})
    const plan = await planEnd(group)
    await commitMemberless(test.connection, group, {[topic]: {1: 6}})
    const rows = await applyOffsets(cluster, plan, control())
    expect(rows.map(({subject, status}) => [subject.slice(-2), status]).sort()).toEqual([
      ['-0', 'done'],
      ['-1', 'failed'],
    ])
    expect(rows.find(({error}) => error)?.error?.message).toContain(
      'has moved since the plan was made: from 4 to 6',
    )
    expect((await committedByTool(test.target, [group]))[group]).toEqual({
      [`${topic}-0`]: 10,
      [`${topic}-1`]: 6,
    })
  })

  it('an interruption begins nothing, and says what was not done', async () => {
    const group = uniqueName('offset-stopped')
    await commitMemberless(test.connection, group, {[topic]: {0: 3}})
    const rows = await applyOffsets(cluster, await planEnd(group), control(AbortSignal.abort()))
    expect(rows.map(({status}) => status)).toEqual(['not-done', 'not-done'])
  })
})

describe('undo', () => {
  it('puts back metadata and leader epoch, deletes what was new, and leaves the rest', async () => {
    const group = uniqueName('offset-undo')
    const admin = kafkaClient(test.connection).admin()
    await admin.connect()
    await commitAsNobody(cluster, group, [
      {...PLANNED, topic, partition: 0, target: 3n, metadata: 'by hand', leaderEpoch: 0},
    ])
    const before = await admin.fetchOffsets({groupId: group, topics: [topic]})
    const changed = await test.run(OffsetSeek, 'offset:seek', group, '--to', 'end', '--yes', '--json')
    const {id} = changed.json().result as {id: string}
    expect((await admin.fetchOffsets({groupId: group, topics: [topic]}))[0]?.partitions).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({partition: 0, offset: '10', metadata: null}),
        expect.objectContaining({partition: 1, offset: '10'}),
      ]),
    )
    const undone = await test.run(OffsetUndo, 'offset:undo', id.slice(0, 6), '--yes')
    expect(undone.exitCode).toBe(0)
    const after = await admin.fetchOffsets({groupId: group, topics: [topic]})
    await admin.disconnect()
    const sorted = (all: typeof after): unknown =>
      all.flatMap(({partitions}) => partitions).sort((a, b) => a.partition - b.partition)
    expect(sorted(after)).toEqual(sorted(before))
    const list = await test.run(OffsetUndo, 'offset:undo', '--list', '--json')
    expect(list.json().result).toEqual(
      expect.arrayContaining([expect.objectContaining({id, kind: 'offsets'})]),
    )
  })

  it('puts back what was done only', async () => {
    vi.stubEnv('XDG_STATE_HOME', scratchFolder())
    const group = uniqueName('offset-partly')
    await commitMemberless(test.connection, group, {[topic]: {0: 3, 1: 4}})
    await commitMemberless(test.connection, group, {[topic]: {0: 4}})
    const plan = await planEnd(group)
    await commitMemberless(test.connection, group, {[topic]: {1: 6}})
    const {narrow} = undoOf(plan)
    const rows = await applyOffsets(cluster, plan, control())
    const touched = new Set(rows.filter(({status}) => status === 'done').map(({subject}) => subject))
    expect(narrow((subject) => touched.has(subject))).toMatchObject({
      groups: [{group, partitions: [{topic, partition: 0, offset: '4'}]}],
    })
  })

  it('without an id never takes an undo back, nor goes on to an older change', async () => {
    vi.stubEnv('XDG_STATE_HOME', scratchFolder())
    const group = uniqueName('offset-twice')
    await commitMemberless(test.connection, group, {[topic]: {0: 3, 1: 4}})
    const seek = await test.run(OffsetSeek, 'offset:seek', group, '--to', 'end', '--yes', '--json')
    const {id} = seek.json().result as {id: string}
    expect((await test.run(OffsetUndo, 'offset:undo', '--yes')).exitCode).toBe(0)
    const again = await test.run(OffsetUndo, 'offset:undo', '--yes', '--json')
    expect(again.exitCode).toBe(5)
    expect(again.json().error?.message).toMatch(
      new RegExp(`is itself the undo of ${id}: nothing was changed`),
    )
    const list = await test.run(OffsetUndo, 'offset:undo', '--list', '--json')
    expect(list.json().result).toMatchObject([
      {undoes: id, outcome: 'done'},
      {id, outcome: 'done'},
    ])
    expect((await committedByTool(test.target, [group]))[group]).toEqual({
      [`${topic}-0`]: 3,
      [`${topic}-1`]: 4,
    })
  })

  it('is refused on a topic that was made anew', async () => {
    const [group, name] = [uniqueName('offset-anew'), uniqueName('offset-anew')]
    await filledTopic(test.connection, name, [10])
    await commitMemberless(test.connection, group, {[name]: {0: 9}})
    const seek = await test.run(OffsetSeek, 'offset:seek', group, '--to', 'start', '--yes', '--json')
    const {id} = seek.json().result as {id: string}
    const admin = kafkaClient(test.connection).admin()
    await admin.connect()
    await admin.deleteTopics({topics: [name]})
    await until(async () => !(await admin.listTopics()).includes(name))
    await admin.disconnect()
    await filledTopic(test.connection, name, [3])
    // The first commit went with the topic.
    await commitMemberless(test.connection, group, {[name]: {0: 1}})
    const run = await test.run(OffsetUndo, 'offset:undo', id, '--yes')
    expect(run.exitCode).toBe(5)
    expect(run.stdout).toContain('the topic was deleted and made anew since')
    expect((await committedByTool(test.target, [group]))[group]).toEqual({[`${name}-0`]: 1})
  })

  it('is refused on another cluster', async () => {
    const group = uniqueName('offset-elsewhere')
    await commitMemberless(test.connection, group, {[topic]: {0: 3}})
    const changed = await test.run(OffsetSeek, 'offset:seek', group, '--to', 'end', '--yes', '--json')
    const {id} = changed.json().result as {id: string}
    const other = await testCluster('three brokers')
    const refused = await other.run(OffsetUndo, 'offset:undo', id, '--yes', '--json')
    expect(refused.exitCode).toBe(5)
    expect(refused.json()).toMatchObject({error: {code: 'REFUSED'}})
  })
})

const PLANNED = {
  current: undefined,
  logStart: undefined,
  end: undefined,
  lagNow: undefined,
  lagAfter: undefined,
  effect: 'new',
  messages: 0n,
} as const

describe('a user who may not', () => {
  it('is told which ACL is missing, and changes nothing', async () => {
    const secure = await testCluster('SASL over TLS')
    const [name, group] = [uniqueName('offset-secret'), uniqueName('offset-secret')]
    await createTopic(secure.sandbox.connection(), name)
    await commitMemberless(secure.sandbox.connection(), group, {[name]: {0: 0}})
    const guest = await testCluster('SASL over TLS', {
      'sasl.username': 'guest',
      'sasl.password_file': layout(secure.sandbox.dir).password('guest'),
    })
    const seek = (): ReturnType<TestCluster['run']> =>
      guest.run(OffsetSeek, 'offset:seek', group, '--to-offset', '0', '--allow-new-topics', '--yes', '--json')
    const blind = await seek()
    expect(blind.exitCode).toBe(5)
    expect(blind.stdout).toContain(`--operation Describe --group ${group}`)
    for (const resource of [`--group=${group}`, `--topic=${name}`]) {
      await kafkaTool(secure.target, 'acls', [
        ...['--add', '--allow-principal', 'User:guest', '--operation', 'Describe'],
        ...resource.split('='),
      ])
    }
    const path = `${name}:0`
    const denied = await until(async () => {
      const run = await guest.run(
        OffsetDelete,
        'offset:delete',
        ...[group, '--topic', path, '--yes', '--json'],
      )
      return !run.stdout.includes('--operation Describe') && run
    })
    expect(denied.exitCode).toBe(5)
    expect(denied.stdout).toContain(`--operation Delete --group ${group}`)
    expect((await committedByTool(secure.target, [group]))[group]).toEqual({[`${name}-0`]: 0})
  })
})
