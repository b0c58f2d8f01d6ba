import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, beforeEach, expect, test} from 'vitest'
import {loadConsumerConfig} from '../../../../../src/lib/consumer/config/load.js'
import {
  planConsume,
  type ConsumePlan,
  type ConsumeRequest,
} from '../../../../../src/lib/consumer/service/plan.js'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kbook-plan-'))
})
afterEach(() => rm(directory, {recursive: true}))

const KAFKA = 'kafka: {consumer_group_id: team/oozie, topics: [sre]}'
const plan = async (request: ConsumeRequest, ...lines: string[]): Promise<ConsumePlan> => {
  const file = join(directory, 'c.yaml')
  const conditions = 'incident_conditions: [{active: true, tags: {a: b}, alert_actions: [x]}]'
  await writeFile(file, [conditions, ...lines].join('\n'))
  const config = await loadConsumerConfig({file, env: {}})
  return planConsume(request, config, {XDG_STATE_HOME: '/state'})
}

test('nothing asked: the topics of the configuration, a history of the group', async () => {
  const {source, consumer, service} = await plan({}, KAFKA)
  expect(source).toEqual({kind: 'kafka'})
  expect(consumer).toMatchObject({
    history: '/state/kbook/history/team%2Foozie.db',
    mode: 'run',
    graceMs: 110_000,
  })
  expect(service).toMatchObject({readyAfterMs: 30_000, listen: undefined})
})

test('a file in the place of the topics has a history of its own', async () => {
  const {source, consumer, service} = await plan({file: 'in.jsonl'}, KAFKA)
  expect(source).toEqual({kind: 'file', path: 'in.jsonl', follow: false})
  expect(consumer.history).toBe('/state/kbook/history/team%2Foozie-file.db')
  expect(service.pidFile).toBeUndefined()
})

test('a file that the configuration names is its source', async () => {
  const {source} = await plan({}, 'source: {file: in.jsonl}')
  expect(source).toMatchObject({kind: 'file', path: join(directory, 'in.jsonl')})
})

test('the request comes before the configuration', async () => {
  const lines = [KAFKA, 'grace: 5s', 'listen: "1"', 'pid_file: a.pid', 'history: {path: a.db}']
  const configured = await plan({}, ...lines)
  expect(configured.consumer).toMatchObject({graceMs: 5000, history: join(directory, 'a.db')})
  expect(configured.service).toMatchObject({listen: '1', pidFile: join(directory, 'a.pid')})
  const asked = await plan({grace: '2m', listen: '2', pidFile: 'b.pid', history: 'b.db'}, ...lines)
  expect(asked.consumer).toMatchObject({graceMs: 120_000, history: 'b.db'})
  expect(asked.service).toMatchObject({listen: '2', pidFile: 'b.pid'})
})

test.each([
  [{dryRun: true}, 'dry-run'],
  [{noCommit: true}, 'no-commit'],
  [{partitions: [2]}, 'no-commit'],
  [{partitions: [2], dryRun: true}, 'dry-run'],
])('%j reads as %s', async (request, mode) => {
  expect((await plan(request, KAFKA)).consumer.mode).toBe(mode)
})

test('what does not fit together is told', async () => {
  await expect(plan({source: 'file'}, KAFKA)).rejects.toThrow('the file source needs a file')
  await expect(plan({source: 'kafka'}, 'source: {file: in.jsonl}')).rejects.toThrow(
    'says nothing about Kafka',
  )
  await expect(plan({from: 'yesterday'}, KAFKA)).rejects.toThrow('is no place to start from')
  await expect(plan({grace: '5'}, KAFKA)).rejects.toThrow('is not a duration')
})

test.each([
  [{file: 'x', topics: ['t']}, '--topic does not go with a file'],
  [{file: 'x', partitions: [3]}, '--partition does not go with a file'],
  [{file: 'x', source: 'kafka'}, '--file does not go with --source kafka'],
  [{follow: true}, '--follow does not go with Kafka'],
  [{file: 'x', follow: true, once: true}, '--follow does not go with --once'],
] as const)('what would be ignored is refused: %j', async (request, message) => {
  await expect(plan(request, KAFKA)).rejects.toMatchObject({
    code: 'BAD_INPUT',
    exitCode: 2,
    message: expect.stringContaining(message) as string,
  })
})
