import {join} from 'node:path'
import {afterAll, beforeAll, expect, it} from 'vitest'
import BrokerConfigAlter from '../../../src/commands/broker/config/alter.js'
import BrokerDescribe from '../../../src/commands/broker/describe.js'
import BrokerList from '../../../src/commands/broker/list.js'
import TopicElectLeaders from '../../../src/commands/topic/elect-leaders.js'
import TopicDelete from '../../../src/commands/topic/delete.js'
import TopicReassign from '../../../src/commands/topic/reassign.js'
import TopicReassignCancel from '../../../src/commands/topic/reassign-cancel.js'
import TopicReassignStatus from '../../../src/commands/topic/reassign-status.js'
import TopicReassignThrottle from '../../../src/commands/topic/reassign-throttle.js'
import {saveProfile} from '../../../src/lib/config/store.js'
import {notTaken} from '../../../src/lib/kafka/brokers/default-taken.js'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import {alterConfigs} from '../../../src/lib/kafka/configs/alter.js'
import {profileSettings} from '../../../src/lib/sandbox/profile.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import {createTopic, kafkaTool, produce, startSandbox, uniqueName, until} from '../../helpers/kafka.js'
import {partitionsOf, replicasOf} from '../../helpers/placement.js'
import {runCommand, type CommandRun} from '../../helpers/run-command.js'
import {scratchFolder} from '../../helpers/scratch.js'

let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox({nodes: 3, ephemeral: true})
  const path = join(scratchFolder(), 'config.yaml')
  await saveProfile('own', profileSettings(sandbox), {path})
  process.env['KBOOK_CONFIG'] = path
})
afterAll(() => sandbox.stop())

const run = (command: unknown, id: string, ...argv: string[]): Promise<CommandRun> =>
  runCommand(command, [...argv, '--profile', 'own'], id)
const reassign = (...argv: string[]): Promise<CommandRun> => run(TopicReassign, 'topic:reassign', ...argv)
const status = (...argv: string[]): Promise<CommandRun> =>
  run(TopicReassignStatus, 'topic:reassign-status', ...argv)
const elect = (...argv: string[]): Promise<CommandRun> =>
  run(TopicElectLeaders, 'topic:elect-leaders', ...argv)

/** Several batches, since a whole one is copied however low the limit is. */
async function fill(topic: string, partitions: readonly number[]): Promise<void> {
  const value = Buffer.alloc(400_000, 7)
  for (let batch = 0; batch < 8; batch++) {
    await produce(
      sandbox.connection(),
      topic,
      partitions.map((partition) => ({value, partition})),
    )
  }
}

it('throttles moves, tells how far they are, cancels them and cleans up', async () => {
  const connection = sandbox.connection()
  const topic = uniqueName('slow')
  await createTopic(connection, topic, {assignment: [[1], [1]]})
  await fill(topic, [0, 1])
  const started = await reassign(topic, '--to-brokers', '2,3', '--throttle', '1KB', '--yes')
  expect(started.exitCode).toBe(0)
  expect(started.stderr).toContain('kbook topic reassign-throttle off')
  expect(started.stdout).toMatch(/2 changes: 2 under way\n.*kbook topic reassign-status.*\nundo: /)
  const {moves, bytesLeft} = (await status('--json')).json().result as {moves: unknown[]; bytesLeft: string}
  expect(moves).toHaveLength(2)
  expect(Number(bytesLeft)).toBeGreaterThan(1_000_000)
  const again = await reassign(topic, '--drain', '1', '--yes')
  expect(again.exitCode).toBe(5)
  expect(again.stderr).toContain('being moved already')
  const configs = ['--describe', '--entity-type', 'topics', '--entity-name', topic]
  expect((await kafkaTool(sandbox, 'configs', configs)).stdout).toContain(
    'leader.replication.throttled.replicas=0:1,1:1',
  )
  const cancel = (...argv: string[]): Promise<CommandRun> =>
    run(TopicReassignCancel, 'topic:reassign-cancel', topic, ...argv)
  expect((await cancel()).exitCode).toBe(5)
  expect((await cancel('--yes')).exitCode).toBe(0)
  expect(await replicasOf(connection, topic)).toEqual([[1], [1]])
  expect((await status()).stdout).toContain('a throttle was left behind')
  const off = await run(TopicReassignThrottle, 'topic:reassign-throttle', 'off', '--yes')
  expect(off).toMatchObject({exitCode: 0})
  expect((await kafkaTool(sandbox, 'configs', configs)).stdout).not.toContain('throttled')
  const brokers = await kafkaTool(sandbox, 'configs', ['--describe', '--entity-type', 'brokers'])
  expect(brokers.stdout).not.toContain('throttled.rate')
  // Nothing is left on broker 3 alone, which is stopped later: kafkajs would fail on any topic then.
  const fast = await reassign(topic, '--to-brokers', '1,2', '--throttle', '1GB', '--wait', '--yes')
  expect(fast).toMatchObject({exitCode: 0})
  expect((await status()).stdout.trim()).toMatch(/^Reassignments +nothing is on the move +own$/)
})

