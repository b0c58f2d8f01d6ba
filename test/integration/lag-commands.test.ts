import {readFile} from 'node:fs/promises'
import {beforeAll, describe, expect, it} from 'vitest'
import LagDescribe from '../../src/commands/lag/describe.js'
import LagWait from '../../src/commands/lag/wait.js'
import LagWatch from '../../src/commands/lag/watch.js'
import type {LagReport} from '../../src/lib/kafka/lag/report.js'
import {
  commitOffsets,
  createTopic,
  kafkaClient,
  produce,
  sharedKafka,
  uniqueName,
  until,
} from '../helpers/kafka.js'
import {runCommand, type CommandRun} from '../helpers/run-command.js'

const topic = uniqueName('lag-commands')
const group = uniqueName('lag-commands')
let brokers: string[]

beforeAll(async () => {
  const kafka = await sharedKafka()
  brokers = ['--brokers', kafka.brokers.join(',')]
  await createTopic(kafka.connection(), topic, {partitions: 3})
  await produce(
    kafka.connection(),
    topic,
    Array.from({length: 30}, (_, n) => ({value: `${n}`, partition: n % 3})),
  )
  await commitOffsets(kafka.connection(), group, {[topic]: {0: 4, 1: 10}})
})

const run = (command: unknown, id: string, ...argv: string[]): Promise<CommandRun> =>
  runCommand(command, [...argv, ...brokers], id)
const describeLag = (...argv: string[]): Promise<CommandRun> => run(LagDescribe, 'lag:describe', ...argv)
const watch = (...argv: string[]): Promise<CommandRun> => run(LagWatch, 'lag:watch', ...argv)
const wait = (...argv: string[]): Promise<CommandRun> => run(LagWait, 'lag:wait', ...argv)

