import {readFile} from 'node:fs/promises'
import {beforeAll, expect, it} from 'vitest'
import TopicDescribe from '../../../src/commands/topic/describe.js'
import TopicList from '../../../src/commands/topic/list.js'
import TopicOffsets from '../../../src/commands/topic/offsets.js'
import TopicRate from '../../../src/commands/topic/rate.js'
import {testCluster, type TestCluster} from '../../helpers/clusters.js'
import {createTopic, produce, uniqueName} from '../../helpers/kafka.js'

/** Every path of a value with its type; items of an array are taken together. */
function shape(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => shape(item, `${path}[]`))
  if (value === null || typeof value !== 'object') return [`${path}: ${typeof value}`]
  return Object.entries(value).flatMap(([name, inner]) => shape(inner, `${path}.${name}`))
}

const topic = uniqueName('topic-json')
let cluster: TestCluster
let documented: string[]
beforeAll(async () => {
  const blocks = (await readFile('docs/topics.md', 'utf8')).matchAll(/```json\n([\s\S]*?)```/g)
  documented = [...blocks].map(([, json = '']) => json)
  cluster = await testCluster('one broker')
  await createTopic(cluster.sandbox.connection(), topic, {config: {'retention.ms': '604800000'}})
  await produce(cluster.sandbox.connection(), topic, ['a', 'b'])
})

it.each([
  ['list', TopicList, ['--size', '--config', 'retention.ms'], 0],
  ['describe', TopicDescribe, [], 1],
  ['offsets', TopicOffsets, ['--at', '2h'], 2],
  ['rate', TopicRate, ['--over', '100ms'], 3],
] as const)('topic %s prints JSON as it is documented', async (verb, command, argv, index) => {
  const {stdout, stderr, exitCode} = await cluster.run(command, `topic:${verb}`, topic, ...argv, '--json')
  expect({stderr, exitCode}).toEqual({stderr: '', exitCode: 0})
  const paths = (json: string): string[] => [...new Set(shape(JSON.parse(json)))].sort()
  // Where nothing is wrong, lists of what is are empty.
  const always = (path: string): boolean => !/\.(flags|offlineReplicas)\[\]/.test(path)
  expect(paths(stdout)).toEqual(paths(documented[index] ?? '').filter(always))
})

it('prints tables for people, within 80 columns', async () => {
  process.env['COLUMNS'] = '80'
  try {
    for (const [command, id, argv] of [
      [TopicList, 'topic:list', ['--size']],
      [TopicDescribe, 'topic:describe', ['--all-configs']],
      [TopicOffsets, 'topic:offsets', ['--at', '2h']],
      [TopicRate, 'topic:rate', ['--over', '100ms', '--zero']],
    ] as const) {
      const {stdout, exitCode} = await cluster.run(command, id, topic, ...argv)
      expect([id, exitCode]).toEqual([id, 0])
      expect(stdout).toContain(topic)
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    }
  } finally {
    delete process.env['COLUMNS']
  }
})
