import {beforeAll, describe, expect, it} from 'vitest'
import OffsetClone from '../../../src/commands/offset/clone.js'
import OffsetDelete from '../../../src/commands/offset/delete.js'
import OffsetExport from '../../../src/commands/offset/export.js'
import OffsetImport from '../../../src/commands/offset/import.js'
import OffsetReset from '../../../src/commands/offset/reset.js'
import OffsetSeek from '../../../src/commands/offset/seek.js'
import OffsetShow from '../../../src/commands/offset/show.js'
import OffsetUndo from '../../../src/commands/offset/undo.js'
import {onEachCluster, type TestCluster} from '../../helpers/clusters.js'
import {commitMemberless} from '../../helpers/commit.js'
import {kafkaClient, uniqueName} from '../../helpers/kafka.js'
import type {CommandRun} from '../../helpers/run-command.js'
import {committedByTool, file, filledTopic, trim} from './scene.js'

const COMMANDS = {
  show: OffsetShow,
  seek: OffsetSeek,
  reset: OffsetReset,
  export: OffsetExport,
  import: OffsetImport,
  delete: OffsetDelete,
  clone: OffsetClone,
  undo: OffsetUndo,
}

onEachCluster((found) => {
  const [orders, pay] = [uniqueName('offset-orders'), uniqueName('offset-pay')]
  const names = ['start', 'shift', 'time', 'reset', 'file', 'gone', 'dry'] as const
  const groups = Object.fromEntries(names.map((name) => [name, uniqueName(`offset-${name}`)])) as Record<
    (typeof names)[number],
    string
  >
  const clones = [uniqueName('offset-clone'), uniqueName('offset-undone')] as const
  let cluster: TestCluster
  const run = (verb: keyof typeof COMMANDS, ...argv: string[]): Promise<CommandRun> =>
    cluster.run(COMMANDS[verb], `offset:${verb}`, ...argv)
  const expectDone = ({stdout, stderr, exitCode}: CommandRun): void => {
    expect({stdout, stderr, exitCode}).toMatchObject({exitCode: 0})
  }

  beforeAll(async () => {
    cluster = await found()
    const {sandbox} = cluster
    await filledTopic(sandbox.connection(), orders, [20, 20, 20])
    await filledTopic(sandbox.connection(), pay, [10])
    await trim(sandbox.connection(), orders, [0, 5, 0])
    for (const group of Object.values(groups)) {
      await commitMemberless(sandbox.connection(), group, {[orders]: {0: 10, 1: 2}, [pay]: {0: 4}})
    }
  })

  it('shows what is committed, beside start, end and lag', async () => {
    const {stdout, stderr, exitCode} = await run('show', groups.start)
    expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0})
    expect(stdout).toContain('Empty · 3 of 4 partitions committed · lag 31')
    expect(stdout).toMatch(new RegExp(`${orders} +0 +10 +0 +20 +10\\n`))
    expect(stdout).toMatch(new RegExp(`${orders} +1 +2 +5 +20 +15\\n`))
    expect(stdout).toMatch(new RegExp(`${orders} +2 +- +0 +20 +-\\n`))
  })

  it('plans without changing anything, and changes nothing without a yes', async () => {
    const dry = await run('seek', groups.dry, '--to', 'start', '--dry-run')
    expectDone(dry)
    expect(dry.stdout).toMatch(new RegExp(`${orders} +0 +10 +0 +10 +20 +replays 10\\n`))
    expect(dry.stdout).toMatch(new RegExp(`${orders} +1 +2 +5 +15 +15 +moves into the log\\n`))
    expect(dry.stdout).toMatch(new RegExp(`${orders} +2 +- +0 +20 +new\\n`))
    expect(dry.stdout).toContain('replays 14 messages · skips none · 1 new commit')
    const refused = await run('seek', groups.dry, '--to', 'start')
    expect(refused.exitCode).toBe(5)
    expect(refused.stderr).toContain('nothing was changed')
  })

  it('carries out what it planned, exports, imports, copies and deletes it, and puts it back', async () => {
    expectDone(await run('seek', groups.start, '--to', 'beginning', '--topic', orders, '--yes'))
    expectDone(await run('seek', groups.shift, '--shift', '-3', '--yes'))
    const minutes = await run(
      'seek',
      groups.time,
      '--to-timestamp',
      '-60m',
      '--topic',
      `${orders}:0`,
      '--yes',
      '--json',
    )
    expectDone(minutes)
    expect(minutes.json().result).toMatchObject({
      applied: true,
      plan: {
        groups: [{group: groups.time, offsets: [{topic: orders, partition: 0, current: '10', target: '14'}]}],
        total: {changed: 1, unchanged: 0, failed: 0, replays: '0', skips: '4'},
      },
      rows: [{subject: `group "${groups.time}" ${orders}-0`, status: 'done'}],
    })
    expectDone(
      await run(
        'reset',
        '--group',
        groups.reset,
        '--topic',
        `${orders}:0,2`,
        '--to-offset',
        '99',
        '--execute',
      ),
    )
    const csv = await run('export', groups.start)
    expect(csv.stdout).toBe(`${orders},0,0\n${orders},1,5\n${orders},2,0\n${pay},0,4\n`)
    expectDone(await run('import', await file('o.csv', `${orders},0,7\n`), '--group', groups.file, '--yes'))
    expectDone(await run('clone', groups.start, clones[0], '--yes'))
    expectDone(await run('delete', groups.gone, '--topic', orders, '--yes'))
    expectDone(await run('clone', groups.dry, clones[1], '--yes'))
    expectDone(await run('undo', '--yes'))
    const everything = [...Object.values(groups), ...clones]
    expect(await committedByTool(cluster.target, everything)).toEqual({
      [groups.start]: {[`${orders}-0`]: 0, [`${orders}-1`]: 5, [`${orders}-2`]: 0, [`${pay}-0`]: 4},
      [groups.shift]: {[`${orders}-0`]: 7, [`${orders}-1`]: 5, [`${pay}-0`]: 1},
      [groups.time]: {[`${orders}-0`]: 14, [`${orders}-1`]: 2, [`${pay}-0`]: 4},
      [groups.reset]: {[`${orders}-0`]: 20, [`${orders}-1`]: 2, [`${orders}-2`]: 20, [`${pay}-0`]: 4},
      [groups.file]: {[`${orders}-0`]: 7, [`${orders}-1`]: 2, [`${pay}-0`]: 4},
      [groups.gone]: {[`${pay}-0`]: 4},
      [groups.dry]: {[`${orders}-0`]: 10, [`${orders}-1`]: 2, [`${pay}-0`]: 4},
      [clones[0]]: {[`${orders}-0`]: 0, [`${orders}-1`]: 5, [`${orders}-2`]: 0, [`${pay}-0`]: 4},
      [clones[1]]: {},
    })
  })

  it('leaves no members behind', async () => {
    const admin = kafkaClient(cluster.sandbox.connection()).admin()
    await admin.connect()
    const described = await admin.describeGroups([groups.start, clones[0]])
    await admin.disconnect()
    expect(described.groups).toMatchObject([
      {state: 'Empty', members: []},
      {state: 'Empty', members: []},
    ])
  })

  describe('refuses', () => {
    it.each<[string, () => Promise<CommandRun>, string, number]>([
      [
        'a group that does not exist',
        () => run('seek', 'nope', '--to', 'end', '--json'),
        'GROUP_NOT_FOUND',
        2,
      ],
      [
        'a topic that does not exist',
        () => run('seek', groups.dry, '--to', 'end', '--topic', 'nope', '--json'),
        'TOPIC_NOT_FOUND',
        2,
      ],
      [
        'a partition that does not exist',
        () => run('seek', groups.dry, '--to', 'end', '--topic', `${pay}:7`, '--json'),
        'NOT_FOUND',
        2,
      ],
      ['no target', () => run('seek', groups.dry, '--json'), 'BAD_FLAG', 2],
      ['two targets', () => run('seek', groups.dry, '--to', 'end', '--shift', '1', '--json'), 'BAD_FLAG', 2],
      ['a place that is none', () => run('seek', groups.dry, '--to', 'middle', '--json'), 'BAD_FLAG', 2],
      ['an offset that is none', () => run('seek', groups.dry, '--to-offset', '-1', '--json'), 'BAD_FLAG', 2],
      ['a shift that is none', () => run('seek', groups.dry, '--shift', 'x', '--json'), 'BAD_FLAG', 2],
      [
        'a bare number as time',
        () => run('seek', groups.dry, '--to-timestamp', '1769868000', '--json'),
        'BAD_INPUT',
        2,
      ],
      [
        'a duration that is none',
        () => run('reset', '--group', groups.dry, '--all-topics', '--by-duration', 'P1X', '--json'),
        'BAD_INPUT',
        2,
      ],
      ['a file that is not there', () => run('import', '/nowhere/o.csv', '--json'), 'BAD_INPUT', 2],
      [
        'a reset of no topics',
        () => run('reset', '--group', groups.dry, '--to-latest', '--json'),
        'BAD_FLAG',
        2,
      ],
      ['a reset of no group', () => run('reset', '--all-topics', '--to-latest', '--json'), 'BAD_FLAG', 2],
      ['the same group twice', () => run('clone', groups.dry, groups.dry, '--json'), 'BAD_INPUT', 2],
      ['to delete what is not said', () => run('delete', groups.dry, '--json'), 'BAD_FLAG', 2],
      ['an undo that is not there', () => run('undo', 'ffffffff', '--json'), 'NOT_FOUND', 2],
      ['to go on without a yes', () => run('delete', groups.dry, '--topic', pay, '--json'), 'REFUSED', 5],
    ])('%s', async (_what, refused, code, exitCode) => {
      const failed = await refused()
      expect(failed.exitCode).toBe(exitCode)
      expect(failed.json()).toMatchObject({ok: false, error: {code}})
    })
  })
})
