import type {ApiVersionsResponse} from '../protocol/apis/api-versions.js'

/** First `metadata.version` of each release since 3.3. Source: org.apache.kafka.server.common.MetadataVersion. */
const FIRST_LEVELS = [
  ['4.2', 28],
  ['4.1', 26],
  ['4.0', 22],
  ['3.9', 21],
  ['3.8', 20],
  ['3.7', 15],
  ['3.6', 12],
  ['3.5', 9],
  ['3.4', 8],
  ['3.3', 4],
] as const

export interface Release {
  /** Such as `4.1`, `4.2 or later`; undefined where nothing tells. A guess from the features that it supports. */
  readonly kafka: string | undefined
  /** Level of `metadata.version` that the cluster uses; below what the broker supports after an upgrade. */
  readonly finalizedLevel: number | undefined
  readonly supportedLevel: number | undefined
  /** Requests that it answers. */
  readonly apis: number
}

/** What a broker's features say about its release. Redpanda and Kafka before 3.3 have no such features. Pure. */
export function releaseOf(answer: ApiVersionsResponse): Release {
  const name = 'metadata.version'
  const supported = answer.supportedFeatures.find((feature) => feature.name === name)?.maxVersion
  const finalized = answer.finalizedFeatures.find((feature) => feature.name === name)?.maxVersionLevel
  const [newest] = FIRST_LEVELS
  const found = FIRST_LEVELS.find(([, level]) => supported !== undefined && supported >= level)
  return {
    kafka: found && (found === newest ? `${found[0]} or later` : found[0]),
    finalizedLevel: finalized,
    supportedLevel: supported,
    apis: answer.apiKeys.length,
  }
}
