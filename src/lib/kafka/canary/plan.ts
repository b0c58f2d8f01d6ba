import type {Cluster} from '../cluster.js'
import {CANARY_TOPIC, type CanaryPlan} from './types.js'

const ROUNDS = 10
const REPLICAS = 3

/** A partition for each broker to lead, in a topic of its own that is made where it is not there. */
export async function planCanary(cluster: Cluster): Promise<CanaryPlan> {
  const {brokers} = await cluster.info()
  const ids = brokers.map(({id}) => id)
  const found = (await cluster.topics([CANARY_TOPIC], {refresh: true})).get(CANARY_TOPIC)
  if (!found || found.partitions.length === 0) {
    const targets = ids.map((broker, partition) => ({broker, partition}))
    return {topic: CANARY_TOPIC, create: newTopic(ids), targets, untried: [], rounds: ROUNDS}
  }
  const targets = ids.flatMap((broker) => {
    const led = found.partitions.find(({leader}) => leader === broker)
    return led ? [{broker, partition: led.partition}] : []
  })
  const untried = ids.filter((id) => !targets.some(({broker}) => broker === id))
  return {topic: CANARY_TOPIC, create: undefined, targets, untried, rounds: ROUNDS}
}

const newTopic = (ids: readonly number[]): NonNullable<CanaryPlan['create']> => ({
  name: CANARY_TOPIC,
  assignment: ids.map((_, first) =>
    Array.from({length: Math.min(REPLICAS, ids.length)}, (_, n) => ids[(first + n) % ids.length] ?? 0),
  ),
  configs: {'retention.ms': '3600000', 'cleanup.policy': 'delete'},
})
