import {join} from 'node:path'
import {afterAll, beforeAll, expect, test} from 'vitest'
import Health from '../../../src/commands/health.js'
import Status from '../../../src/commands/status.js'
import {newChangeId, noteBegin, noteEnd} from '../../../src/lib/change/audit-log.js'
import {saveProfile} from '../../../src/lib/config/store.js'
import type {Finding, HealthReport} from '../../../src/lib/kafka/health/types.js'
import {profileSettings} from '../../../src/lib/sandbox/profile.js'
import type {Sandbox} from '../../../src/lib/sandbox/sandbox.js'
import type {StatusReport} from '../../../src/lib/status/types.js'
import {commitOffsets, createTopic, kafkaTool, produce, startSandbox, until} from '../../helpers/kafka.js'
import {runCommand, type CommandRun} from '../../helpers/run-command.js'
import {scratchFolder} from '../../helpers/scratch.js'

const PARTITIONS = 'brokers,partitions,min-isr,replication'
const config = join(scratchFolder(), 'config.yaml')
let sandbox: Sandbox

beforeAll(async () => {
  const quick = {'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500'}
  sandbox = await startSandbox({name: 'health-faults', nodes: 3, config: quick, ephemeral: true})
  const connection = sandbox.connection()
  await createTopic(connection, 'lonely', {assignment: [[3], [1]], config: {'min.insync.replicas': '1'}})
  await createTopic(connection, 'tight', {assignment: [[1, 2, 3]], config: {'min.insync.replicas': '3'}})
  await createTopic(connection, 'safe', {assignment: [[1, 2, 3]], config: {'min.insync.replicas': '2'}})
  await createTopic(connection, 'roomy', {assignment: [[1, 2]], config: {'min.insync.replicas': '1'}})
  await produce(
    connection,
    'safe',
    Array.from({length: 40}, (_, n) => `${n}`),
  )
  await commitOffsets(connection, 'slow-reader', {safe: {0: 10}})
  process.env['KBOOK_CONFIG'] = config
  await saveProfile('faults', profileSettings(sandbox), {path: config})
}, 120_000)
afterAll(() => sandbox.stop())

const health = (...argv: string[]): Promise<CommandRun> =>
  runCommand(Health, ['--profile', 'faults', '--request-timeout', '3s', ...argv], 'health')

async function report(only: string): Promise<HealthReport & {exitCode: number}> {
  const {exitCode, ...run} = await health('--only', only, '--json')
  return {...(run.json().result as HealthReport), exitCode}
}

async function status(): Promise<StatusReport> {
  const {json} = await runCommand(Status, ['--profile', 'faults', '--json'], 'status')
  return json().result as StatusReport
}

const about = (of: Finding | undefined): string[] =>
  (of?.evidence ?? [])
    .map(({subject}) => subject)
    .filter((subject) => !subject.startsWith('__'))
    .sort()
const find = ({findings}: HealthReport, check: string, level: string): Finding | undefined =>
  findings.find((one) => one.check === check && one.level === level)

/** As the findings, without those that Kafka made for itself. */
async function byKafka(flag: string): Promise<string[]> {
  const {stdout} = await kafkaTool(sandbox, 'topics', ['--describe', flag])
  return [...stdout.matchAll(/Topic: (\w+)\s+Partition: (\d+)/g)]
    .map(([, topic = '', partition = '']) => `${topic}-${partition}`)
    .filter((one) => !one.startsWith('__'))
    .sort()
}

test('all is well at first', async () => {
  expect(await report(PARTITIONS)).toMatchObject({exitCode: 0, status: 'info'})
})

test('a broker that dies: what it takes with it is named as Kafka’s own tool names it', async () => {
  await sandbox.killBroker(3)
  const now = await until(async () => {
    const found = await report(PARTITIONS)
    return about(find(found, 'replication', 'warning')).length === 3 && found
  })
  expect(now).toMatchObject({exitCode: 3, status: 'critical'})
  expect(about(find(now, 'brokers', 'warning'))).toEqual(['broker 3'])
  const [offline, under, replicas, at] = [
    find(now, 'partitions', 'critical'),
    find(now, 'min-isr', 'critical'),
    find(now, 'replication', 'warning'),
    find(now, 'min-isr', 'warning'),
  ]
  expect(about(offline)).toEqual(await byKafka('--unavailable-partitions'))
  expect(about(under)).toEqual(await byKafka('--under-min-isr-partitions'))
  expect(about(replicas)).toEqual(await byKafka('--under-replicated-partitions'))
  expect(about(offline)).toEqual(['lonely-0'])
  expect(about(under)).toEqual(['lonely-0', 'tight-0'])
  expect(about(at)).toEqual(['safe-0'])
})

