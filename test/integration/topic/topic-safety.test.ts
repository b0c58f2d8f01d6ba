import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {ConfigResourceTypes} from 'kafkajs'
import {beforeAll, describe, expect, it} from 'vitest'
import TopicAlter from '../../../src/commands/topic/alter.js'
import TopicApply from '../../../src/commands/topic/apply.js'
import TopicCreate from '../../../src/commands/topic/create.js'
import TopicDelete from '../../../src/commands/topic/delete.js'
import TopicDescribe from '../../../src/commands/topic/describe.js'
import TopicList from '../../../src/commands/topic/list.js'
import TopicOffsets from '../../../src/commands/topic/offsets.js'
import TopicRate from '../../../src/commands/topic/rate.js'
import TopicTrim from '../../../src/commands/topic/trim.js'
import TopicUndo from '../../../src/commands/topic/undo.js'
import {layout} from '../../../src/lib/sandbox/paths.js'
import {testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, kafkaClient, produce, uniqueName} from '../../helpers/kafka.js'
import {scratchFolder} from '../../helpers/scratch.js'

const folder = scratchFolder()
const file = (text: string): string => {
  const path = join(folder, `${uniqueName('topics')}.yaml`)
  writeFileSync(path, text)
  return path
}

/** Topics, settings and log starts, as another client sees them. */
async function seen(cluster: TestCluster, topic: string): Promise<unknown> {
  const admin = kafkaClient(cluster.sandbox.connection()).admin()
  await admin.connect()
  try {
    const [offsets, {resources}] = await Promise.all([
      admin.fetchTopicOffsets(topic),
      admin.describeConfigs({
        includeSynonyms: false,
        resources: [{type: ConfigResourceTypes.TOPIC, name: topic}],
      }),
    ])
    const own = resources[0]?.configEntries.map(({configName, configValue}) => `${configName}=${configValue}`)
    return {offsets, own, there: await admin.listTopics().then((all) => all.includes(topic))}
  } finally {
    await admin.disconnect()
  }
}

const topic = uniqueName('topic-safety')
let cluster: TestCluster
beforeAll(async () => {
  cluster = await testCluster('one broker')
  await createTopic(cluster.sandbox.connection(), topic, {config: {'retention.ms': '604800000'}})
  await produce(cluster.sandbox.connection(), topic, ['a', 'b', 'c'])
})

describe('a change', () => {
  const changes = (): [string, unknown, string, string[]][] => [
    ['create', TopicCreate, 'topic:create', [`${topic}-2`]],
    ['alter', TopicAlter, 'topic:alter', [topic, '--set', 'retention.ms=1000', '--partitions', '3']],
    ['apply', TopicApply, 'topic:apply', ['-f', file(`topics: {${topic}: {partitions: 2}}\n`)]],
    ['trim', TopicTrim, 'topic:trim', [topic, '--to', 'end']],
    ['delete', TopicDelete, 'topic:delete', [topic]],
  ]

  it('is not made without a terminal, nor by a dry run, and both show the plan', async () => {
    const before = await seen(cluster, topic)
    for (const [name, command, id, argv] of changes()) {
      const refused = await cluster.run(command, id, ...argv)
      expect([name, refused.exitCode]).toEqual([name, 5])
      expect(refused.stderr).toContain('nothing was changed')
      const dry = await cluster.run(command, id, ...argv, '--dry-run')
      expect([name, dry.exitCode, dry.stderr]).toEqual([name, 0, ''])
      const words = (text: string): string => text.replaceAll(/ +/g, ' ')
      expect(words(refused.stderr)).toContain(words(dry.stdout.split('\n')[0] ?? '-'))
    }
    expect(await seen(cluster, topic)).toEqual(before)
    const made = await cluster.run(TopicDescribe, 'topic:describe', `${topic}-2`)
    expect(made.exitCode).toBe(2)
  })

  it('needs the name of a protected cluster, which --yes does not replace', async () => {
    const guarded = await testCluster('one broker', {protected: true})
    const refused = await guarded.run(TopicDelete, 'topic:delete', topic, '--yes', '--json')
    expect(refused.json().error).toMatchObject({code: 'PROTECTED', exitCode: 5})
    expect(await seen(cluster, topic)).toMatchObject({there: true})
  })

  it('tells each row where some fail', async () => {
    const names = [`${topic}.x`, `${topic}_x`]
    const run = await cluster.run(TopicCreate, 'topic:create', ...names, '--yes', '--json')
    expect(run.exitCode).toBe(6)
    expect(run.json()).toMatchObject({
      ok: false,
      result: {
        rows: [
          {status: 'done'},
          {
            status: 'failed',
            error: {message: expect.stringMatching(/collides with .* differ in/) as unknown},
          },
        ],
      },
    })
  })

  it('leaves internal topics alone unless told', async () => {
    for (const [command, id, argv] of [
      [TopicDelete, 'topic:delete', []],
      [TopicTrim, 'topic:trim', ['--to', 'end']],
      [TopicAlter, 'topic:alter', ['--set', 'retention.ms=1']],
    ] as const) {
      const run = await cluster.run(command, id, '__consumer_offsets', ...argv, '--yes', '--json')
      // Where no group has committed yet, there is none.
      expect(run.json().error?.code).toMatch(/REFUSED|TOPIC_NOT_FOUND/)
    }
  })
})

