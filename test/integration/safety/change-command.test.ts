import {mkdirSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, beforeAll, beforeEach, describe, expect, it, vi} from 'vitest'
import Audit from '../../../src/commands/audit.js'
import ClusterPing from '../../../src/commands/cluster/ping.js'
import {auditFile} from '../../../src/lib/change/audit-files.js'
import {learntCluster} from '../../../src/lib/change/learnt-cluster.js'
import {readAudit, type AuditedChange} from '../../../src/lib/change/read-audit.js'
import {listUndo} from '../../../src/lib/change/undo-store.js'
import {saveProfile} from '../../../src/lib/config/store.js'
import {testCluster, type TestCluster} from '../../helpers/clusters.js'
import {runCommand, type CommandRun} from '../../helpers/run-command.js'
import {scratchFolder} from '../../helpers/scratch.js'
import TestChange from '../../helpers/test-change.js'

let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster('one broker')
})
beforeEach(() => {
  vi.stubEnv('XDG_STATE_HOME', scratchFolder())
  TestChange.applied = 0
  TestChange.onApply = () => undefined
})
afterEach(() => vi.unstubAllEnvs())

const change = (...argv: string[]): Promise<CommandRun> => cluster.run(TestChange, 'test:change', ...argv)
const noted = async (): Promise<readonly AuditedChange[]> => (await readAudit()).changes
const last = async (): Promise<AuditedChange | undefined> => (await noted())[0]

describe('asking', () => {
  it('changes nothing without a terminal and without --yes, and shows the plan on stderr', async () => {
    const {exitCode, stdout, stderr} = await change()
    expect({exitCode, stdout, applied: TestChange.applied}).toEqual({exitCode: 5, stdout: '', applied: 0})
    expect(stderr).toContain('Plan: five things\n')
    expect(stderr).toContain('Error: not confirmed, and there is no terminal to ask on')
    expect(await noted()).toEqual([])
    expect(await listUndo('offsets')).toEqual([])
    const {json} = await change('--json')
    expect(json()).toMatchObject({ok: false, error: {code: 'REFUSED', exitCode: 5}})
  })

  it('has nothing in the environment that answers', async () => {
    for (const name of ['YES', 'CONFIRM', 'FORCE', 'DRY_RUN', 'EXECUTE', 'ASSUME_YES', 'NO_CONFIRM']) {
      vi.stubEnv(`KBOOK_${name}`, 'true')
      vi.stubEnv(`TEST_CHANGE_${name}`, 'true')
    }
    vi.stubEnv('CI', 'true')
    expect((await change()).exitCode).toBe(5)
    expect(TestChange.applied).toBe(0)
  })

  it('prints the plan on stdout and changes nothing with --dry-run', async () => {
    const {exitCode, stdout, stderr} = await change('--dry-run', '--yes')
    expect({exitCode, stdout, stderr}).toEqual({exitCode: 0, stdout: 'Plan: five things\n', stderr: ''})
    const {json} = await change('--dry-run', '--json')
    expect(json()).toEqual({ok: true, result: {plan: {size: '5'}, applied: false, rows: []}, warnings: []})
    expect(TestChange.applied).toBe(0)
    expect(await noted()).toEqual([])
  })

  it('asks nothing where nothing would change', async () => {
    expect(await change('--empty')).toMatchObject({exitCode: 0, stdout: 'Plan: five things\n'})
    expect(TestChange.applied).toBe(0)
  })
})