test('one partition without a leader does not blind the rest, and the screen fits', async () => {
  process.env['COLUMNS'] = '80'
  const {stdout, exitCode} = await health()
  delete process.env['COLUMNS']
  expect(exitCode).toBe(3)
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(stdout).toMatch(/ ✗ 1 of \d+ partitions without a leader/)
  expect(stdout).toContain('lonely-0')
  expect(stdout).toContain('kbook topic describe lonely')
  expect(stdout.indexOf('✗')).toBeLessThan(stdout.indexOf('!'))
  const quorum = await until(async () => find(await report('quorum'), 'quorum', 'warning'))
  expect(about(quorum)).toEqual(['node 3'])
})

test('the screen of status tells what is gone, who is behind, and what was changed', async () => {
  const id = newChangeId()
  const cluster = {name: 'faults', id: sandbox.clusterId}
  const change = {
    id,
    cluster,
    command: ['offset', 'reset'],
    subject: 'offsets',
    before: 1,
    after: 2,
    undo: null,
  }
  await noteBegin(change)
  await noteEnd(id, 'done', [])
  const {overview, health: verdict, lag, changes} = await status()
  expect(overview).toMatchObject({value: {brokers: [1, 2], away: [3], offline: 1}})
  expect(verdict).toMatchObject({value: {status: 'critical'}})
  expect(lag).toMatchObject({value: {worst: [{group: 'slow-reader', lag: '30', state: 'Empty'}]}})
  expect(changes).toMatchObject({value: [{id, subject: 'offsets', outcome: 'done'}]})
  const {stdout} = await runCommand(Status, ['--profile', 'faults'], 'status')
  expect(stdout).toContain('1 broker away: 3')
  expect(stdout).toContain(id)
  expect(stdout.split('\n').length).toBeLessThanOrEqual(24)
})

test('a warning is let pass with --fail-on critical, what is critical is not', async () => {
  expect((await health('--only', 'brokers', '--fail-on', 'critical')).exitCode).toBe(0)
  expect((await health('--only', 'brokers')).exitCode).toBe(3)
  expect((await health('--only', 'partitions', '--fail-on', 'critical')).exitCode).toBe(3)
})

test('it is well again once the broker is back', async () => {
  await sandbox.restartBroker(3)
  const now = await until(async () => {
    const found = await report(PARTITIONS)
    return found.status === 'info' && found
  })
  expect(await byKafka('--under-replicated-partitions')).toEqual([])
  expect(about(find(now, 'min-isr', 'info'))).toContain('tight-0')
})

test('a broker that hangs is found by its own address', async () => {
  sandbox.pauseBroker(2)
  try {
    const {findings} = await report('listeners')
    expect(findings).toMatchObject([
      {level: 'critical', evidence: [{subject: `broker 2 at ${sandbox.address(2)}`}]},
    ])
    // After three seconds of silence the controllers take it for away.
    const {overview, health: verdict} = await status()
    const nobody: {brokers: readonly number[]; away: readonly number[]} = {brokers: [], away: []}
    const {brokers, away} = 'value' in overview ? overview.value : nobody
    expect([...brokers, ...away].sort()).toEqual([1, 2, 3])
    const found = 'value' in verdict ? verdict.value.findings : []
    const told = brokers.includes(2) ? ['listeners', 'critical'] : ['brokers', 'warning']
    expect(found.map(({check, level}) => [check, level])).toContainEqual(told)
  } finally {
    sandbox.resumeBroker(2)
  }
})

test('most controllers are gone: that is said, and what a broker knows by itself is still told', async () => {
  await Promise.all([sandbox.killBroker(1), sandbox.killBroker(2)])
  // A leader of the quorum that is left alone takes a moment to give up.
  const findings = await until(async () => {
    const told = await report('quorum,logdirs,lag')
    return told.findings.some(({check, level}) => check === 'quorum' && level === 'critical') && told.findings
  })
  const found = (check: string): Finding[] => findings.filter((one) => one.check === check)
  expect(found('quorum')).toMatchObject([
    {level: 'critical', title: expect.stringContaining('lost its majority') as string},
  ])
  expect(JSON.stringify(findings)).not.toContain('did not answer')
  expect(
    found('logdirs')
      .flatMap(({title, meaning}) => [title, meaning])
      .join(),
  ).not.toContain('broker 3')
  const {stdout, exitCode} = await runCommand(
    Status,
    ['--profile', 'faults', '--request-timeout', '2s'],
    'status',
  )
  expect(exitCode).toBe(6)
  // One of them may just have been fenced.
  expect(stdout).toMatch(/\? groups of brokers? [12]/)
})

test('nobody there: 4, not a finding', async () => {
  await sandbox.killBroker(3)
  expect((await health()).exitCode).toBe(4)
})
