import {connect} from 'node:net'
import {beforeAll, expect, test} from 'vitest'
import {openCluster} from '../../../src/lib/kafka/cluster.js'
import {listOffsets} from '../../../src/lib/kafka/list-offsets.js'
import {createTopic, produce, sharedKafka, uniqueName, type SharedKafka} from '../../helpers/kafka.js'

const topic = uniqueName('connection')

let kafka: SharedKafka
beforeAll(async () => {
  kafka = await sharedKafka()
  await createTopic(kafka.connection(), topic)
  await produce(kafka.connection(), topic, ['one'])
})

test('a cluster that is not the pinned one is refused before anything is asked of it', async () => {
  const cluster = openCluster({...kafka.connection(), name: 'prod', expectedClusterId: 'another'})
  try {
    const refusal = {
      code: 'REFUSED',
      message: `prod is pinned to cluster another, and ${kafka.clusterId} answered`,
    }
    await expect(cluster.info()).rejects.toMatchObject(refusal)
    await expect(cluster.toAny('ListGroups', {})).rejects.toMatchObject(refusal)
    await expect(cluster.coordinators(['group'])).rejects.toMatchObject(refusal)
  } finally {
    await cluster.close()
  }
})

test('every broker is reached through the socket factory, by the names that it goes by', async () => {
  const dialled: string[] = []
  const [host = '', port] = kafka.brokers[0]?.split(':') ?? []
  const cluster = openCluster({
    ...kafka.connection(),
    brokers: ['kafka-0.inside:9092'],
    socketFactory: (target) => {
      dialled.push(`${target.host}:${target.port}`)
      return connect({host, port: Number(port)}, target.onConnect)
    },
  })
  try {
    expect((await listOffsets(cluster, [{topic, partition: 0}], 'latest'))[0]?.offset).toBe(1n)
    expect(dialled).toEqual(['kafka-0.inside:9092', ...kafka.brokers])
  } finally {
    await cluster.close()
  }
})

test('closing ends at once, whatever is under way', async () => {
  const cluster = openCluster(kafka.connection())
  const connecting = cluster.info()
  await cluster.close()
  await expect(connecting).rejects.toMatchObject({code: 'INTERRUPTED'})
  await expect(cluster.info()).rejects.toMatchObject({code: 'INTERRUPTED'})
})
