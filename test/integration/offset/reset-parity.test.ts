import {beforeAll, describe, expect, it} from 'vitest'
import OffsetExport from '../../../src/commands/offset/export.js'
import OffsetReset from '../../../src/commands/offset/reset.js'
import {testCluster, type TestCluster} from '../../helpers/clusters.js'
import {commitMemberless} from '../../helpers/commit.js'
import {kafkaTool, uniqueName} from '../../helpers/kafka.js'
import type {CommandRun} from '../../helpers/run-command.js'
import {committedByTool, file, filledTopic, trim} from './scene.js'

const SITUATIONS = 30
const COUNTS = [
  [40, 25, 0],
  [12, 60],
]
const STARTS = [
  [0, 11, 0],
  [0, 33],
]

/** Numbers that look random and are the same in each run. */
function generator(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * limit)
  }
}

const random = generator(20_260_131)
const topics = COUNTS.map((_, n) => uniqueName(`parity-${n}`))
const groups = Array.from({length: SITUATIONS}, (_, n) => uniqueName(`parity-${n}`))
let cluster: TestCluster

const lines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replaceAll('"', ''))
    .filter((line) => /^[\w-]+(,[\w-]+){2,3}$/.test(line))
    .sort()

const groupFlags = (names: readonly string[]): string[] => names.flatMap((name) => ['--group', name])

const tool = async (...args: string[]): Promise<string[]> =>
  lines((await kafkaTool(cluster.target, 'consumerGroups', ['--reset-offsets', '--export', ...args])).stdout)

const ours = async (...args: string[]): Promise<string[]> => {
  const run: CommandRun = await cluster.run(OffsetReset, 'offset:reset', '--export', ...args)
  expect(run.stderr).toBe('')
  return lines(run.stdout)
}

beforeAll(async () => {
  cluster = await testCluster('one broker')
  const connection = cluster.sandbox.connection()
  for (const [n, topic] of topics.entries()) {
    await filledTopic(connection, topic, COUNTS[n] ?? [])
    await trim(connection, topic, STARTS[n] ?? [])
  }
  for (const group of groups) {
    // Some partitions without a commit, some commits before the start of the log, some beyond its end.
    const offsets = topics.map((topic, n) => {
      const commits = (COUNTS[n] ?? []).flatMap((count, partition) =>
        random(4) === 0 && n + partition > 0 ? [] : [[partition, random(count + 10)] as const],
      )
      return [topic, Object.fromEntries(commits)] as const
    })
    await commitMemberless(connection, group, Object.fromEntries(offsets))
  }
})

describe(`${SITUATIONS} groups over trimmed, empty and uneven logs: the same offsets as Kafka’s own tool`, () => {
  it.each([
    [['--all-topics', '--to-earliest']],
    [['--all-topics', '--to-latest']],
    [['--all-topics', '--to-current']],
    [['--all-topics', '--to-offset', '20']],
    [['--all-topics', '--shift-by', '-15']],
    [['--all-topics', '--shift-by', '7']],
    [['--all-topics', '--by-duration', 'PT2H']],
    [['--all-topics', '--to-datetime', new Date(Date.now() - 3 * 3_600_000).toISOString().slice(0, -1)]],
    [['--topic', topics[0] ?? '', '--topic', `${topics[1] ?? ''}:1`, '--to-current']],
  ])('%j', async (target) => {
    const theirs = await tool(...groupFlags(groups), ...target)
    expect(await ours(...groupFlags(groups), ...target)).toEqual(theirs)
    expect(theirs.length).toBeGreaterThan(SITUATIONS)
  })

  it('fails the partition that has no commit to shift, as the tool fails', async () => {
    const [first = ''] = groups
    const topic = uniqueName('parity-shift')
    await filledTopic(cluster.sandbox.connection(), topic, [3])
    const run = await cluster.run(
      OffsetReset,
      'offset:reset',
      ...['--group', first, '--topic', topic, '--shift-by', '1', '--dry-run'],
    )
    expect(run.exitCode).toBe(2)
    expect(run.stdout).toContain('has no committed offset to shift')
  })
})

describe('files', () => {
  it('that are ours are read by the tool, for one group and for several', async () => {
    const [first = '', second = ''] = groups
    const one = (await cluster.run(OffsetExport, 'offset:export', first)).stdout
    const two = (await cluster.run(OffsetExport, 'offset:export', first, second)).stdout
    const [a, b] = [uniqueName('parity-to'), uniqueName('parity-to')]
    const renamed = two.replaceAll(first, a).replaceAll(second, b)
    const read = await tool('--group', a, '--from-file', await file('one.csv', one))
    // The tool keeps offsets within the log; so does a plan of ours.
    expect(read).toEqual(
      await ours('--group', a, '--allow-new-group', '--from-file', await file('1.csv', one)),
    )
    expect(read).toHaveLength(lines(one).length)
    await kafkaTool(cluster.target, 'consumerGroups', [
      ...[
        '--reset-offsets',
        ...groupFlags([a, b]),
        '--from-file',
        await file('two.csv', renamed),
        '--execute',
      ],
    ])
    const committed = await committedByTool(cluster.target, [a, b])
    expect(Object.keys(committed[a] ?? {})).toHaveLength(lines(one).length)
    expect(Object.keys(committed[b] ?? {})).toHaveLength(lines(two).length - lines(one).length)
  })

  it('that the tool wrote are read by us, for one group and for several', async () => {
    const [, , third = '', fourth = ''] = groups
    const csv = (args: string[]): Promise<string> =>
      kafkaTool(cluster.target, 'consumerGroups', [
        ...['--reset-offsets', '--all-topics', '--to-current', '--export', ...args],
      ]).then(({stdout}) => stdout)
    const two = await csv(groupFlags([third, fourth]))
    const [a, b] = [uniqueName('parity-from'), uniqueName('parity-from')]
    const path = await file('theirs.csv', two.replaceAll(third, a).replaceAll(fourth, b))
    const {exitCode} = await cluster.run(
      OffsetReset,
      'offset:reset',
      ...[...groupFlags([a, b]), '--allow-new-group', '--from-file', path, '--execute'],
    )
    expect(exitCode).toBe(0)
    const committed = await committedByTool(cluster.target, [a, b])
    const expected = await tool(...groupFlags([a, b]), '--from-file', path)
    const found = [a, b].flatMap((group) =>
      Object.entries(committed[group] ?? {}).map(([name, offset]) => {
        const [, topic = '', partition = ''] = /^(.*)-(\d+)$/.exec(name) ?? []
        return [group, topic, partition, String(offset)].join(',')
      }),
    )
    expect(found.sort()).toEqual(expected)
  })
})