it('goes on under its throttle when the wait is interrupted, and says so', async () => {
  const connection = sandbox.connection()
  const topic = uniqueName('interrupted')
  await createTopic(connection, topic, {assignment: [[1]]})
  await fill(topic, [0])
  const argv = [topic, '--to-brokers', '2', '--throttle', '1KB', '--wait', '--yes']
  const waiting = reassign(...argv, '--json')
  await until(async () => (await partitionsOf(connection, topic))[0]?.replicas.length === 2)
  process.emit('SIGTERM', 'SIGTERM')
  const cut = await waiting
  expect(cut.exitCode).toBe(130)
  expect(cut.json()).toMatchObject({
    ok: false,
    result: {applied: true, rows: [{status: 'started'}]},
    warnings: [expect.stringContaining('goes on under the throttle') as string],
  })
  expect((await status()).stdout).toContain('1 move under way')
  await run(TopicReassignThrottle, 'topic:reassign-throttle', 'off', '--yes')
  expect((await status('--wait')).stdout).toContain('nothing is on the move')
})

it('refuses a default that a broker would reject, and tells of one that was rejected', async () => {
  const name = 'log.cleaner.threads'
  const alter = (...argv: string[]): Promise<CommandRun> =>
    run(BrokerConfigAlter, 'broker:config:alter', ...argv, '--yes')
  expect(await alter('1', '--set', `${name}=2`)).toMatchObject({exitCode: 0})
  // More than twice as many at once no broker takes; broker 1 has a value of its own that hides it.
  const refused = await alter('--default', '--set', `${name}=3`)
  expect(refused.exitCode).not.toBe(0)
  expect(refused.stderr).toMatch(/broker [23] would not take it/)
  const taken = await alter('--default', '--set', `${name}=2`)
  expect(taken).toMatchObject({exitCode: 0})
  expect(await alter('--default', '--delete', name)).toMatchObject({exitCode: 0})

  const cluster = openCluster(sandbox.connection())
  try {
    const change = {name, operation: 'set', value: '3', secret: false} as const
    await alterConfigs(cluster, {type: 'broker', name: ''}, [change], {via: 1})
    const rows = await notTaken(cluster, [change], {takingMs: 1000})
    expect(rows.map(({subject}) => subject)).toEqual([`${name} on broker 2`, `${name} on broker 3`])
    expect(rows[0]?.error?.message).toBe('the broker rejected it, and goes on with 1')
    const topic = uniqueName('unthrottled')
    await createTopic(sandbox.connection(), topic, {assignment: [[1]]})
    const argv = [topic, '--to-brokers', '2', '--throttle', '1MB', '--yes']
    const stopped = await reassign(...argv)
    expect(stopped.exitCode).not.toBe(0)
    expect(stopped.stderr).toContain('the throttle could not be set, and nothing was moved')
  } finally {
    await alterConfigs(cluster, {type: 'broker', name: ''}, [{name, operation: 'delete', value: null}])
    await cluster.close()
  }
  expect(await alter('1', '--delete', name)).toMatchObject({exitCode: 0})
})

it('tells of a broker that is away, moves its replicas, and elects what it must', async () => {
  const connection = sandbox.connection()
  const [lost, drained] = [uniqueName('lost'), uniqueName('drained')]
  await createTopic(connection, lost, {assignment: [[2, 3]], config: {'min.insync.replicas': '1'}})
  await createTopic(connection, drained, {assignment: [[3, 1]]})
  const only = uniqueName('only')
  await createTopic(connection, only, {assignment: [[3]]})
  await sandbox.stopBroker(3)
  const stuck = await reassign(only, '--drain', '3', '--yes')
  expect(stuck).toMatchObject({exitCode: 5})
  expect(stuck.stderr).toContain(`${only}-0 has no leader`)
  // kafkajs fails on any topic as long as one has no leader.
  await run(TopicDelete, 'topic:delete', only, '--yes')
  const listed = await run(BrokerList, 'broker:list')
  expect(listed.stdout).toMatch(/! +3 +away/)
  const described = await run(BrokerDescribe, 'broker:describe', '3')
  expect(described.stdout).toMatch(new RegExp(`! ${drained} +0 +1 +3,1 +1 `))
  expect(described.stdout).toContain('it is away')
  expect(described.stdout).not.toContain('its disk')
  expect((await elect(drained, '--dry-run')).exitCode).toBe(0)
  const blocked = await elect(drained, '--yes')
  expect(blocked.exitCode).toBe(6)
  expect(blocked.stdout).toContain('its preferred replica, broker 3, is away')
  const grown = await reassign(drained, '--replication-factor', '1', '--yes')
  expect(grown.exitCode).toBe(5)
  expect(grown.stderr).toContain('broker 3 is away')
  const moved = await reassign(drained, '--drain', '3', '--wait', '--yes')
  expect(moved).toMatchObject({exitCode: 0})
  expect((await replicasOf(connection, drained)).flat().sort()).toEqual([1, 2])

  // The only replica in sync goes, and one that has missed a message comes back.
  await until(async () => (await partitionsOf(connection, lost).catch(() => []))[0]?.leader === 2)
  await produce(connection, lost, ['missed by 3'])
  await sandbox.killBroker(2)
  await sandbox.restartBroker(3)
  const plan = (): Promise<CommandRun> => elect(lost, '--unclean', '--dry-run')
  const {stdout: planned} = await until(async () => {
    const found = await plan()
    return found.stdout.includes('1 leader to elect') && found
  })
  expect(planned).toContain('This loses data')
  const refused = await elect(lost, '--unclean')
  expect(refused.exitCode).toBe(5)
  const elected = await elect(lost, '--unclean', '--yes')
  expect(elected).toMatchObject({exitCode: 0})
  const {stdout} = await kafkaTool(sandbox, 'topics', ['--describe', '--topic', lost])
  expect(stdout).toMatch(/Leader: 3\s/)
})
