import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {describeConfigs} from '../configs/describe.js'
import type {ConfigEntry} from '../configs/types.js'
import {describeLogDirs} from '../log-dirs.js'
import type {PartitionInfo, TopicInfo} from '../types.js'
import {activeController} from './controller.js'
import {brokerDisks, type DiskUse} from './disks.js'
import {brokerRow, type BrokerRow} from './list.js'
import {brokerLoads} from './load.js'
import {releaseOf, type Release} from './release.js'
import {requireBrokers} from './select.js'

/** What is wrong with a partition from where one broker stands, worst first. */
export type Trouble = 'leaderless' | 'offline' | 'out-of-sync' | 'under-replicated'

export interface TroubledPartition extends Pick<
  PartitionInfo,
  'topic' | 'partition' | 'leader' | 'replicas' | 'isr'
> {
  readonly trouble: Trouble
}

export interface BrokerDescription {
  readonly cluster: string
  readonly broker: BrokerRow
  /** Undefined for a broker that is away. */
  readonly release: Release | undefined
  /** Partitions of which it has a copy, and that are not as they should be; worst first. */
  readonly troubled: readonly TroubledPartition[]
  readonly dirs: readonly DiskUse[]
  /** Settings that somebody has set: dynamic ones and those of its file. */
  readonly configs: readonly ConfigEntry[]
  /** What could not be read. */
  readonly errors: readonly KbookError[]
}

/**
 * One broker in depth. One that is away is described by the replicas that it should have.
 *
 * @throws KbookError `NOT_FOUND` when nothing in the cluster knows of it.
 */
export async function describeBroker(cluster: Cluster, id: number): Promise<BrokerDescription> {
  const info = await cluster.info({refresh: true})
  const [topics, controller] = await Promise.all([cluster.topics(), activeController(cluster)])
  const load = brokerLoads(info, topics.values(), controller).find((one) => one.id === id)
  if (!load) requireBrokers(info, [id])
  if (!load) throw new KbookError('NOT_FOUND', `there is no broker ${id}`)
  const troubled = troubledPartitions(id, topics.values())
  if (!load.alive) {
    const broker = brokerRow(load, undefined)
    return {cluster: cluster.name, broker, release: undefined, troubled, dirs: [], configs: [], errors: []}
  }
  const [dirs, configs, release] = await Promise.all([
    describeLogDirs(cluster, {brokers: [id]}),
    describeConfigs(cluster, [{type: 'broker', name: String(id)}]),
    askRelease(cluster, id),
  ])
  const disks = dirs.map(brokerDisks)[0]
  const errors = [disks?.error, configs[0]?.error, release instanceof KbookError ? release : undefined]
  return {
    cluster: cluster.name,
    broker: brokerRow(load, disks),
    release: release instanceof KbookError ? undefined : release,
    troubled,
    dirs: disks?.dirs ?? [],
    configs: configs[0]?.entries.filter(({source}) => source !== 'default') ?? [],
    errors: errors.filter((error) => error !== undefined),
  }
}

const SEVERITY: readonly Trouble[] = ['leaderless', 'offline', 'out-of-sync', 'under-replicated']

/** Partitions that a broker has or leads, and that are not as they should be. Pure. */
export function troubledPartitions(broker: number, topics: Iterable<TopicInfo>): TroubledPartition[] {
  const found: TroubledPartition[] = []
  for (const {partitions} of topics) {
    for (const info of partitions) {
      const trouble = troubleOf(broker, info)
      if (!trouble) continue
      const {topic, partition, leader, replicas, isr} = info
      found.push({topic, partition, leader, replicas, isr, trouble})
    }
  }
  return found.sort((a, b) => SEVERITY.indexOf(a.trouble) - SEVERITY.indexOf(b.trouble))
}

function troubleOf(broker: number, partition: PartitionInfo): Trouble | undefined {
  const {leader, replicas, isr, offlineReplicas} = partition
  if (!replicas.includes(broker)) return undefined
  if (leader === undefined) return 'leaderless'
  if (offlineReplicas.includes(broker)) return 'offline'
  if (!isr.includes(broker)) return 'out-of-sync'
  return leader === broker && isr.length < replicas.length ? 'under-replicated' : undefined
}

async function askRelease(cluster: Cluster, id: number): Promise<Release | KbookError> {
  try {
    const body = {clientSoftwareName: 'kbook', clientSoftwareVersion: '1'}
    return releaseOf(await cluster.toBroker(id, 'ApiVersions', body))
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return error
  }
}