describe('what became of it', () => {
  it('is shown, noted, and can be undone', async () => {
    const {exitCode, stdout, stderr} = await change(
      '--yes',
      '--rows',
      'done,done',
      '--set',
      'ssl.key.password=abc',
    )
    expect({exitCode, stderr}).toEqual({exitCode: 0, stderr: 'Plan: five things\n'})
    const entry = await last()
    expect(stdout).toContain('2 changes: 2 done')
    const pin = `--profile ${cluster.profile}`
    expect(stdout).toContain(`undo: kbook offset undo ${entry?.id ?? ''} ${pin} · noted: kbook audit --id`)
    expect(entry).toMatchObject({
      cluster: {name: cluster.profile, id: cluster.sandbox.clusterId},
      subject: 'five things',
      before: {offset: '1'},
      after: {offset: '2'},
      undo: 'offsets',
      outcome: 'done',
      counts: {done: 2},
    })
    expect(entry?.command.slice(0, 3)).toEqual(['kbook', 'test', 'change'])
    expect(entry?.command).toContain('ssl.key.password=***')
    expect(await listUndo('offsets')).toMatchObject([{id: entry?.id, data: {offset: '1'}}])
  })

  it.each([
    ['all of it', 'done,done', 0, 'done'],
    ['a part', 'done,broken', 6, 'partial'],
    ['a part with different errors', 'done,denied,broken', 6, 'partial'],
    ['nothing, for one cause', 'denied,denied', 5, 'failed'],
    ['nothing, for several causes', 'denied,broken', 6, 'failed'],
    ['an answer that never came', 'unknown', 4, 'failed'],
  ])('ends with its code: %s', async (_what, rows, exitCode, outcome) => {
    const run = await change('--yes', '--json', '--rows', rows)
    expect(run.exitCode).toBe(exitCode)
    const {ok, result} = run.json()
    expect(ok).toBe(exitCode === 0)
    expect(result).toMatchObject({plan: {size: '5'}, applied: true, id: (await last())?.id})
    expect((result as {rows: unknown[]}).rows).toHaveLength(rows.split(',').length)
    expect((await last())?.outcome).toBe(outcome)
    // What was refused is not to be put back.
    const undo = outcome === 'failed' && !rows.includes('unknown') ? [] : [{outcome}]
    expect(await listUndo('offsets')).toMatchObject(undo)
  })

  it('names the error of each row', async () => {
    const {stdout} = await change('--yes', '--rows', 'done,broken,unknown')
    expect(stdout).toContain('✔ t-0\n')
    expect(stdout).toContain('✗ t-1: it is broken\n')
    expect(stdout).toContain('? t-2: the answer never came\n')
    expect(stdout).toContain('3 changes: 1 done, 1 failed, 1 unknown: the answer never came')
  })

  it('is noted also when the whole fails, and says by which id', async () => {
    const known = await change('--yes', '--throw', 'kbook', '--json')
    const entry = await last()
    expect(known.exitCode).toBe(5)
    expect(known.json().error).toMatchObject({
      code: 'LOCKED',
      hints: [`What was begun is noted down: kbook audit --id ${entry?.id ?? ''}`],
      details: {change: entry?.id},
    })
    expect(entry).toMatchObject({outcome: 'failed', error: 'somebody else is at it'})
    const bug = await change('--yes', '--throw', 'bug')
    expect(bug.exitCode).toBe(1)
    expect(bug.stderr).toContain(`kbook audit --id ${(await last())?.id ?? ''}`)
    expect(await last()).toMatchObject({outcome: 'failed', error: 'a bug'})
  })
})

describe('the audit log', () => {
  it('comes first: what cannot be noted is not begun', async () => {
    const file = join(scratchFolder(), 'state')
    writeFileSync(file, '')
    vi.stubEnv('XDG_STATE_HOME', file)
    const {exitCode, json} = await change('--yes', '--json')
    expect(exitCode).toBe(5)
    expect(json()).toMatchObject({error: {code: 'STORAGE_FAILED'}})
    expect(TestChange.applied).toBe(0)
  })

  it('leaves no undo of a change that could not be begun', async () => {
    mkdirSync(auditFile(), {recursive: true})
    const {json} = await change('--yes', '--json')
    expect(json()).toMatchObject({error: {code: 'STORAGE_FAILED'}})
    expect(TestChange.applied).toBe(0)
    expect(await listUndo('offsets')).toEqual([])
  })

  it('does not hide the outcome when its end cannot be noted', async () => {
    TestChange.onApply = () => {
      rmSync(auditFile())
      mkdirSync(auditFile())
    }
    const {exitCode, stdout, stderr} = await change('--yes', '--rows', 'done,broken')
    expect(exitCode).toBe(6)
    expect(stdout).toContain('2 changes: 1 done, 1 failed')
    expect(stderr).toMatch(/! the end of change [\da-f]{8} is not in the audit log: /)
  })

  it('is read by kbook audit', async () => {
    const audit = (...argv: string[]): Promise<CommandRun> => runCommand(Audit, argv, 'audit')
    expect((await audit()).stdout).toContain('no change of a cluster is noted in')
    await change('--yes', '--rows', 'done,broken')
    await change('--yes')
    const {stdout, exitCode} = await audit()
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^2 changes · 1 in part\n/)
    expect(stdout).toMatch(/ ! +[\da-f]{8} +\d\d:\d\d:\d\d +one-broker +in part +five things/)
    const [, first] = await noted()
    const one = await audit('--id', first?.id.slice(0, 6) ?? '')
    expect(one.stdout).toContain('in part')
    expect(one.stdout).toContain(`undo      kbook offset undo ${first?.id ?? ''}`)
    expect(one.stdout).toMatch(/2 rows: 1 done, 1 failed\n {5}t-1 {2}failed: it is broken/)
    expect((await audit('--json', '--num', '1')).json()).toMatchObject({
      ok: true,
      result: {changes: [{outcome: 'done'}], more: true, damaged: 0},
    })
    expect((await audit('--json', '--cluster', 'elsewhere')).json().result).toMatchObject({changes: []})
    expect((await audit('--cluster', 'elsewhere')).stdout).toContain('no change that fits is noted in')
    expect((await audit('--since', 'yesterday')).exitCode).toBe(2)
    expect((await audit('--id', 'ffff')).exitCode).toBe(2)
    expect((await audit('--id', 'ffff', '--num', '1')).exitCode).toBe(2)
    expect((await audit('--num', '0')).exitCode).toBe(2)
  })
})