describe('bad input', () => {
  it.each([
    ['no topic', TopicDescribe, 'topic:describe', [], 'BAD_FLAG'],
    ['no topic to make', TopicCreate, 'topic:create', [], 'BAD_FLAG'],
    ['no topic to delete', TopicDelete, 'topic:delete', [], 'BAD_FLAG'],
    ['an unknown topic', TopicOffsets, 'topic:offsets', [`${topic}x`], 'TOPIC_NOT_FOUND'],
    ['an unknown partition', TopicOffsets, 'topic:offsets', [`${topic}:7`], 'NOT_FOUND'],
    ['a partition that is no number', TopicTrim, 'topic:trim', [`${topic}:a`, '--to', 'end'], 'BAD_FLAG'],
    ['a pattern that is none', TopicList, 'topic:list', ['/(/'], 'BAD_FLAG'],
    ['a pattern that nothing matches', TopicList, 'topic:list', ['/^no-such/'], 'TOPIC_NOT_FOUND'],
    ['a setting that topics do not have', TopicList, 'topic:list', [topic, '--config', 'nope'], 'BAD_FLAG'],
    ['a setting to change that is none', TopicAlter, 'topic:alter', [topic, '--set', 'nope=1'], 'BAD_FLAG'],
    [
      'a value that the broker refuses',
      TopicAlter,
      'topic:alter',
      [topic, '--set', 'retention.ms=x'],
      'BAD_INPUT',
    ],
    ['nothing to change', TopicAlter, 'topic:alter', [topic], 'BAD_FLAG'],
    ['no partitions', TopicAlter, 'topic:alter', [topic, '--partitions', '0'], 'BAD_FLAG'],
    ['too many replicas', TopicCreate, 'topic:create', ['x', '--replicas', '9'], 'BAD_INPUT'],
    ['a bad name', TopicCreate, 'topic:create', ['a/b'], 'BAD_INPUT'],
    ['an unknown setting at once', TopicCreate, 'topic:create', ['x', '--config', 'nope=1'], 'BAD_INPUT'],
    [
      'both numbers and brokers',
      TopicCreate,
      'topic:create',
      ['x', '--partitions', '1', '--replica-assignment', '1'],
      'BAD_FLAG',
    ],
    ['an offset beyond the end', TopicTrim, 'topic:trim', [topic, '--to-offset', '99'], 'BAD_INPUT'],
    ['no position', TopicTrim, 'topic:trim', [topic], 'BAD_FLAG'],
    ['a time that is none', TopicOffsets, 'topic:offsets', [topic, '--at', '1700000000'], 'BAD_FLAG'],
    ['a window without a unit', TopicRate, 'topic:rate', [topic, '--over', '10'], 'BAD_INPUT'],
    ['no change to undo', TopicUndo, 'topic:undo', [], 'BAD_FLAG'],
    ['an unknown change', TopicUndo, 'topic:undo', ['ffffffff'], 'NOT_FOUND'],
    ['no file', TopicApply, 'topic:apply', [], 'BAD_FLAG'],
    ['a file that is not there', TopicApply, 'topic:apply', ['-f', '/none.yaml'], 'BAD_CONFIG'],
  ] as const)('%s is refused', async (_what, command, id, argv, code) => {
    const run = await cluster.run(command, id, ...argv, '--json')
    expect(run.json()).toMatchObject({ok: false, error: {code}})
    expect(run.exitCode).toBe(2)
  })

  it('is told with its place in the file', async () => {
    const path = file(`topics:\n  ${topic}:\n    config:\n      retention.ms: never\n`)
    const refused = await cluster.run(TopicApply, 'topic:apply', '-f', path, '--json')
    expect(refused.json().error).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining(`${path}:4:7: `) as unknown,
    })
  })

  it('is told with the place of a setting that there is not, also of a topic that is new', async () => {
    for (const name of [topic, uniqueName('topic-safety')]) {
      const path = file(`topics:\n  ${name}:\n    config:\n      retention.ms: 5000\n      retentoin.ms: 5\n`)
      const refused = await cluster.run(TopicApply, 'topic:apply', '-f', path, '--json')
      expect(refused.json().error?.message).toContain(`${path}:5:7: `)
    }
  })

  it('is refused where two new topics would collide', async () => {
    const name = uniqueName('topic-safety')
    const path = file(`topics:\n  ${name}.a: {}\n  ${name}_a: {}\n`)
    const refused = await cluster.run(TopicApply, 'topic:apply', '-f', path, '--dry-run', '--json')
    expect(refused.json().error).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining(`${path}:3:3: topic "${name}_a" differs from "${name}.a"`) as unknown,
    })
  })

  it('takes no partitions away', async () => {
    const name = uniqueName('topic-safety')
    await createTopic(cluster.sandbox.connection(), name, {partitions: 3})
    const path = file(`topics: {${name}: {partitions: 2, replicas: 2}}\n`)
    const refused = await cluster.run(TopicApply, 'topic:apply', '-f', path, '--yes', '--json')
    expect(refused.json().error).toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('never takes any away') as unknown,
    })
    const other = file(`topics: {${name}: {replicas: 2}}\n`)
    const said = await cluster.run(TopicApply, 'topic:apply', '-f', other, '--yes')
    expect(said.stdout).toContain(`kbook topic reassign ${name} --replication-factor 2`)
  })
})

