import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {VersionRange} from '../protocol/schema.js'
import {apiNames} from './api-names.js'
import {brokerVersions, type BrokerVersions} from './versions.js'

/** Brokers that speak the same versions of a request. */
export interface SpokenRange extends VersionRange {
  readonly brokers: readonly number[]
}

export interface ApiReport {
  readonly key: number
  readonly name: string
  /** One where the brokers agree, the newest first otherwise. */
  readonly versions: readonly SpokenRange[]
  /** Brokers that do not have the request at all. */
  readonly missingOn: readonly number[]
}

export interface ApiVersionsReport {
  /** Brokers that answered. */
  readonly brokers: readonly number[]
  readonly failed: readonly {readonly broker: number; readonly error: KbookError}[]
  /** By key. */
  readonly apis: readonly ApiReport[]
}

/**
 * Which versions of which requests the brokers speak; of one broker only when it is given.
 *
 * @throws KbookError `NOT_FOUND` for a broker that is not alive.
 */
export async function describeApiVersions(cluster: Cluster, broker?: number): Promise<ApiVersionsReport> {
  const {brokers} = await cluster.info()
  if (broker !== undefined && !brokers.some(({id}) => id === broker)) {
    throw new KbookError('NOT_FOUND', `broker ${broker} is not alive`, {
      hint: `The cluster has these brokers now: ${brokers.map(({id}) => id).join(', ')}.`,
    })
  }
  return apiVersionsReport(await brokerVersions(cluster, broker === undefined ? undefined : [broker]))
}

/** Pure. */
export function apiVersionsReport(answers: readonly BrokerVersions[]): ApiVersionsReport {
  const names = apiNames()
  const spoken = new Map<number, Map<string, {from: number; to: number; brokers: number[]}>>()
  const answered: number[] = []
  for (const {id, answer} of answers) {
    if (answer instanceof KbookError) continue
    answered.push(id)
    for (const {apiKey, minVersion: from, maxVersion: to} of answer.apiKeys) {
      const ranges = spoken.get(apiKey) ?? new Map<string, {from: number; to: number; brokers: number[]}>()
      spoken.set(apiKey, ranges)
      const range = ranges.get(`${from}-${to}`) ?? {from, to, brokers: []}
      ranges.set(`${from}-${to}`, range)
      range.brokers.push(id)
    }
  }
  const apis = [...spoken].map(([key, ranges]): ApiReport => {
    const versions = [...ranges.values()].sort((a, b) => b.to - a.to || b.from - a.from)
    const having = new Set(versions.flatMap(({brokers}) => brokers))
    return {
      key,
      name: names.get(key) ?? `request ${key}`,
      versions,
      missingOn: answered.filter((id) => !having.has(id)),
    }
  })
  return {
    brokers: answered,
    failed: answers.flatMap(({id, answer}) =>
      answer instanceof KbookError ? [{broker: id, error: answer}] : [],
    ),
    apis: apis.sort((a, b) => a.key - b.key),
  }
}
