import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {alterConfigs} from '../configs/alter.js'
import {describeConfigs} from '../configs/describe.js'
import type {ConfigChange, ConfigResource} from '../configs/types.js'
import {byTopic} from '../topic-partitions.js'
import type {PlannedMove} from './types.js'

const RATES = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'] as const
const REPLICAS = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'] as const

/** Limits on copying that are in force. Both halves are needed: a rate of brokers, and replicas that it is for. */
export interface Throttle {
  readonly brokers: readonly {
    readonly broker: number
    /** Bytes a second that it sends to throttled followers; undefined for no limit. */
    readonly sends: bigint | undefined
    readonly receives: bigint | undefined
  }[]
  /** Topics some or all of whose replicas are throttled. */
  readonly topics: readonly string[]
}

export const isThrottled = ({brokers, topics}: Throttle): boolean => brokers.length > 0 || topics.length > 0

/** The limits of all brokers, and of the topics named. @throws KbookError when one of them cannot be read. */
export async function readThrottle(cluster: Cluster, topics: readonly string[]): Promise<Throttle> {
  const {brokers} = await cluster.info()
  const broker = brokers.map(({id}) => ({type: 'broker', name: String(id)}) as const)
  const [rates, replicas] = await Promise.all([
    describeConfigs(cluster, broker, {names: RATES}),
    describeConfigs(
      cluster,
      topics.map((name) => ({type: 'topic', name}) as const),
      {names: REPLICAS},
    ),
  ])
  const failed = [...rates, ...replicas].find(({error}) => error)
  if (failed?.error) throw failed.error
  return {
    brokers: rates.flatMap(({entries, resource}) => {
      const rateOf = (name: string): bigint | undefined => {
        const entry = entries.find((one) => one.name === name)
        return entry?.source === 'broker' && entry.value !== null ? BigInt(entry.value) : undefined
      }
      const [sends, receives] = RATES.map(rateOf)
      return sends === undefined && receives === undefined
        ? []
        : [{broker: Number(resource.name), sends, receives}]
    }),
    topics: replicas
      .filter(({entries}) => entries.some(({value}) => value !== null && value !== ''))
      .map(({resource}) => resource.name),
  }
}

/** Limits what a broker sends to, and takes from, replicas that are throttled. */
export function setRate(cluster: Cluster, broker: number, bytesPerSecond: number): Promise<void> {
  const changes = RATES.map((name) => set(name, String(bytesPerSecond)))
  return alterConfigs(cluster, {type: 'broker', name: String(broker)}, changes)
}

/** Puts replicas of a topic under the limit: those that are copied from, and those that are copied to. */
export function throttleReplicas(
  cluster: Cluster,
  topic: string,
  moves: readonly Pick<PlannedMove, 'partition' | 'from' | 'adding'>[],
): Promise<void> {
  const list = (ids: 'from' | 'adding'): string =>
    moves.flatMap((move) => move[ids].map((id) => `${move.partition}:${id}`)).join(',')
  return alterConfigs(cluster, {type: 'topic', name: topic}, [
    set(REPLICAS[0], list('from')),
    set(REPLICAS[1], list('adding')),
  ])
}

/** Limits the copying for planned moves, as Kafka's own tool does, before they begin. */
export async function throttleMoves(
  cluster: Cluster,
  moves: readonly PlannedMove[],
  bytesPerSecond: number,
): Promise<Throttle> {
  const copied = moves.filter(({adding}) => adding.length > 0)
  const ids = new Set(copied.flatMap(({from, adding}) => [...from, ...adding]))
  const brokers = (await cluster.info()).brokers.map(({id}) => id).filter((id) => ids.has(id))
  const topics = byTopic(copied)
  await Promise.all(brokers.map((id) => setRate(cluster, id, bytesPerSecond)))
  for (const [name, rows] of topics) await throttleReplicas(cluster, name, rows)
  const rate = BigInt(bytesPerSecond)
  return {
    brokers: brokers.map((broker) => ({broker, sends: rate, receives: rate})),
    topics: [...topics.keys()],
  }
}

/** One thing that carries a part of a throttle. */
export const throttledResources = ({brokers, topics}: Throttle): ConfigResource[] => [
  ...topics.map((name) => ({type: 'topic', name}) as const),
  ...brokers.map(({broker}) => ({type: 'broker', name: String(broker)}) as const),
]

export const removeThrottleOf = (cluster: Cluster, resource: ConfigResource): Promise<void> =>
  alterConfigs(cluster, resource, (resource.type === 'broker' ? RATES : REPLICAS).map(unset))

/** Removes all of it, as far as it goes. @throws KbookError the first failure, once the rest was tried. */
export async function removeThrottle(cluster: Cluster, throttle: Throttle): Promise<void> {
  let first: KbookError | undefined
  for (const resource of throttledResources(throttle)) {
    try {
      await removeThrottleOf(cluster, resource)
    } catch (error) {
      // A topic that was deleted meanwhile has no throttle to remove.
      if (!(error instanceof KbookError)) throw error
      if (error.code !== 'TOPIC_NOT_FOUND') first ??= error
    }
  }
  if (first) throw first
}

const set = (name: string, value: string): ConfigChange => ({name, operation: 'set', value})
const unset = (name: string): ConfigChange => ({name, operation: 'delete', value: null})
