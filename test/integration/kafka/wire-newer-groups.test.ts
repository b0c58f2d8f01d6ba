import {afterAll, beforeAll, expect, it} from 'vitest'
import {openCluster, type Cluster} from '../../../src/lib/kafka/cluster.js'
import {describeGroups} from '../../../src/lib/kafka/describe-groups.js'
import {listGroups} from '../../../src/lib/kafka/list-groups.js'
import type {GroupDescription} from '../../../src/lib/kafka/types.js'
import {runJava} from '../../../src/lib/sandbox/java.js'
import {findRuntime} from '../../../src/lib/sandbox/runtime.js'
import {createTopic, sharedKafka, TOOL, uniqueName, until} from '../../helpers/kafka.js'
import type {SharedKafka} from '../../helpers/kafka.js'

const topic = uniqueName('newer')
const consumerGroup = uniqueName('kip-848')
const shareGroup = uniqueName('share')
const ending = new AbortController()
const running: Promise<unknown>[] = []

let kafka: SharedKafka
let cluster: Cluster
beforeAll(async () => {
  kafka = await sharedKafka()
  cluster = openCluster(kafka.connection())
  await createTopic(kafka.connection(), topic, {partitions: 2})
  await Promise.all([
    consume('consoleConsumer', consumerGroup, ['--consumer-property', 'group.protocol=consumer']),
    consume('consoleShareConsumer', shareGroup, []),
  ])
})
afterAll(async () => {
  ending.abort()
  await Promise.all(running)
  await cluster.close()
})

/** A console consumer that stays until the end of the tests. */
async function consume(tool: keyof typeof TOOL, group: string, more: readonly string[]): Promise<void> {
  const {java, classpath} = await findRuntime()
  const args = ['--bootstrap-server', kafka.brokers.join(), '--topic', topic, '--group', group, ...more]
  running.push(runJava({java, classpath, mainClass: TOOL[tool], args, signal: ending.signal}))
}

const settled = (group: string): Promise<GroupDescription> =>
  until(async () => {
    const [found] = await describeGroups(cluster, [group])
    return found?.state === 'Stable' && found.members[0]?.assignment?.length === 2 && found
  })

const both = [
  {topic, partition: 0},
  {topic, partition: 1},
]

it('a live group of the consumer protocol is never taken for dead', async () => {
  const group = await settled(consumerGroup)
  expect(group).toMatchObject({type: 'consumer', assignor: 'uniform', coordinator: 1, error: undefined})
  expect(group.epoch).toBeGreaterThan(0)
  expect(group.members).toMatchObject([{clientId: 'console-consumer', host: '127.0.0.1', assignment: both}])
})

it('a share group is described as one', async () => {
  const group = await settled(shareGroup)
  expect(group).toMatchObject({type: 'share', error: undefined})
  expect(group.members).toMatchObject([{clientId: 'console-share-consumer', assignment: both}])
})

it('both are listed with their kind, and described together with a group that does not exist', async () => {
  await Promise.all([settled(consumerGroup), settled(shareGroup)])
  const {groups} = await listGroups(cluster)
  const kinds = new Map(groups.map(({groupId, type}) => [groupId, type]))
  expect([kinds.get(consumerGroup), kinds.get(shareGroup)]).toEqual(['consumer', 'share'])

  const described = await describeGroups(cluster, [shareGroup, uniqueName('none'), consumerGroup])
  expect(described.map(({type, error}) => error?.code ?? type)).toEqual([
    'share',
    'GROUP_NOT_FOUND',
    'consumer',
  ])
})
