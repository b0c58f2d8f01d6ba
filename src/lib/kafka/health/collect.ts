import {KbookError} from '../../errors.js'
import {duration} from '../../output/format.js'
import {registeredBrokers} from '../brokers/registered.js'
import type {Cluster} from '../cluster.js'
import {clusterInfo} from '../cluster/metadata.js'
import {describeConfigs} from '../configs/describe.js'
import {attempt} from '../lag/attempt.js'
import {describeLag} from '../lag/describe.js'
import {groupSelection} from '../lag/selection.js'
import {readMetrics} from './metrics/read.js'
import type {MetricsSources} from './metrics/types.js'
import {listGroups} from '../list-groups.js'
import {describeLogDirs} from '../log-dirs.js'
import {describeQuorum} from '../quorum/describe.js'
import {listReassignments} from '../reassign/list.js'
import {sleep} from '../retry.js'
import {eligibleLeaders} from '../topics/eligible-leaders.js'
import {findHangingTransactions} from '../transactions/find-hanging.js'
import type {ClusterInfo, TopicInfo} from '../types.js'
import {readVisibility} from './visibility.js'
import type {BrokerView, HealthFacts, HealthSnapshot, HealthSource, Reading} from './types.js'

/** Time that a group has to finish its rebalance before it is told. */
const SETTLING_MS = 3000

export interface SnapshotOptions {
  /** Milliseconds that each part may take; no limit when left out. */
  readonly limitMs?: number | undefined
  readonly metrics?: MetricsSources | undefined
}

/**
 * One look at a cluster: what the sources have, all of them read at once, each failing alone. What takes longer
 * than `limitMs` is not waited for.
 *
 * @throws KbookError when no broker can be reached.
 */
export async function takeSnapshot(
  cluster: Cluster,
  sources: ReadonlySet<HealthSource>,
  {limitMs, metrics: where}: SnapshotOptions = {},
): Promise<HealthSnapshot> {
  const info = await cluster.info({refresh: true})
  const topics = sources.has('topics') ? within(limitMs, () => cluster.topics()) : NOT_READ
  const read = <S extends HealthSource>(
    source: S,
    run: () => Promise<HealthFacts[S]>,
  ): Promise<Reading<HealthFacts[S]>> => (sources.has(source) ? within(limitMs, run) : NOT_READ)
  const [
    visibility,
    registered,
    eligible,
    views,
    minIsr,
    reassignments,
    quorum,
    transactions,
    logDirs,
    lag,
    rebalancing,
    metrics,
  ] = await Promise.all([
    read('visibility', () => readVisibility(cluster)),
    read('registered', () => registeredBrokers(cluster)),
    read('eligible', async () => readEligible(cluster, await topics)),
    read('views', () => readViews(cluster, info)),
    read('minIsr', async () => readMinIsr(cluster, await topics)),
    read('reassignments', () => listReassignments(cluster)),
    read('quorum', () => describeQuorum(cluster)),
    read('transactions', () => findHangingTransactions(cluster)),
    read('logDirs', () => describeLogDirs(cluster, {brokers: info.brokers.map(({id}) => id)})),
    read('lag', () => describeLag(cluster, groupSelection([], true), {time: false})),
    read('rebalancing', () => stillRebalancing(cluster)),
    where ? read('metrics', () => readMetrics(where, cluster.requestTimeoutMs)) : NOT_READ,
  ])
  const facts = {
    visibility,
    registered,
    eligible,
    views,
    minIsr,
    reassignments,
    quorum,
    transactions,
    logDirs,
    lag,
    rebalancing,
    metrics,
  }
  return {info, at: Date.now(), topics: await topics, ...facts}
}

const NOT_READ = Promise.resolve({error: new KbookError('BAD_INPUT', 'not asked for')})

async function within<T>(ms: number | undefined, run: () => Promise<T>): Promise<Reading<T>> {
  if (ms === undefined) return attempt(run)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Reading<T>>((resolve) => {
    timer = setTimeout(() => resolve({error: tooLate(ms)}), ms)
  })
  return Promise.race([attempt(run), late]).finally(() => clearTimeout(timer))
}

const tooLate = (ms: number): KbookError =>
  new KbookError('TIMEOUT', `no full answer within ${duration(ms)}`, {
    hint: 'A broker may hang: kbook cluster ping',
  })

/** Each broker is asked at the address that it advertises, so that the address is proven too. */
async function readViews(cluster: Cluster, {brokers}: ClusterInfo): Promise<BrokerView[]> {
  return Promise.all(
    brokers.map(async ({id}) => ({
      broker: id,
      view: await attempt(async () =>
        clusterInfo(await cluster.toBroker(id, 'Metadata', {topics: []}, {minVersion: 1})),
      ),
    })),
  )
}

/** Only where a leader is missing. */
async function readEligible(
  cluster: Cluster,
  topics: Reading<ReadonlyMap<string, TopicInfo>>,
): Promise<HealthFacts['eligible']> {
  if ('error' in topics) throw topics.error
  const leaderless = [...topics.value.values()].filter(({partitions}) =>
    partitions.some(({leader}) => leader === undefined),
  )
  return eligibleLeaders(
    cluster,
    leaderless.map(({name}) => name),
  )
}

async function readMinIsr(
  cluster: Cluster,
  topics: Reading<ReadonlyMap<string, TopicInfo>>,
): Promise<HealthFacts['minIsr']> {
  if ('error' in topics) throw topics.error
  const resources = [...topics.value.keys()].map((name) => ({type: 'topic', name}) as const)
  const described = await describeConfigs(cluster, resources, {names: ['min.insync.replicas']})
  return new Map(
    described.map(({resource, entries, error}) => [resource.name, error ?? Number(entries[0]?.value ?? 1)]),
  )
}

/** A rebalance takes a moment: only what goes on over two looks is worth telling. */
async function stillRebalancing(cluster: Cluster): Promise<readonly string[]> {
  const first = await rebalancing(cluster)
  if (first.length === 0) return []
  await sleep(SETTLING_MS)
  const then = new Set(await rebalancing(cluster))
  return first.filter((group) => then.has(group))
}

async function rebalancing(cluster: Cluster): Promise<readonly string[]> {
  const {groups} = await listGroups(cluster)
  return groups.filter(({state}) => /Rebalanc|Assigning|Reconciling/.test(state)).map(({groupId}) => groupId)
}