describe('a user without rights', () => {
  it('is told which one is missing', async () => {
    const admin = await testCluster('SASL over TLS')
    const secret = uniqueName('topic-secret')
    await createTopic(admin.sandbox.connection(), secret)
    const guest = await testCluster('SASL over TLS', {
      'sasl.username': 'guest',
      'sasl.password_file': layout(admin.sandbox.dir).password('guest'),
    })
    for (const [command, id, argv, right] of [
      [TopicDescribe, 'topic:describe', [secret], `--operation Describe --topic ${secret}`],
      [TopicOffsets, 'topic:offsets', [secret], `--operation Describe --topic ${secret}`],
      [TopicDelete, 'topic:delete', [secret, '--yes'], `--operation Describe --topic ${secret}`],
      [TopicCreate, 'topic:create', [`${secret}-2`, '--yes'], `--operation Create --topic ${secret}-2`],
    ] as const) {
      const run = await guest.run(command, id, ...argv, '--json')
      expect(run.json().error).toMatchObject({code: 'NOT_AUTHORIZED', exitCode: 5})
      expect(run.json().error?.hints.join('\n')).toContain(right)
      const denied = command === TopicCreate ? 'not allowed to create topic' : 'not allowed to see topic'
      expect(run.json().error?.message).toContain(denied)
    }
    const list = await guest.run(TopicList, 'topic:list')
    // Other tests may let the same user see a topic of theirs.
    expect(list.exitCode).toBe(0)
    expect(list.stdout).not.toContain(secret)
  })
})
