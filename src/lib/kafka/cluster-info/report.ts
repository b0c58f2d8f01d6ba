import {KbookError} from '../../errors.js'
import type {ApiVersionsResponse} from '../protocol/apis/api-versions.js'
import type {ClusterInfo, TopicInfo} from '../types.js'
import {METADATA_VERSION, releaseOf, versionOf} from './releases.js'
import type {BrokerReport, ClusterReport, FeatureReport} from './types.js'
import type {BrokerVersions} from './versions.js'

/** Pure: what the answers of the brokers come to. */
export function clusterReport(
  name: string,
  {clusterId, controllerId, brokers}: ClusterInfo,
  versions: readonly BrokerVersions[],
  topics: ReadonlyMap<string, TopicInfo>,
): ClusterReport {
  const counts = countReplicas(topics.values())
  const byId = new Map(versions.map(({id, answer}) => [id, answer]))
  const answers = versions.flatMap(({answer}) => (answer instanceof KbookError ? [] : [answer]))
  const alive = new Set(brokers.map(({id}) => id))
  return {
    name,
    clusterId,
    controllerId,
    brokers: brokers.map((broker): BrokerReport => {
      const answer = byId.get(broker.id)
      return {
        ...broker,
        version: answer === undefined || answer instanceof KbookError ? undefined : softwareVersion(answer),
        replicas: counts.replicasOn.get(broker.id) ?? 0,
        leads: counts.ledBy.get(broker.id) ?? 0,
        error: answer instanceof KbookError ? answer : undefined,
      }
    }),
    missingBrokers: [...counts.replicasOn]
      .filter(([id]) => !alive.has(id))
      .map(([id, replicas]) => ({id, replicas}))
      .sort((a, b) => a.id - b.id),
    features: featuresOf(answers),
    topics: {
      total: topics.size,
      internal: [...topics.values()].filter(({internal}) => internal).length,
    },
    partitions: counts.partitions,
    replicas: counts.replicas,
    underReplicated: counts.underReplicated,
    offline: counts.offline,
    failed: [...topics.values()].flatMap(({name: topic, error}) => (error ? [{topic, error}] : [])),
  }
}

function countReplicas(topics: Iterable<TopicInfo>) {
  const replicasOn = new Map<number, number>()
  const ledBy = new Map<number, number>()
  const totals = {partitions: 0, replicas: 0, underReplicated: 0, offline: 0}
  const add = (map: Map<number, number>, id: number): Map<number, number> =>
    map.set(id, (map.get(id) ?? 0) + 1)
  for (const topic of topics) {
    for (const {replicas, isr, leader} of topic.partitions) {
      totals.partitions++
      totals.replicas += replicas.length
      if (isr.length < replicas.length) totals.underReplicated++
      if (leader === undefined) totals.offline++
      else add(ledBy, leader)
      for (const id of replicas) add(replicasOn, id)
    }
  }
  return {...totals, replicasOn, ledBy}
}

const supportedLevel = (answer: ApiVersionsResponse, feature: string): number | undefined =>
  answer.supportedFeatures.find(({name}) => name === feature)?.maxVersion

function softwareVersion(answer: ApiVersionsResponse): string | undefined {
  const level = supportedLevel(answer, METADATA_VERSION)
  return level === undefined ? undefined : versionOf(level)
}

/** The levels in force, as the broker tells that has seen the latest change. */
function featuresOf(answers: readonly ApiVersionsResponse[]): FeatureReport[] {
  const [latest] = [...answers].sort((a, b) => Number(b.finalizedFeaturesEpoch - a.finalizedFeaturesEpoch))
  return (latest?.finalizedFeatures ?? [])
    .map(({name, maxVersionLevel: level}) => ({
      name,
      level,
      supported: Math.min(...answers.map((answer) => supportedLevel(answer, name) ?? 0)),
      release: name === METADATA_VERSION ? releaseOf(level) : undefined,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
