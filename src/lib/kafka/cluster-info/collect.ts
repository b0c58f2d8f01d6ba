import type {Cluster} from '../cluster.js'
import {attempt} from '../lag/attempt.js'
import {describeQuorum} from '../quorum/describe.js'
import type {ClusterReport} from './types.js'
import {clusterReport} from './report.js'
import {brokerVersions} from './versions.js'

/** The cluster at a glance: brokers, features, and how whole its partitions are. */
export async function describeCluster(cluster: Cluster): Promise<ClusterReport> {
  const [info, versions, topics, controllerId] = await Promise.all([
    cluster.info(),
    brokerVersions(cluster),
    cluster.topics(),
    controllerOf(cluster),
  ])
  return clusterReport(cluster.name, {...info, controllerId}, versions, topics)
}

/** With KRaft, what brokers call the controller in their metadata is any of them: the quorum knows the real one. */
async function controllerOf(cluster: Cluster): Promise<number | undefined> {
  const quorum = await attempt(() => describeQuorum(cluster))
  if ('value' in quorum) return quorum.value.leaderId
  return quorum.error.code === 'UNSUPPORTED' ? (await cluster.info()).controllerId : undefined
}
