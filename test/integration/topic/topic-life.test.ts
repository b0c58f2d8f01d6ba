import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {ConfigResourceTypes, ConfigSource} from 'kafkajs'
import {beforeAll, expect, it} from 'vitest'
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
import {onEachCluster, type TestCluster} from '../../helpers/clusters.js'
import {commitOffsets, kafkaClient, kafkaTool, produce, uniqueName, until} from '../../helpers/kafka.js'
import type {CommandRun} from '../../helpers/run-command.js'
import {scratchFolder} from '../../helpers/scratch.js'

/** The settings that the topic has itself, as another client sees them. */
async function ownSettings({sandbox}: TestCluster, topic: string): Promise<string[]> {
  const admin = kafkaClient(sandbox.connection()).admin()
  await admin.connect()
  try {
    const resources = [{type: ConfigResourceTypes.TOPIC, name: topic}]
    const found = await admin.describeConfigs({includeSynonyms: false, resources})
    const entries = found.resources[0]?.configEntries ?? []
    const own = entries.filter(({configSource}) => configSource === ConfigSource.TOPIC_CONFIG)
    return own.map(({configName, configValue}) => `${configName}=${configValue}`).sort()
  } finally {
    await admin.disconnect()
  }
}

/** What Kafka's own tool says of a topic: numbers, and the settings that the topic has itself. */
async function described({target}: TestCluster, topic: string) {
  const {stdout} = await kafkaTool(target, 'topics', ['--describe', '--topic', topic])
  const [, partitions, replicas, configs = ''] =
    /PartitionCount: (\d+)\s+ReplicationFactor: (\d+)\s+Configs: (\S*)/.exec(stdout) ?? []
  // A value may hold commas itself: what stands before the next `=` is a name.
  const settings = configs.split(/,(?=[^,=]+=)/).filter((pair) => !pair.startsWith('min.insync.replicas'))
  return {partitions: Number(partitions), replicas: Number(replicas), settings: settings.sort()}
}

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what JSON holds is for the test to say
const result = <T = unknown>(run: CommandRun): T => {
  expect({code: run.exitCode, stderr: run.exitCode === 0 ? '' : run.stdout}).toEqual({code: 0, stderr: ''})
  return run.json().result as T
}

