import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeLogDirs} from '../log-dirs.js'
import type {TopicInfo} from '../types.js'
import {activeController} from './controller.js'
import {brokerDisks, type BrokerDisks} from './disks.js'
import {brokerLoads, type BrokerLoad} from './load.js'

export interface BrokerRow extends BrokerLoad {
  /** Of all its log directories. */
  readonly bytes: bigint | undefined
  /** Undefined where the broker does not tell. */
  readonly usableBytes: bigint | undefined
  readonly totalBytes: bigint | undefined
  readonly offlineDirs: number
  /** Why its sizes are not known. */
  readonly error: KbookError | undefined
}

export interface BrokerList {
  readonly cluster: string
  readonly clusterId: string | undefined
  /** Those that are away first, then by id. */
  readonly brokers: readonly BrokerRow[]
  readonly topics: number
  readonly partitions: number
  /** Partitions that lack a copy in sync. */
  readonly underReplicated: number
  /** Partitions without a leader. */
  readonly leaderless: number
  /** Partitions that their first replica does not lead. */
  readonly notPreferred: number
}

/** Every broker, also one that is away but has replicas. One request to any of them, and one to each for sizes. */
export async function listBrokers(cluster: Cluster): Promise<BrokerList> {
  const info = await cluster.info()
  const [topics, dirs, controller] = await Promise.all([
    cluster.topics(),
    describeLogDirs(cluster),
    activeController(cluster),
  ])
  const disks = new Map(dirs.map((one) => [one.broker, brokerDisks(one)]))
  const brokers = brokerLoads(info, topics.values(), controller).map((load) =>
    brokerRow(load, disks.get(load.id)),
  )
  return {
    cluster: cluster.name,
    clusterId: info.clusterId,
    brokers: brokers.sort((a, b) => Number(a.alive) - Number(b.alive)),
    ...partitionTotals([...topics.values()]),
  }
}

export const brokerRow = (load: BrokerLoad, disks: BrokerDisks | undefined): BrokerRow => ({
  ...load,
  bytes: disks?.error ? undefined : disks?.bytes,
  usableBytes: disks?.usableBytes,
  totalBytes: disks?.totalBytes,
  offlineDirs: disks?.dirs.filter(({error}) => error).length ?? 0,
  error: disks?.error,
})

type Totals = Pick<BrokerList, 'topics' | 'partitions' | 'underReplicated' | 'leaderless' | 'notPreferred'>

function partitionTotals(topics: readonly TopicInfo[]): Totals {
  const partitions = topics.flatMap((topic) => topic.partitions)
  return {
    topics: topics.length,
    partitions: partitions.length,
    underReplicated: partitions.filter(({isr, replicas}) => isr.length < replicas.length).length,
    leaderless: partitions.filter(({leader}) => leader === undefined).length,
    notPreferred: partitions.filter(({leader, replicas}) => leader !== replicas[0]).length,
  }
}
