import {readFile} from 'node:fs/promises'
import {join} from 'node:path'
import {beforeAll, describe, expect, it} from 'vitest'
import CheckCluster from '../../../src/commands/check/cluster.js'
import CheckGroup from '../../../src/commands/check/group.js'
import CheckLag from '../../../src/commands/check/lag.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import type {LagCheck} from '../../../src/lib/monitor/check-lag.js'
import {commitMemberless} from '../../helpers/commit.js'
import {onEachCluster, testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaTool, produce, uniqueName, until} from '../../helpers/kafka.js'
import {runCommand, type CommandRun} from '../../helpers/run-command.js'
import {scratchFolder} from '../../helpers/scratch.js'

/** The format that monitoring systems read: one bar, at the end of the last line. */
const PLUGIN =
  /^[A-Z]+ (OK|WARNING|CRITICAL|UNKNOWN) - [^|]+( \| ('[^|]+'=(U|[\d.]+(s|%)?)[;\d:~@.-]*\s?)+)?\n$/

onEachCluster((cluster) => {
  const [topic, group] = [uniqueName('check'), uniqueName('check')]
  let scene: TestCluster
  beforeAll(async () => {
    scene = await cluster()
    await createTopic(scene.sandbox.connection(), topic, {partitions: 2})
    const messages = Array.from({length: 20}, (_, n) => ({value: `${n}`, partition: n % 2}))
    await produce(scene.sandbox.connection(), topic, messages)
    await commitMemberless(scene.sandbox.connection(), group, {[topic]: {0: 4, 1: 10}})
  })
  const lag = (...argv: string[]): Promise<CommandRun> => scene.run(CheckLag, 'check:lag', ...argv)

  it('tells the lag that Kafka’s own tool tells, on one line', async () => {
    const {stdout} = await kafkaTool(scene.target, 'consumerGroups', ['--describe', '--group', group])
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/))
    const theirs = rows.filter(([name]) => name === group).reduce((sum, row) => sum + Number(row[5]), 0)
    expect(theirs).toBe(6)
    const ok = await lag(group)
    expect(ok).toEqual(
      expect.objectContaining({
        stdout: `LAG OK - ${group} lag 6 | '${group} lag'=6;1000;10000;0\n`,
        stderr: '',
        exitCode: 0,
      }),
    )
    expect(ok.stdout).toMatch(PLUGIN)
  })

  it.each([
    [['--warning', '5'], 1, 'WARNING', 'lag 6 (above 5)'],
    [['--critical', '5'], 2, 'CRITICAL', 'lag 6 (above 5)'],
    [['-w', '7:', '-c', '~:6'], 1, 'WARNING', 'lag 6 (below 7)'],
    [['-c', '@5:6'], 2, 'CRITICAL', 'lag 6 (within 5:6)'],
    [['--warning', '5', '--topic', '/:1/'], 3, 'UNKNOWN', ''],
    [['--critical-behind', '1ms'], 2, 'CRITICAL', 'waiting above'],
  ])('judges by %j', async (argv, exitCode, word, text) => {
    const judged = await lag(group, ...argv)
    expect(judged.exitCode).toBe(exitCode)
    expect(judged.stdout).toMatch(PLUGIN)
    expect(judged.stdout).toContain(`LAG ${word} - `)
    expect(judged.stdout).toContain(text)
  })

  it('judges many at once', async () => {
    const judged = await lag(`/^${group}/`, '-c', `${group}=3`, '--json')
    expect(judged.exitCode).toBe(2)
    expect(judged.json()).toMatchObject({ok: false, result: {check: 'lag', status: 'critical'}})
    expect((judged.json().result as LagCheck).groups).toMatchObject([{group, status: 'critical', lag: '6'}])
  })

  it('finds out over a window that nobody reads', async () => {
    const check = (): Promise<CommandRun> => scene.run(CheckGroup, 'check:group', group, '--window', '1s')
    const first = await check()
    expect(first.exitCode).toBe(3)
    expect(first.stdout).toMatch(PLUGIN)
    expect(first.stdout).toContain('window of 1s not full yet; complete 0%')
    const full = await until(async () => {
      const run = await check()
      return run.exitCode !== 3 && run
    })
    expect(full.exitCode).toBe(2)
    expect(full.stdout).toContain(
      `GROUP CRITICAL - ${group} STOP ${topic}[0], 1 of 2 partitions over 1s, lag 6`,
    )
    expect(full.stdout).toContain('complete 100%')
    expect(full.stdout).toMatch(PLUGIN)
    const patient = await scene.run(CheckGroup, 'check:group', group, '--window', '1s', '--min-lag', '7')
    expect(patient).toMatchObject({exitCode: 0})
  })

  it('checks the cluster by the rules of health', async () => {
    const only = ['--only', 'controller,brokers,listeners,partitions']
    const judged = await scene.run(CheckCluster, 'check:cluster', ...only)
    expect(judged).toMatchObject({exitCode: 0, stderr: ''})
    expect(judged.stdout).toMatch(/^CLUSTER OK - .*4 checks fine \| 'critical'=0;;;0 /)
    const bad = await scene.run(CheckCluster, 'check:cluster', '--only', 'lag', '--lag-limit', `${group}=1:2`)
    expect(bad.exitCode).toBe(2)
    expect(bad.stdout).toMatch(PLUGIN)
  })
})

