import {expect, it} from 'vitest'
import Health from '../../../src/commands/health.js'
import type {HealthReport} from '../../../src/lib/kafka/health/types.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {onEachCluster, testCluster} from '../../helpers/clusters.js'
import {commitOffsets, createTopic, produce, uniqueName} from '../../helpers/kafka.js'
import type {CommandRun} from '../../helpers/run-command.js'

// What other tests do meanwhile has no part in these.
const STEADY = 'controller,brokers,listeners,quorum,partitions'
const reportOf = (run: CommandRun): HealthReport => run.json().result as HealthReport

onEachCluster((cluster, kind) => {
  it('is healthy, and says by what', async () => {
    const {run} = await cluster()
    const text = await run(Health, 'health', '--only', STEADY, '--all')
    expect(text).toMatchObject({exitCode: 0, stderr: ''})
    expect(text.stdout).toMatch(/^Health {2}healthy/)
    const json = await run(Health, 'health', '--only', STEADY, '--json')
    expect(json.exitCode).toBe(0)
    const {findings, status} = reportOf(json)
    expect(findings.map(({check}) => check).sort()).toEqual(STEADY.split(',').sort())
    // A cluster that has no quorum to ask for is neither ill for it nor well.
    expect(status).toBe(kind === 'Redpanda' ? 'info' : 'ok')
    expect(findings.find(({check}) => check === 'quorum')).toMatchObject(
      kind === 'Redpanda'
        ? {level: 'info', title: 'the metadata quorum: not told by this cluster'}
        : {level: 'ok'},
    )
  })

  it('reads everything that there is to read', async () => {
    const {run} = await cluster()
    const {findings} = reportOf(await run(Health, 'health', '--json'))
    const checks = new Set(findings.map(({check}) => check))
    for (const check of [
      'min-isr',
      'replication',
      'leaders',
      'transactions',
      'logdirs',
      'coordinators',
      'groups',
      'lag',
    ]) {
      expect(checks).toContain(check)
    }
  })

  it('names a group that is far behind, by its own limit', async () => {
    const {run, connection} = await cluster()
    const [topic, group] = [uniqueName('health'), uniqueName('health')]
    await createTopic(connection, topic)
    await produce(
      connection,
      topic,
      Array.from({length: 12}, (_, n) => `${n}`),
    )
    await commitOffsets(connection, group, {[topic]: {0: 1}})
    const {exitCode, ...told} = await run(
      Health,
      'health',
      '--only',
      'lag',
      '--json',
      '--lag-limit',
      `${group}=5:10`,
    )
    expect(exitCode).toBe(3)
    const findings = reportOf({exitCode, ...told}).findings
    const evidence = findings.filter(({level}) => level === 'critical').flatMap((one) => one.evidence)
    expect(evidence).toContainEqual({subject: group, detail: 'lag 11 (critical above 10) · Empty'})
    const calm = await run(Health, 'health', '--only', 'lag', '--json', '--lag-limit', `${group}=50:100`)
    expect(JSON.stringify(reportOf(calm).findings)).not.toContain(group)
  })
})

it('says which ACL is missing, and does not call it healthy', async () => {
  const {sandbox} = await testCluster('SASL over TLS')
  const password = layout(sandbox.dir).password('guest')
  const guest = {'sasl.username': 'guest', 'sasl.password_file': password}
  const {run} = await testCluster('SASL over TLS', guest)
  const refused = await run(Health, 'health', '--only', 'quorum,logdirs', '--json')
  expect(refused.exitCode).toBe(3)
  const {status, findings} = reportOf(refused)
  expect(status).toBe('unknown')
  expect(findings.map(({level}) => level)).toEqual(['unknown', 'unknown'])
  for (const {next} of findings) expect(next.join()).toContain('kbook acl create')
  const blind = reportOf(await run(Health, 'health', '--only', 'leaders,replication,groups', '--json'))
  expect(blind).toMatchObject({
    status: 'unknown',
    findings: [
      {check: 'replication', level: 'unknown', title: 'this user may not see all topics'},
      {check: 'groups', level: 'unknown', title: 'this user may not see all groups'},
    ],
  })
})

it.each([
  ['a check that there is not', ['--only', 'weather'], 'BAD_FLAG'],
  ['a limit without numbers', ['--lag-limit', 'g=many'], 'BAD_FLAG'],
  ['a critical lag below the warning', ['--lag-limit', 'g=10:5'], 'BAD_FLAG'],
  ['an interval without --watch', ['--interval', '5s'], 'BAD_FLAG'],
  ['a count without --watch', ['--count', '2'], 'BAD_FLAG'],
  ['an interval that is too short', ['--watch', '--interval', '1ms'], 'BAD_FLAG'],
  ['a level that there is not', ['--fail-on', 'info'], 'BAD_FLAG'],
])('refuses %s', async (_what, argv, code) => {
  const {run} = await testCluster('one broker')
  const failed = await run(Health, 'health', ...argv, '--json')
  expect(failed.exitCode).toBe(2)
  expect(JSON.parse(failed.stdout)).toMatchObject({ok: false, error: {code}})
})

it('ends with 4 when nobody answers', async () => {
  const {run} = await testCluster('one broker')
  const away = await run(Health, 'health', '--brokers', '127.0.0.1:1', '--request-timeout', '500ms', '--json')
  expect(away.exitCode).toBe(4)
  expect(away.json()).toMatchObject({ok: false, error: {code: 'UNREACHABLE'}})
})

it('watches a cluster also that is away at first', async () => {
  const {run} = await testCluster('one broker')
  const argv = ['--brokers', '127.0.0.1:1', '--watch', '--count', '2', '--interval', '100ms']
  const away = await run(Health, 'health', ...argv, '--request-timeout', '300ms')
  expect(away.exitCode).toBe(4)
  expect(away.stdout.match(/✗ nothing listens/g)).toHaveLength(2)
})

it('watches: a line each look, a document each with --json', async () => {
  const {run} = await testCluster('one broker')
  const argv = ['--watch', '--count', '2', '--interval', '100ms', '--only', STEADY]
  const lines = await run(Health, 'health', ...argv)
  expect(lines.exitCode).toBe(0)
  expect(lines.stdout).toMatch(/^(\d\d:\d\d:\d\d {2}healthy\n){2}$/)
  const documents = await run(Health, 'health', ...argv, '--json')
  const records = documents.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as HealthReport)
  expect(records).toMatchObject([{status: 'ok'}, {status: 'ok'}])
})
