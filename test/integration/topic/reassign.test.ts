import {readFile, writeFile} from 'node:fs/promises'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import TopicElectLeaders from '../../../src/commands/topic/elect-leaders.js'
import TopicReassign from '../../../src/commands/topic/reassign.js'
import TopicReassignCancel from '../../../src/commands/topic/reassign-cancel.js'
import TopicReassignStatus from '../../../src/commands/topic/reassign-status.js'
import TopicReassignThrottle from '../../../src/commands/topic/reassign-throttle.js'
import type {ChangeResult} from '../../../src/change-command.js'
import type {ReassignPlan} from '../../../src/lib/kafka/reassign/types.js'
import type {ReassignStatus} from '../../../src/lib/kafka/reassign/status.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {CLUSTER_KINDS, testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaTool, uniqueName, until} from '../../helpers/kafka.js'
import {partitionsOf, replicasOf, type PlacedPartition} from '../../helpers/placement.js'
import {scratchFolder} from '../../helpers/scratch.js'

const three = (): Promise<TestCluster> => testCluster('three brokers')
type Change = ChangeResult<ReassignPlan>

describe('topic reassign on three brokers', () => {
  it('adds replicas, and puts back what it changed', async () => {
    const {connection, run, target} = await three()
    const topic = uniqueName('reassign')
    await createTopic(connection, topic, {assignment: [[1], [2], [3]]})
    const argv = [topic, '--replication-factor', '2']
    const dry = await run(TopicReassign, 'topic:reassign', ...argv, '--dry-run')
    expect(dry.exitCode).toBe(0)
    expect(dry.stdout).toMatch(new RegExp(`${topic} +1 +2 +2,[13] `))
    expect((await run(TopicReassign, 'topic:reassign', ...argv)).exitCode).toBe(5)
    expect(await replicasOf(connection, topic)).toEqual([[1], [2], [3]])
    const grown = await run(TopicReassign, 'topic:reassign', ...argv, '--wait', '--yes', '--json')
    expect(grown.exitCode, grown.stderr + grown.stdout).toBe(0)
    const {id, plan, rows} = grown.json().result as Change
    expect(rows.map(({status}) => status)).toEqual(['done', 'done', 'done'])
    const {stdout} = await kafkaTool(target, 'topics', ['--describe', '--topic', topic])
    for (const {partition, to} of plan.moves) {
      expect(stdout).toMatch(
        new RegExp(`Partition: ${partition}\\s+Leader: ${to[0]}\\s+Replicas: ${to.join()}\\s`),
      )
    }
    const undone = await run(TopicReassign, 'topic:reassign', '--undo', id ?? '', '--wait', '--yes')
    expect(undone.exitCode, undone.stderr + undone.stdout).toBe(0)
    await until(async () => (await replicasOf(connection, topic)).join(';') === '1;2;3')
  })

  it('exchanges plans with kafka-reassign-partitions', async () => {
    const {connection, run, target} = await three()
    const topic = uniqueName('exchange')
    await createTopic(connection, topic, {
      assignment: [
        [1, 2],
        [2, 1],
      ],
    })
    const file = join(scratchFolder(), 'plan.json')
    const exported = await run(
      TopicReassign,
      'topic:reassign',
      topic,
      '--to-brokers',
      '1,3',
      '--export',
      file,
    )
    expect(exported.exitCode).toBe(0)
    const planned = (JSON.parse(await readFile(file, 'utf8')) as {partitions: PlacedPartition[]}).partitions
    expect(await replicasOf(connection, topic)).toEqual([
      [1, 2],
      [2, 1],
    ])
    await kafkaTool(target, 'reassign', ['--execute', '--reassignment-json-file', file])
    await until(async () => {
      const now = await replicasOf(connection, topic)
      return JSON.stringify(now) === JSON.stringify(planned.map(({replicas}) => replicas))
    })
    const topics = join(scratchFolder(), 'topics.json')
    await writeFile(topics, JSON.stringify({version: 1, topics: [{topic}]}))
    const {stdout} = await kafkaTool(target, 'reassign', [
      ...['--generate', '--broker-list', '2,3', '--topics-to-move-json-file', topics],
    ])
    const proposal =
      stdout
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .at(-1) ?? ''
    await writeFile(file, proposal)
    const {exitCode} = await run(TopicReassign, 'topic:reassign', '--from-file', file, '--wait', '--yes')
    expect(exitCode).toBe(0)
    const wanted = (JSON.parse(proposal) as {partitions: (PlacedPartition & {partition: number})[]})
      .partitions
    expect(await replicasOf(connection, topic)).toEqual(
      wanted.sort((a, b) => a.partition - b.partition).map(({replicas}) => replicas),
    )
  })

  it('elects preferred leaders again', async () => {
    const {connection, run, target} = await three()
    const topic = uniqueName('elect')
    await createTopic(connection, topic, {
      assignment: [
        [1, 2],
        [2, 3],
      ],
    })
    // Turning the order round leaves the leader where it is.
    const file = join(scratchFolder(), 'turn.json')
    await writeFile(file, JSON.stringify({partitions: [{topic, partition: 0, replicas: [2, 1]}]}))
    const turned = await run(TopicReassign, 'topic:reassign', '--from-file', file, '--wait', '--yes')
    expect(turned.exitCode, turned.stderr + turned.stdout).toBe(0)
    // Each run may ask another broker, which may hear of it a moment later.
    await until(async () => {
      const {stdout} = await run(TopicElectLeaders, 'topic:elect-leaders', topic, '--dry-run')
      return stdout.includes('1 leader to elect · 1 are fine')
    })
    expect((await run(TopicElectLeaders, 'topic:elect-leaders', topic)).exitCode).toBe(5)
    expect((await partitionsOf(connection, topic))[0]?.leader).toBe(1)
    const elected = await run(TopicElectLeaders, 'topic:elect-leaders', `${topic}:0`, '--yes')
    expect(elected).toMatchObject({exitCode: 0})
    await until(async () => (await partitionsOf(connection, topic)).every(({leader}) => leader === 2))
    await until(async () => {
      const {stdout} = await run(TopicElectLeaders, 'topic:elect-leaders', topic, '--yes')
      return stdout.includes('no leader to elect · 2 are fine')
    })
    const tool = await kafkaTool(target, 'leaderElection', [
      ...['--election-type', 'preferred', '--topic', topic, '--partition', '0'],
    ])
    expect(tool.stdout).toContain('already elected')
  })

  it.each([
    ['no target', ['t'], 'BAD_FLAG', /not said where/],
    ['two targets', ['t', '--drain', '1', '--to-brokers', '2'], 'BAD_FLAG', /exclude each other/],
    ['no topic', ['--replication-factor', '2'], 'BAD_FLAG', /no topic given/],
    ['topics and --all', ['t', '--all', '--drain', '1'], 'BAD_FLAG', /exclude each other/],
    ['a topic that is not there', ['no-such-topic', '--drain', '1'], 'TOPIC_NOT_FOUND', /no-such-topic/],
    ['a broker that is not there', ['--drain', '77'], 'NOT_FOUND', /no broker 77/],
    ['a rate without a unit', ['--drain', '1', '--throttle', '10'], 'BAD_FLAG', /--throttle takes/],
    ['brokers that are no numbers', ['t', '--to-brokers', 'a'], 'BAD_FLAG', /--to-brokers a/],
    ['a file that is not there', ['--from-file', '/nope/x'], 'BAD_FLAG', /cannot read/],
    ['an undo that is not there', ['--undo', 'ffffffff'], 'NOT_FOUND', /no change "?ffffffff/],
  ])('refuses %s', async (_, argv, code, message) => {
    const {run} = await three()
    const {json} = await run(TopicReassign, 'topic:reassign', ...argv, '--yes', '--json')
    expect(json().error).toMatchObject({code, message: expect.stringMatching(message) as string})
  })

  it('warns where writes stop while it runs, and of what fewer replicas cost', async () => {
    const {connection, run} = await three()
    const [one, many] = [uniqueName('one'), uniqueName('many')]
    const config = {'min.insync.replicas': '2'}
    await createTopic(connection, one, {assignment: [[1]], config})
    await createTopic(connection, many, {assignment: [[1, 2, 3]], config})
    const warnings = async (topic: string, factor: string): Promise<string[]> => {
      const argv = [topic, '--replication-factor', factor, '--dry-run', '--json']
      const {plan} = (await run(TopicReassign, 'topic:reassign', ...argv)).json().result as Change
      return plan.warnings.map(({message}) => message)
    }
    expect(await warnings(one, '3')).toEqual([expect.stringContaining('2 must be in sync') as string])
    expect(await warnings(many, '1')).toEqual([
      expect.stringContaining('acks=all waits for 1 only') as string,
      expect.stringContaining('lost, with its broker') as string,
    ])
    const shown = await run(TopicReassign, 'topic:reassign', one, '--replication-factor', '3', '--dry-run')
    expect(shown.stdout).toContain(` ! ${one}: writes with acks=all are refused`)
  })

  it('refuses more replicas than brokers', async () => {
    const {connection, run} = await three()
    const topic = uniqueName('few')
    await createTopic(connection, topic, {assignment: [[1, 2, 3]]})
    const many = await run(TopicReassign, 'topic:reassign', topic, '--replication-factor', '4', '--json')
    expect(many.json().error).toMatchObject({
      code: 'BAD_FLAG',
      message: `${topic}-0 cannot have 4 replicas: brokers left: 1, 2, 3`,
    })
  })
})

describe.each(CLUSTER_KINDS.filter((kind) => kind !== 'three brokers'))('with one broker, on %s', (kind) => {
  it('finds nothing to move, and nothing on the move', async () => {
    const {connection, run} = await testCluster(kind)
    const topic = uniqueName('one')
    await createTopic(connection, topic)
    const plan = await run(TopicReassign, 'topic:reassign', topic, '--to-brokers', '1', '--yes')
    expect(plan).toMatchObject({exitCode: 0})
    expect(plan.stdout).toContain('nothing to move · 1 are as they should be')
    const status = await run(TopicReassignStatus, 'topic:reassign-status', '--json')
    expect(status).toMatchObject({exitCode: 0})
    expect((status.json().result as ReassignStatus).moves).toEqual([])
    const cancel = await run(TopicReassignCancel, 'topic:reassign-cancel', topic, '--yes')
    expect(cancel).toMatchObject({exitCode: 0})
    const throttle = await run(TopicReassignThrottle, 'topic:reassign-throttle', 'off', '--yes')
    expect(throttle).toMatchObject({exitCode: 0})
    const elect = await run(TopicElectLeaders, 'topic:elect-leaders', topic, '--yes', '--json')
    expect(elect.exitCode).toBe(kind === 'Redpanda' ? 7 : 0)
  })
})

it('names the ACL that is missing', async () => {
  const admin = await testCluster('SASL over TLS')
  const password = layout(admin.sandbox.dir).password('guest')
  const {run} = await testCluster('SASL over TLS', {'sasl.username': 'guest', 'sasl.password_file': password})
  const status = await run(TopicReassignStatus, 'topic:reassign-status')
  expect(status.exitCode).toBe(5)
  expect(status.stderr).toContain('--operation Describe --cluster')
})
