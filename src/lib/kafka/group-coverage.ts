import type {Cluster} from './cluster.js'
import {kafkaError} from './error-map.js'
import {ERROR_CODE} from './protocol/errors.js'
import type {BrokerFailure} from './types.js'

/** A group lives on one partition of it, and that partition's leader is its coordinator. */
const STATE_TOPIC = '__consumer_offsets'
/** Metadata requests below this version create the topics that they ask for. */
const NOT_CREATING = 4

/** What one broker believes about the partitions that groups live on. */
export interface CoverageView {
  readonly broker: number
  /** The replicas of each partition, the preferred leader first. */
  readonly replicas: ReadonlyMap<number, readonly number[]>
  /** Partitions that the broker itself leads. */
  readonly led: readonly number[]
}

/**
 * Sent ahead of ListGroups on the same connection: a broker leaves out, without a word, the groups of what it does not
 * lead (yet). Nothing is known to be missing where the topic is not there, as before the first group, or not to be
 * seen.
 */
export async function coverageView(
  cluster: Pick<Cluster, 'toBroker'>,
  broker: number,
): Promise<CoverageView> {
  const body = {topics: [{name: STATE_TOPIC}], allowAutoTopicCreation: false}
  const {topics} = await cluster.toBroker(broker, 'Metadata', body, {minVersion: NOT_CREATING})
  const partitions = topics[0]?.partitions ?? []
  return {
    broker,
    replicas: new Map(partitions.map(({partitionIndex, replicaNodes}) => [partitionIndex, replicaNodes])),
    led: partitions.filter(({leaderId}) => leaderId === broker).map(({partitionIndex}) => partitionIndex),
  }
}

/**
 * The brokers that should tell of groups and did not: partitions that none of those who answered leads, by their
 * preferred leader. `failed` are those of which it is known already. Pure.
 */
export function uncovered(views: readonly CoverageView[], failed: readonly number[]): BrokerFailure[] {
  const led = new Set(views.flatMap((view) => view.led))
  const missing = new Map<number, number[]>()
  for (const [partition, replicas] of views.flatMap((view) => [...view.replicas])) {
    const [home = -1] = replicas
    const explained = replicas.some((id) => failed.includes(id))
    if (!led.has(partition) && !explained) missing.set(home, [...(missing.get(home) ?? []), partition])
  }
  return [...missing].map(([broker, partitions]) => {
    const distinct = [...new Set(partitions)].sort((a, b) => a - b)
    const [first = 0] = distinct
    const more = distinct.length > 1 ? `nor have ${distinct.length - 1} more of its partitions` : undefined
    return {broker, error: kafkaError(ERROR_CODE.leaderNotAvailable, `${STATE_TOPIC}-${first}`, more)}
  })
}