/** Every path of a value with its type; items of an array are taken together. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => shape(item, `${path}[]`))
  if (value === null || typeof value !== 'object') return [`${path}: ${typeof value}`]
  return Object.entries(value).flatMap(([name, inner]) => shape(inner, `${path}.${name}`))
}

async function documentedShape(): Promise<Set<string>> {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(await readFile('docs/lag.md', 'utf8')) ?? []
  return new Set(shape(JSON.parse(json)))
}

describe('lag describe', () => {
  it('prints the answer, the rows and how much is folded away', async () => {
    const {stdout, stderr, exitCode} = await describeLag(group)
    expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0})
    expect(stdout).toContain('Empty · 0 members · lag up to 16')
    expect(stdout).toMatch(new RegExp(`\\n {3}${topic} +2 +- +0 +10 +≤10 +\\? +no commit\\n`))
    expect(stdout).toContain('1 partition without lag hidden (--zero)')
  })

  it('prints JSON as it is documented', async () => {
    const documented = await documentedShape()
    const one = await describeLag(group, '--json', '--over', '100ms')
    expect(one.exitCode).toBe(0)
    const undocumented = shape(one.json()).filter((path) => !documented.has(path))
    expect(undocumented).toEqual([])
    expect(one.json()).toMatchObject({
      ok: true,
      result: {
        groups: [
          {group, total: {lag: '16', partitions: 3}, partitions: [{lag: '10'}, {lag: '6'}, {lag: '0'}]},
        ],
      },
    })
  })

  it('keeps only what is far enough behind', async () => {
    const {stdout} = await describeLag(group, '--min-lag', '7')
    expect(stdout).toContain('lag up to 16')
    expect(stdout).toContain('2 partitions with a lag below 7 hidden')
    const all = await describeLag('--all', '--min-lag', '999999999', '--json')
    expect(all.json().result).toMatchObject({groups: []})
  })

  it('shows one group among all', async () => {
    const {stdout, exitCode} = await describeLag('--all', '--topic', topic)
    expect(exitCode).toBe(0)
    expect(stdout).toContain(group)
  })

  it('ends with 6 when one of several does not exist', async () => {
    const {stdout, exitCode} = await describeLag(group, 'nobody-has-this')
    expect(exitCode).toBe(6)
    expect(stdout).toMatch(/ ! nobody-has-this .* \? .*does not exist/)
    expect(stdout.indexOf('nobody-has-this')).toBeLessThan(stdout.indexOf(group))
  })

  it.each([
    ['an unknown group', ['nope'], 2, 'GROUP_NOT_FOUND'],
    ['an unknown topic', [group, '--topic', 'nope'], 2, 'TOPIC_NOT_FOUND'],
    ['no group', [], 2, 'BAD_FLAG'],
    ['names together with --all', [group, '--all'], 2, 'BAD_FLAG'],
    ['a lag that is no number', [group, '--min-lag', '1k'], 2, 'BAD_FLAG'],
    ['a span without a unit', [group, '--over', '10'], 2, 'BAD_INPUT'],
    ['a pattern that is none', ['/(/'], 2, 'BAD_FLAG'],
    [
      'a broker that is not there',
      [group, '--brokers', '127.0.0.1:1', '--request-timeout', '1s'],
      4,
      'UNREACHABLE',
    ],
  ])('refuses %s', async (_what, argv, exitCode, code) => {
    const own = argv.includes('--brokers') ? argv : [...argv, ...brokers]
    const failed = await runCommand(LagDescribe, [...own, '--json'], 'lag:describe')
    expect(failed.exitCode).toBe(exitCode)
    expect(failed.json()).toMatchObject({ok: false, error: {code, exitCode}})
  })
})

describe('lag watch', () => {
  it('appends a line each time where there is no terminal', async () => {
    const {stdout, exitCode} = await watch(group, '--count', '2', '--interval', '100ms')
    expect(exitCode).toBe(0)
    const lines = stdout.trimEnd().split('\n')
    expect(lines).toHaveLength(2)
    expect(lines[0]).toMatch(new RegExp(`^\\d\\d:\\d\\d:\\d\\d {2}${group} {2}Empty {2}lag up to 16`))
    expect(lines[1]).toContain('steady')
  })

  it('prints a JSON document a line', async () => {
    const {stdout} = await watch(group, '--count', '2', '--interval', '100ms', '--json')
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as {partitions: unknown[]; trend: object})
    expect(records).toMatchObject([
      {group, members: 0, total: {lag: '16'}},
      {group, trend: {growthPerSecond: 0}},
    ])
    expect(records[0]?.partitions).toHaveLength(2)
  })

  it('ends at once when there is no such group', async () => {
    const {exitCode, stdout} = await watch('nope', '--json')
    expect(exitCode).toBe(2)
    expect(JSON.parse(stdout)).toMatchObject({ok: false, error: {code: 'GROUP_NOT_FOUND'}})
  })
})

describe('lag wait', () => {
  it('ends when the group is below', async () => {
    const done = await wait(group, '--below', '17', '--json')
    expect(done.exitCode).toBe(0)
    expect(done.json()).toMatchObject({ok: true, result: {group, lag: '16', below: '17', samples: 1}})
  })

  it('says how far it is when time is up', async () => {
    const late = await wait(group, '--below', '16', '--timeout', '300ms', '--interval', '100ms')
    expect(late.exitCode).toBe(3)
    expect(late.stdout).toBe('')
    expect(late.stderr).toContain(
      `Error: group "${group}" did not get below 16 within 300ms: its lag is up to 16`,
    )
  })

  it('goes on as soon as it has caught up', async () => {
    const kafka = await sharedKafka()
    const late = uniqueName('lag-late')
    await commitOffsets(kafka.connection(), late, {[topic]: {0: 0, 1: 0, 2: 0}})
    const waiting = wait(late, '--below', '1', '--interval', '100ms')
    await commitOffsets(kafka.connection(), late, {[topic]: {0: 10, 1: 10, 2: 10}})
    expect(await waiting).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('is below 1: lag 0') as string,
    })
  })

  it('takes the markers of transactions at the end of a log for nothing, as describe does', async () => {
    const [topic, group] = [uniqueName('lag-markers'), uniqueName('lag-markers')]
    const connection = (await sharedKafka()).connection()
    await createTopic(connection, topic)
    const open = await Promise.all(
      Array.from({length: 4}, async (_, n) => {
        const options = {transactionalId: `${topic}-${n}`, idempotent: true, maxInFlightRequests: 1}
        const producer = kafkaClient(connection).producer(options)
        await producer.connect()
        const transaction = await producer.transaction()
        await transaction.send({topic, messages: [{value: `${n}`}]})
        return {producer, transaction}
      }),
    )
    for (const {transaction, producer} of open) {
      await transaction.commit()
      await producer.disconnect()
    }
    await commitOffsets(connection, group, {[topic]: {0: 4}})
    const lagOf = async (...argv: string[]): Promise<unknown> =>
      (await describeLag(...argv, '--json')).json().result
    await until(async () => {
      const result = (await lagOf(group)) as LagReport
      return String(result.groups[0]?.partitions[0]?.highWatermark) === '8'
    })
    expect(await lagOf(group)).toMatchObject({groups: [{total: {lag: '0'}}]})
    expect(await lagOf(`/^${group}$/`)).toMatchObject({groups: [{total: {lag: '0'}}]})
    expect(await wait(group, '--below', '1', '--timeout', '5s')).toMatchObject({exitCode: 0})
  })

  it.each([
    ['a limit that no lag is below', ['--below', '0'], 'BAD_FLAG'],
    ['a time that no timer can take', ['--below', '1', '--timeout', '30d'], 'BAD_INPUT'],
    ['an interval that no timer can take', ['--below', '1', '--interval', '30d'], 'BAD_INPUT'],
  ])('refuses %s', async (_what, argv, code) => {
    const failed = await wait(group, ...argv, '--json')
    expect(failed.exitCode).toBe(2)
    expect(failed.json()).toMatchObject({ok: false, error: {code}})
  })

  it('looks at the named topics only', async () => {
    expect((await wait(group, '--below', '1', '--topic', `${topic}:1`)).exitCode).toBe(0)
  })
})
