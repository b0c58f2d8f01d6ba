import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import TopicDelete from '../../../src/commands/topic/delete.js'
import TopicDescribe from '../../../src/commands/topic/describe.js'
import TopicList from '../../../src/commands/topic/list.js'
import TopicOffsets from '../../../src/commands/topic/offsets.js'
import TopicTrim from '../../../src/commands/topic/trim.js'
import {saveProfile} from '../../../src/lib/config/store.js'
import {profileSettings} from '../../../src/lib/sandbox/profile.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import type {PartitionInfo} from '../../../src/lib/kafka/types.js'
import {createTopic, produce, startSandbox, until} from '../../helpers/kafka.js'
import {runCommand, type CommandRun} from '../../helpers/run-command.js'
import {scratchFolder} from '../../helpers/scratch.js'

let sandbox: Sandbox
const run = (command: unknown, id: string, ...argv: string[]): Promise<CommandRun> =>
  runCommand(command, [...argv, '--profile', 'outage', '--request-timeout', '5s'], id)

/** Broker 3 is known to be away. */
const led = ({leader, isr}: PartitionInfo): boolean => leader === undefined || !isr.includes(3)

beforeAll(async () => {
  sandbox = await startSandbox({name: 'topic-outage', nodes: 3, ephemeral: true})
  process.env['KBOOK_CONFIG'] = join(scratchFolder(), 'config.yaml')
  await saveProfile('outage', profileSettings(sandbox), {path: process.env['KBOOK_CONFIG']})
  const connection = sandbox.connection()
  // Broker 3 alone has a partition of the first, and is one of the replicas of the second.
  await createTopic(connection, 'alone', {assignment: [[1], [3], [2]]})
  await createTopic(connection, 'copied', {
    assignment: [
      [3, 1],
      [1, 2],
    ],
    config: {'min.insync.replicas': '2'},
  })
  await createTopic(connection, 'fine', {assignment: [[1, 2]]})
  for (const topic of ['alone', 'copied', 'fine']) {
    await produce(connection, topic, [{value: 'x', partition: 0}])
  }
  await sandbox.killBroker(3)
  const cluster = openCluster(connection)
  try {
    await until(async () => {
      const topics = [...(await cluster.topics()).values()].filter(({internal}) => !internal)
      const all = topics.flatMap(({partitions}) => partitions)
      return all.some(({leader}) => leader === undefined) && all.every(led)
    })
  } finally {
    await cluster.close()
  }
})
afterAll(async () => {
  delete process.env['KBOOK_CONFIG']
  await sandbox.stop()
})

it('lists what needs somebody first, and only that when asked', async () => {
  const list = await run(TopicList, 'topic:list')
  expect(list.exitCode).toBe(0)
  expect(list.stdout).toMatch(
    /! alone +3 +1 +1 without leader, 1 under-replicated\n ! copied +2 +2 +1 under-replicated\n {3}fine/,
  )
  const problems = await run(TopicList, 'topic:list', '--problems', '--json')
  expect(problems.json().result).toMatchObject({topics: [{name: 'alone', leaderless: 1}, {name: 'copied'}]})
})

it('tells sizes of the brokers that are there, and that one is missing', async () => {
  const list = await run(TopicList, 'topic:list', '--size')
  expect(list.stdout).toMatch(/fine +1 +2 +\d/)
  expect([0, 6]).toContain(list.exitCode)
})

it('describes the rest of a topic beside a partition without leader', async () => {
  const {stdout, exitCode} = await run(TopicDescribe, 'topic:describe', 'alone', 'copied')
  expect(exitCode).toBe(6)
  expect(stdout).toContain('alone[1] has no leader: nothing can be written or read')
  expect(stdout).toMatch(/(last in sync|its replicas are) on broker 3/)
  expect(stdout).toContain('1+? messages')
  expect(stdout).toContain('copied[0] has 1 of 2 replicas in sync, and min.insync.replicas is 2')
  expect(stdout).toMatch(/^ ! 1 +none +3 +\w+ +\? +\? +\?/m)
  expect(stdout).toMatch(/^ {3}0 +1 +1 +1 +0 +1 +1/m)
})

it('reads offsets of the partitions that have a leader', async () => {
  const run1 = await run(TopicOffsets, 'topic:offsets', 'alone', '--json')
  expect(run1.exitCode).toBe(6)
  expect(run1.json().result).toMatchObject({
    partitions: [{latest: '1'}, {error: {code: 'REQUEST_FAILED'}}, {latest: '0'}],
  })
})

it('trims nothing of a topic that cannot be read whole, and shows what is known before a delete', async () => {
  const trim = await run(TopicTrim, 'topic:trim', 'alone', '--to', 'end', '--yes', '--json')
  expect(trim.json().error?.message).toContain('alone-1 has no leader')
  const plan = await run(TopicDelete, 'topic:delete', 'alone', '--dry-run')
  expect(plan.exitCode).toBe(0)
  expect(plan.stdout).toMatch(/alone +3 +\? /)
})
