import {brokerLoads} from '../kafka/brokers/load.js'
import type {HealthSnapshot, Reading} from '../kafka/health/types.js'
import type {LagReport} from '../kafka/lag/report.js'
import type {ClusterOverview, LagOverview} from './types.js'

const WORST = 4

/** Pure. */
export function clusterOverview(
  {info, topics, quorum, visibility}: Pick<HealthSnapshot, 'info' | 'topics' | 'quorum' | 'visibility'>,
  release: string | undefined,
): Reading<ClusterOverview> {
  if ('error' in topics) return topics
  const all = [...topics.value.values()]
  const partitions = all.flatMap((topic) => topic.partitions)
  const away = brokerLoads(info, all, undefined).filter(({alive}) => !alive)
  const value = {
    clusterId: info.clusterId,
    brokers: info.brokers.map(({id}) => id),
    away: away.map(({id}) => id),
    controller: controllerOf(info.controllerId, quorum),
    release,
    topics: all.length,
    allTopics: 'value' in visibility && !visibility.value.topics,
    partitions: partitions.length,
    offline: partitions.filter(({leader}) => leader === undefined).length,
    underReplicated: partitions.filter(({isr, replicas}) => isr.length < replicas.length).length,
  }
  return {value}
}

/** With a quorum only that knows: the cluster's metadata name any broker then. */
function controllerOf(named: number | undefined, quorum: HealthSnapshot['quorum']): number | undefined {
  if ('value' in quorum) return quorum.value.leaderId
  return quorum.error.code === 'UNSUPPORTED' ? named : undefined
}

/** Pure. */
export function lagOverview({groups, unanswered}: LagReport): LagOverview {
  const behind = groups.filter(({total}) => (total.lag ?? 0n) > 0n)
  const worst = groups.filter((group) => group.isPartial() || (group.total.lag ?? 0n) > 0n)
  return {
    groups: groups.length,
    behind: behind.length,
    unanswered: unanswered.map(({broker}) => broker),
    messages: behind.reduce((sum, {total}) => sum + (total.lag ?? 0n), 0n),
    worst: worst.slice(0, WORST).map((group) => ({
      group: group.group,
      state: group.state,
      members: group.members.length,
      lag: group.total.lag,
      partial: group.isPartial(),
    })),
  }
}