onEachCluster((cluster, kind) => {
  const topic = uniqueName('topic-life')
  // Recent, or retention takes them.
  const began = Math.floor(Date.now() / 60_000 - 60) * 60_000
  const minute = (n: number): string => new Date(began + n * 60_000).toISOString()
  const group = uniqueName('topic-life')
  let found: TestCluster
  beforeAll(async () => {
    found = await cluster()
  })

  it('creates a topic, and leaves one that exists alone', async () => {
    const replicas = String(found.size)
    const config = ['--config', 'retention.ms=604800000', '--config', 'cleanup.policy=compact,delete']
    const shape = ['--partitions', '3', '--replicas', replicas, ...config]
    const made = await found.run(TopicCreate, 'topic:create', topic, ...shape, '--yes', '--json')
    expect(result(made)).toMatchObject({applied: true, rows: [{status: 'done'}]})
    const again = await found.run(TopicCreate, 'topic:create', topic, '--if-not-exists', '--yes', '--json')
    expect(result(again)).toMatchObject({applied: false, plan: {existing: [topic], steps: []}})
    const refused = await found.run(TopicCreate, 'topic:create', topic, '--yes', '--json')
    expect(refused.json().error).toMatchObject({code: 'BAD_INPUT', exitCode: 2})
  })

  it('alters settings, keeps every other, and makes topics as a file says', async () => {
    const argv = ['--set', 'max.message.bytes=2000000', '--subtract', 'cleanup.policy=compact']
    const altered = await found.run(TopicAlter, 'topic:alter', topic, ...argv, '--yes', '--json')
    const {id} = result<{id: string}>(altered)
    const file = join(scratchFolder(), 'topics.yaml')
    const other = `${topic}.new`
    writeFileSync(
      file,
      `topics:\n  ${topic}: {partitions: 4, config: {segment.ms: 86400000}}\n` +
        `  ${other}: {partitions: 2, replicas: 1, config: {compression.type: zstd}}\n`,
    )
    const applied = await found.run(TopicApply, 'topic:apply', '-f', file, '--yes', '--json')
    expect(result(applied)).toMatchObject({rows: [{status: 'done'}, {status: 'done'}, {status: 'done'}]})
    // Brokers hear of a change one after the other.
    await until(async () => {
      const same = await found.run(TopicApply, 'topic:apply', '-f', file, '--dry-run', '--json')
      const {plan} = (same.json().result ?? {}) as {plan?: {unchanged: string[]}}
      return plan?.unchanged.length === 2
    })
    const [mine, theirs] = await Promise.all([described(found, topic), described(found, other)])
    expect(mine).toEqual({
      partitions: 4,
      replicas: found.size,
      settings: [
        'cleanup.policy=delete',
        'max.message.bytes=2000000',
        'retention.ms=604800000',
        'segment.ms=86400000',
      ],
    })
    expect(theirs).toEqual({partitions: 2, replicas: 1, settings: ['compression.type=zstd']})

    const undone = await found.run(TopicUndo, 'topic:undo', id, '--yes', '--json')
    expect(result(undone)).toMatchObject({plan: {undoes: id, changedSince: []}, rows: [{status: 'done'}]})
    await expect
      .poll(() => ownSettings(found, topic))
      .toEqual(['cleanup.policy=compact,delete', 'retention.ms=604800000', 'segment.ms=86400000'])
    const listed = await found.run(TopicUndo, 'topic:undo', '--list', '--json')
    expect(result<{id: string}[]>(listed).map((one) => one.id)).toContain(id)
  })

  it('tells partitions, offsets, sizes, settings and rates', async () => {
    const connection = found.sandbox.connection()
    const messages = Array.from({length: 30}, (_, n) => ({
      value: `${n}`,
      key: `${n}`,
      partition: n % 3,
      timestamp: String(Date.parse(minute(n))),
    }))
    await produce(connection, topic, messages)
    await commitOffsets(connection, group, {[topic]: {0: 2, 1: 10}})
    const one = await found.run(TopicDescribe, 'topic:describe', topic, '--json')
    expect(result(one)).toMatchObject({
      topics: [
        {
          name: topic,
          replicas: found.size,
          messages: '30',
          partitions: [{end: '10', flags: []}, {messages: '10'}, {start: '0'}, {end: '0'}],
          config: expect.arrayContaining([
            expect.objectContaining({name: 'segment.ms', value: '86400000'}),
          ]) as unknown,
        },
      ],
    })
    const list = await found.run(
      TopicList,
      'topic:list',
      topic,
      '--size',
      '--config',
      'retention.ms',
      '--json',
    )
    const {topics} = result<{topics: {size: string}[]}>(list)
    expect(topics).toMatchObject([{name: topic, partitions: 4, config: {'retention.ms': '604800000'}}])
    expect(Number(topics[0]?.size)).toBeGreaterThan(0)
    const at = ['--at', minute(14)]
    const offsets = await found.run(TopicOffsets, 'topic:offsets', `${topic}:0,3`, ...at, '--json')
    expect(result(offsets)).toMatchObject({
      partitions: [{latest: '10', lastStable: '10', at: {offset: '5', timestamp: minute(15)}}, {at: null}],
    })
    // Redpanda does not tell the newest timestamp.
    const newest = result<{partitions: {newest?: unknown}[]}>(offsets).partitions[0]?.newest
    expect(newest).toEqual(kind === 'Redpanda' ? undefined : {offset: '9', timestamp: minute(27)})
    const rate = await found.run(TopicRate, 'topic:rate', topic, '--over', '100ms', '--json')
    expect(result(rate)).toMatchObject({topics: [{topic, messagesPerSecond: 0}]})
  })

  it('trims a topic, naming who loses messages', async () => {
    await found.run(TopicAlter, 'topic:alter', topic, '--set', 'cleanup.policy=compact', '--yes')
    const refused = await found.run(TopicTrim, 'topic:trim', topic, '--to', 'end', '--yes', '--json')
    expect(refused.json().error).toMatchObject({code: 'REFUSED'})
    await found.run(TopicAlter, 'topic:alter', topic, '--set', 'cleanup.policy=delete', '--yes')
    const some = await found.run(TopicTrim, 'topic:trim', `${topic}:0`, '--to-offset', '5', '--yes', '--json')
    expect(result(some)).toMatchObject({plan: {losses: [{group, lost: '3'}]}, rows: [{status: 'done'}]})
    const time = ['--to-timestamp', minute(20)]
    result(await found.run(TopicTrim, 'topic:trim', `${topic}:1`, ...time, '--yes', '--json'))
    result(await found.run(TopicTrim, 'topic:trim', `${topic}:2,3`, '--to', 'end', '--yes', '--json'))
    const {stdout} = await kafkaTool(found.target, 'getOffsets', ['--topic', topic, '--time', '-2'])
    expect(stdout.trim().split('\n').sort()).toEqual([
      `${topic}:0:5`,
      `${topic}:1:7`,
      `${topic}:2:10`,
      `${topic}:3:0`,
    ])
  })

  it('deletes topics, after telling who reads them and when they were written last', async () => {
    const words = [topic, `/^${topic}[.]new$/`]
    const plan = await found.run(TopicDelete, 'topic:delete', ...words, '--dry-run', '--json')
    const {plan: planned} = result<{plan: {topics: object[]; readers: {groups: object[]}}}>(plan)
    expect(planned.topics).toMatchObject([
      {name: topic, partitions: 4, messages: '8', lastWrite: minute(28)},
      {name: `${topic}.new`, messages: '0'},
    ])
    expect(planned.readers.groups).toMatchObject([{group, members: 0, topics: [topic]}])
    const deleted = await found.run(TopicDelete, 'topic:delete', ...words, '--yes', '--json')
    expect(result(deleted)).toMatchObject({applied: true, rows: [{status: 'done'}, {status: 'done'}]})
    const admin = kafkaClient(found.sandbox.connection()).admin()
    await admin.connect()
    try {
      await expect
        .poll(async () => (await admin.listTopics()).filter((name) => name.startsWith(topic)))
        .toEqual([])
    } finally {
      await admin.disconnect()
    }
  })
})
