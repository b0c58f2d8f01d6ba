import {join} from 'node:path'
import {beforeAll, beforeEach, describe, expect, test} from 'vitest'
import {openHistoryView} from '../../src/lib/consumer/history/sqlite/view.js'
import {openCluster} from '../../src/lib/kafka/cluster.js'
import {Committer} from '../../src/lib/kafka/member/committer.js'
import {GroupMember} from '../../src/lib/kafka/member/group-member.js'
import {consumerScene, startConsumer, type Scene} from '../helpers/consumer-scene.js'
import {incident, runConsumer} from '../helpers/consumer.js'
import {scratchFolder} from '../helpers/scratch.js'
import {
  kafkaClient,
  kafkaTool,
  produce,
  sharedKafka,
  sharedRedpanda,
  until,
  type SharedKafka,
} from '../helpers/kafka.js'

let kafka: SharedKafka
beforeAll(async () => {
  kafka = await sharedKafka()
})

let scene: Scene
beforeEach(async () => {
  scene = await consumerScene(kafka.connection(), {partitions: 1})
})

const send = (...ids: string[]): Promise<void> =>
  produce(
    kafka.connection(),
    scene.topic,
    ids.map((id) => incident(id)),
  )

const once = (more = {}) => runConsumer({...scene.options, once: true, ...more})

test('what others publish is acted on; after a stop nothing runs again and nothing is lost', async () => {
  const lines = (...ids: string[]): string => ids.map((id) => `${incident(id)}\n`).join('')
  const publish = (text: string) =>
    kafkaTool(kafka, 'consoleProducer', ['--topic', scene.topic], {input: text})
  const first = startConsumer(scene.options)
  await first.seen('ready')
  await publish(lines('1', '2', '1'))
  await until(() => scene.done.length === 2)
  expect(await first.stop()).toMatchObject({reason: 'requested', pending: 0})
  await publish(lines('2', '3'))
  const second = startConsumer(scene.options)
  await until(() => scene.done.length === 3)
  expect(await second.stop()).toMatchObject({counts: {messages: 2, skipped: {repeated: 1}}})
  expect(scene.done).toEqual(['1', '2', '3'])
})

test('of transactions only what was committed is seen, and their markers are passed over', async () => {
  const producer = kafkaClient(kafka.connection()).producer({
    transactionalId: scene.group,
    maxInFlightRequests: 1,
  })
  await producer.connect()
  for (const [id, end] of [
    ['aborted', 'abort'],
    ['committed', 'commit'],
    ['aborted-too', 'abort'],
  ] as const) {
    const transaction = await producer.transaction()
    await transaction.send({topic: scene.topic, messages: [{value: incident(id)}]})
    await transaction[end]()
  }
  await producer.disconnect()
  const {summary} = await once()
  expect(summary).toMatchObject({reason: 'end-of-input', counts: {messages: 1}})
  expect(scene.done).toEqual(['committed'])
})

test('the whole loop speaks to what Redpanda speaks', async () => {
  const redpanda = await sharedRedpanda()
  const clientId = scene.group
  const connection = {...redpanda.connection(), clientId}
  await produce(kafka.connection(), scene.topic, [incident('1'), 'not json'])
  const {summary} = await once({source: {kind: 'kafka', connection}})
  expect(summary.counts).toMatchObject({messages: 2, succeeded: 1, dead: 1})
  const again = await once({source: {kind: 'kafka', connection}})
  expect(again.summary.counts).toMatchObject({messages: 0})
  expect(await redpanda.refusals(clientId)).toEqual([])
})

describe('other members', () => {
  const member = (instanceId: string): GroupMember =>
    new GroupMember(
      openCluster(kafka.connection()),
      {
        group: scene.group,
        topics: [scene.topic],
        instanceId,
        sessionTimeoutMs: 6000,
        heartbeatIntervalMs: 500,
      },
      {onContact: () => undefined, onTrouble: () => undefined},
    )

  test('of the group are named, and the run is refused', async () => {
    const other = member('somebody-else')
    await other.join()
    await expect(once()).rejects.toMatchObject({code: 'GROUP_ACTIVE', exitCode: 5})
    await other.leave()
  })

  test('that come later take partitions, which is told, and give them back when they leave', async () => {
    scene = await consumerScene(kafka.connection(), {partitions: 2})
    const running = startConsumer(scene.options)
    await running.seen('ready')
    const other = member('somebody-else')
    const generation = await other.join()
    expect(generation?.assigned).toHaveLength(1)
    expect(await running.seen('warning')).toMatchObject({
      message: expect.stringContaining('another member of the group reads 1 of 2') as string,
    })
    await other.leave()
    await running.seen('joined', 3)
    await produce(kafka.connection(), scene.topic, [
      {value: incident('1'), partition: 0},
      {value: incident('2'), partition: 1},
    ])
    await until(() => scene.done.length === 2)
    await running.stop()
  })

  test('that passed over messages meanwhile end the run, since nobody claimed those', async () => {
    scene = await consumerScene(kafka.connection(), {partitions: 2})
    const running = startConsumer(scene.options)
    await running.seen('ready')
    const other = member('somebody-else')
    const [taken] = (await other.join())?.assigned ?? []
    if (!taken) throw new Error('the other member got no partition')
    await produce(kafka.connection(), scene.topic, [
      {value: incident('passed-over'), partition: taken.partition},
    ])
    const cluster = openCluster(kafka.connection())
    const names = {group: scene.group, instanceId: 'somebody-else'}
    const committer = new Committer(cluster, other, names, 'another tool')
    committer.note({...taken, offset: 1n})
    await committer.flush()
    await cluster.close()
    await other.leave()
    await expect(running.run).rejects.toMatchObject({code: 'HISTORY_MISMATCH', exitCode: 5})
    expect(scene.done).toEqual([])
  })

  test('with a copy of its history end the older run, which says why', async () => {
    const running = startConsumer(scene.options)
    await running.seen('ready')
    const view = await openHistoryView(scene.options.history)
    const twin = member(`kbook-${view.info().uuid}`)
    view.close()
    await twin.join()
    await expect(running.run).rejects.toMatchObject({code: 'GROUP_ACTIVE', exitCode: 5})
    await twin.leave()
  })
})

test('a look without joining leaves no trace, wherever it reads', async () => {
  await send('1', '2')
  for (const mode of ['dry-run', 'no-commit'] as const) {
    const options = {
      mode,
      from: 'beginning',
      ...(mode === 'dry-run' ? {} : {history: join(scratchFolder(), 'h.db')}),
    }
    const {summary} = await once(options)
    expect(summary.counts).toMatchObject({messages: 2, matched: 2})
  }
  expect(scene.done).toEqual(['1', '2'])
  expect(await groupIds()).not.toContain(scene.group)
})

async function groupIds(): Promise<string[]> {
  const admin = kafkaClient(kafka.connection()).admin()
  await admin.connect()
  try {
    return (await admin.listGroups()).groups.map(({groupId}) => groupId)
  } finally {
    await admin.disconnect()
  }
}