describe('whatever fails', () => {
  const known = ['--brokers', '127.0.0.1:1', '--request-timeout', '1s']
  it.each([
    ['a broker that is not there', CheckLag, 'check:lag', ['g', ...known]],
    ['a cluster that is not there', CheckCluster, 'check:cluster', known],
    ['no group', CheckLag, 'check:lag', known],
    ['a flag that there is not', CheckLag, 'check:lag', ['g', '--wat', ...known]],
    ['a flag without its value', CheckGroup, 'check:group', ['g', '--window']],
    ['a range that is none', CheckLag, 'check:lag', ['g', '-w', '1k', ...known]],
    ['two ranges for all', CheckLag, 'check:lag', ['g', '-w', '1', '-w', '2', ...known]],
    ['a time that is none', CheckLag, 'check:lag', ['g', '--warning-behind', '5', ...known]],
    ['a window that is too short', CheckGroup, 'check:group', ['g', '--window', '1ms', ...known]],
    ['a lag that is no number', CheckGroup, 'check:group', ['g', '--min-lag', 'x', ...known]],
    ['a check that there is not', CheckCluster, 'check:cluster', ['--only', 'x', ...known]],
    ['a pattern that is none', CheckLag, 'check:lag', ['/(/', ...known]],
    ['a profile that there is not', CheckLag, 'check:lag', ['g', '--profile', 'nobody']],
    ['a file that no collector reads', CheckLag, 'check:lag', ['g', '--textfile', '/x/lag.txt', ...known]],
  ])('%s is UNKNOWN, in the same format', async (_what, command, id, argv) => {
    const failed = await runCommand(command, argv, id)
    expect(failed.exitCode).toBe(3)
    expect(failed.stdout).toMatch(PLUGIN)
    expect(failed.stdout).toMatch(/^(LAG|GROUP|CLUSTER) UNKNOWN - /)
    expect(failed.stderr).toBe('')
    const json = await runCommand(command, [...argv, '--json'], id)
    expect(json.exitCode).toBe(3)
    expect(json.json()).toMatchObject({ok: false, error: {exitCode: 3}})
  })

  it('a group that is not there, a time that is too short, a missing right, a bug', async () => {
    const {run, sandbox} = await testCluster('SASL over TLS')
    const nobody = await run(CheckLag, 'check:lag', 'nobody-has-this')
    expect(nobody).toMatchObject({exitCode: 3})
    expect(nobody.stdout).toMatch(/^LAG UNKNOWN - group "nobody-has-this" does not exist/)
    const late = await run(CheckLag, 'check:lag', '--all', '--timeout', '1ms')
    expect(late).toMatchObject({exitCode: 3})
    expect(late.stdout).toMatch(/^LAG UNKNOWN - no result within 1ms/)
    const password = layout(sandbox.dir).password('guest')
    const guest = await testCluster('SASL over TLS', {
      'sasl.username': 'guest',
      'sasl.password_file': password,
    })
    const denied = await guest.run(CheckLag, 'check:lag', 'secret-group')
    expect(denied).toMatchObject({exitCode: 3})
    expect(denied.stdout).toMatch(/^LAG UNKNOWN - not allowed to see group "secret-group"/)
    class Broken extends CheckLag {
      protected override check(): never {
        throw new TypeError('x | y')
      }
    }
    const bug = await runCommand(Broken, ['g'], 'check:lag')
    expect(bug).toMatchObject({exitCode: 3})
    expect(bug.stdout).toMatch(/^LAG UNKNOWN - unexpected: x \/ y\n/)
    expect(bug.stderr).toContain('TypeError: x | y')
  })
})

describe('--textfile', () => {
  it('keeps the time of the last success while the check fails', async () => {
    const {run, connection} = await testCluster('one broker')
    const [topic, group] = [uniqueName('check-file'), uniqueName('check-file')]
    await createTopic(connection, topic)
    await produce(connection, topic, ['1', '2'])
    await commitMemberless(connection, group, {[topic]: {0: 0}})
    const path = join(scratchFolder(), 'orders.prom')
    expect((await run(CheckLag, 'check:lag', group, '-c', '1', '--textfile', path)).exitCode).toBe(2)
    const first = await readFile(path, 'utf8')
    expect(first).toContain('kbook_check_status{name="orders",check="lag"} 2\n')
    expect(first).toContain(`kbook_check_lag{name="orders",check="lag",group="${group}"} 2\n`)
    const [success] = /^kbook_check_last_success.*$/m.exec(first) ?? []
    expect(success).toMatch(/ 1\d{9}(\.\d+)?$/)
    const away = ['--brokers', '127.0.0.1:1', '--request-timeout', '1s', '--textfile', path]
    expect((await runCommand(CheckLag, [group, ...away], 'check:lag')).exitCode).toBe(3)
    const second = await readFile(path, 'utf8')
    expect(second).toContain('kbook_check_status{name="orders",check="lag"} 3\n')
    expect(second).toContain(success)
    expect(second).not.toContain('kbook_check_lag{')
  })

  it('that cannot be written is UNKNOWN, and a critical stays one', async () => {
    const {run, connection} = await testCluster('one broker')
    const [topic, group] = [uniqueName('check-lost'), uniqueName('check-lost')]
    await createTopic(connection, topic)
    await produce(connection, topic, ['1', '2'])
    await commitMemberless(connection, group, {[topic]: {0: 0}})
    const lost = ['--textfile', join(scratchFolder(), 'nowhere', 'orders.prom')]
    const unknown = await run(CheckLag, 'check:lag', group, ...lost)
    expect(unknown).toMatchObject({exitCode: 3})
    expect(unknown.stdout).toContain('cannot write')
    const critical = await run(CheckLag, 'check:lag', group, '-c', '1', ...lost)
    expect(critical).toMatchObject({exitCode: 2})
    expect(critical.stdout).toContain('cannot write')
  })
})
