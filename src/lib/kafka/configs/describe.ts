import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import type {
  DescribeConfigsRequest,
  DescribeConfigsResponseDescribeConfigsResourceResult as Row,
} from '../protocol/apis/describe-configs.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import {subjectOf} from './subject.js'
import {
  CONFIG_SOURCES,
  CONFIG_TYPES,
  RESOURCE_TYPES,
  type ConfigEntry,
  type ConfigResource,
  type ConfigSource,
  type DescribedConfig,
} from './types.js'

export interface DescribeConfigsOptions {
  /** Only these settings: much less to send for many topics. */
  readonly names?: readonly string[]
  readonly documentation?: boolean
}

/** Resources a request: an answer stays far below a megabyte when every setting is asked for. */
const CHUNK = 500
/** Tells the type of a setting, and its documentation. */
const TYPES_VERSION = 3

/** The settings of each resource with where they come from, in the order asked. A broker tells its own only. */
export async function describeConfigs(
  cluster: Cluster,
  resources: readonly ConfigResource[],
  options: DescribeConfigsOptions = {},
): Promise<DescribedConfig[]> {
  const byBroker = new Map<string, ConfigResource[]>()
  for (const resource of resources) {
    const home = resource.type === 'broker' ? resource.name : ''
    byBroker.set(home, [...(byBroker.get(home) ?? []), resource])
  }
  const found = new Map<ConfigResource, DescribedConfig>()
  await Promise.all(
    [...byBroker].map(async ([home, group]) => {
      for (let at = 0; at < group.length; at += CHUNK) {
        for (const one of await ask(cluster, home, group.slice(at, at + CHUNK), options)) {
          found.set(one.resource, one)
        }
      }
    }),
  )
  return resources.map((resource) => found.get(resource) ?? {resource, entries: [], error: UNANSWERED})
}

async function ask(
  cluster: Cluster,
  home: string,
  resources: readonly ConfigResource[],
  {names, documentation = false}: DescribeConfigsOptions,
): Promise<DescribedConfig[]> {
  const body = (version: number): DescribeConfigsRequest => ({
    resources: resources.map(({type, name}) => ({
      resourceType: RESOURCE_TYPES[type],
      resourceName: name,
      configurationKeys: names ?? null,
    })),
    includeSynonyms: true,
    ...(version >= TYPES_VERSION && {includeDocumentation: documentation}),
  })
  try {
    const {results} = await (home === ''
      ? cluster.toAny('DescribeConfigs', body)
      : cluster.toBroker(Number(home), 'DescribeConfigs', body))
    const rows = new Map(results.map((row) => [`${row.resourceType}/${row.resourceName}`, row]))
    return resources.map((resource) => {
      const row = rows.get(`${RESOURCE_TYPES[resource.type]}/${resource.name}`)
      if (!row) return {resource, entries: [], error: UNANSWERED}
      if (row.errorCode === ERROR_CODE.none) {
        return {resource, entries: row.configs.map(entryOf).sort(byName), error: undefined}
      }
      const needs = {operation: 'DescribeConfigs', ...resource} as const
      const error = kafkaError(row.errorCode, subjectOf(resource), row.errorMessage, needs)
      return {resource, entries: [], error}
    })
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    return resources.map((resource) => ({resource, entries: [], error}))
  }
}

const byName = (a: ConfigEntry, b: ConfigEntry): number => (a.name < b.name ? -1 : 1)

const sourceOf = (code: number): ConfigSource =>
  code in CONFIG_SOURCES ? CONFIG_SOURCES[code as keyof typeof CONFIG_SOURCES] : 'unknown'

const entryOf = (row: Row): ConfigEntry => ({
  name: row.name,
  value: row.isSensitive ? null : row.value,
  source: sourceOf(row.configSource),
  readOnly: row.readOnly,
  sensitive: row.isSensitive,
  type: row.configType > 0 ? CONFIG_TYPES[row.configType] : undefined,
  synonyms: row.synonyms.map(({name, value, source}) => ({
    name,
    value: row.isSensitive ? null : value,
    source: sourceOf(source),
  })),
  documentation: row.documentation ?? undefined,
})