describe('a protected cluster', () => {
  const guarded = (setting: 'protected' | 'read_only'): Promise<TestCluster> =>
    testCluster('one broker', {[setting]: true})

  it('wants its name, and --yes is not enough', async () => {
    const {run, profile} = await guarded('protected')
    const attempt = (...argv: string[]): Promise<CommandRun> =>
      run(TestChange, 'test:change', '--yes', ...argv)
    const refused = await attempt()
    expect(refused.exitCode).toBe(5)
    expect(refused.stderr).toContain(
      `--confirm ${profile} goes on without a terminal; --yes is not enough here.`,
    )
    expect((await attempt('--confirm', 'another', '--json')).json().error?.code).toBe('PROTECTED')
    expect(TestChange.applied).toBe(0)
    expect((await attempt('--confirm', profile)).exitCode).toBe(0)
  })

  it('is known by --brokers and by another profile', async () => {
    const {config, sandbox, profile} = await guarded('protected')
    await saveProfile('free', {brokers: sandbox.brokers}, {path: config})
    vi.stubEnv('KBOOK_CONFIG', config)
    for (const way of [
      ['--brokers', sandbox.brokers.join(',')],
      ['--profile', 'free'],
    ]) {
      const {json} = await runCommand(TestChange, [...way, '--yes', '--json'], 'test:change')
      expect(json().error).toMatchObject({
        code: 'PROTECTED',
        message: `${profile} is protected: nothing was changed`,
      })
    }
    expect(TestChange.applied).toBe(0)
  })

  it('is known by its id behind other addresses: its profile is asked, or taught by a ping', async () => {
    // The same cluster, whose brokers call themselves otherwise when they are reached by the proxy.
    const {config, run, profile, connection} = await testCluster('Redpanda', {protected: true})
    vi.stubEnv('KBOOK_CONFIG', config)
    const around = (): Promise<CommandRun> =>
      runCommand(
        TestChange,
        ['--brokers', cluster.sandbox.brokers.join(','), '--yes', '--json'],
        'test:change',
      )
    const isProtected = {code: 'PROTECTED', message: `${profile} is protected: nothing was changed`}
    expect((await around()).json().error).toMatchObject(isProtected)
    vi.stubEnv('XDG_STATE_HOME', scratchFolder())
    await run(ClusterPing, 'cluster:ping')
    expect(await learntCluster(profile, {brokers: connection.brokers})).toBe(cluster.sandbox.clusterId)
  })

  it('is taken for the one that nobody can tell it from', async () => {
    const {config, run, sandbox} = await testCluster('one broker')
    await saveProfile('away', {brokers: ['127.0.0.1:1'], read_only: true}, {path: config})
    const refused = await run(TestChange, 'test:change', '--yes')
    expect(refused.exitCode).toBe(5)
    expect(refused.stderr).toContain('this may be the cluster that profile "away" guards')
    expect(refused.stderr).toContain('  kbook cluster ping --profile away ')
    expect((await run(TestChange, 'test:change', '--confirm', 'away')).exitCode).toBe(0)
    await saveProfile('away', {brokers: sandbox.brokers, read_only: true}, {path: config})
    expect((await run(TestChange, 'test:change', '--confirm', 'away')).stderr).toContain('is read-only')
  })

  it('is not changed at all when it is read-only, and still shows what would', async () => {
    const {run, profile} = await guarded('read_only')
    const {exitCode, stderr} = await run(TestChange, 'test:change', '--yes', '--confirm', profile)
    expect(exitCode).toBe(5)
    expect(stderr).toContain(`Error: profile "${profile}" is read-only: nothing was changed`)
    expect((await run(TestChange, 'test:change', '--dry-run')).exitCode).toBe(0)
    expect(TestChange.applied).toBe(0)
  })
})
