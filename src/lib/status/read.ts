import {readAudit, type AuditedChange} from '../change/read-audit.js'
import type {KbookError} from '../errors.js'
import {releaseOf} from '../kafka/brokers/release.js'
import type {Cluster} from '../kafka/cluster.js'
import {takeSnapshot} from '../kafka/health/collect.js'
import {judgeHealth, sourcesOf} from '../kafka/health/report.js'
import type {Reading} from '../kafka/health/types.js'
import {attempt} from '../kafka/lag/attempt.js'
import {clusterOverview, lagOverview} from './overview.js'
import type {StatusReport} from './types.js'

const CHANGES = 3

export interface StatusOptions {
  /** Milliseconds after which a part that has not come is left out, and says so. No limit when left out. */
  readonly limitMs?: number | undefined
}

/** Everything for one screen, read at once; a part that fails takes no other with it. Never throws KbookError. */
export async function readStatus(cluster: Cluster, {limitMs}: StatusOptions): Promise<StatusReport> {
  const at = new Date().toISOString()
  const [looked, release] = await Promise.all([
    attempt(() => takeSnapshot(cluster, sourcesOf(), {limitMs})),
    attempt(() => releaseName(cluster)),
  ])
  const name = cluster.name
  if ('error' in looked) return {cluster: name, at, ...nothing(looked), changes: await recentChanges(name)}
  const snapshot = looked.value
  const {lag, info} = snapshot
  return {
    cluster: name,
    at,
    overview: clusterOverview(snapshot, 'value' in release ? release.value : undefined),
    health: {value: judgeHealth(name, snapshot)},
    lag: 'error' in lag ? lag : {value: lagOverview(lag.value)},
    changes: await recentChanges(info.clusterId ?? name),
  }
}

const nothing = (failed: {error: KbookError}): Pick<StatusReport, 'overview' | 'health' | 'lag'> => ({
  overview: failed,
  health: failed,
  lag: failed,
})

async function releaseName(cluster: Cluster): Promise<string | undefined> {
  const body = {clientSoftwareName: 'kbook', clientSoftwareVersion: '1'}
  return releaseOf(await cluster.toAny('ApiVersions', body)).kafka
}

/** By the cluster's id where it told, otherwise by the name that is used for it here. */
const recentChanges = (cluster: string): Promise<Reading<readonly AuditedChange[]>> =>
  attempt(async () => (await readAudit({cluster, limit: CHANGES})).changes)
