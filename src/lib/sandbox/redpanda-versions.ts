import type {ApiVersionsResponse} from '../kafka/protocol/apis/api-versions.js'
import {decodeMessage, encodeMessage} from '../kafka/protocol/codec.js'
import facts from './redpanda-api-versions.json' with {type: 'json'}

interface VersionRange {
  min: number
  max: number
}

export const API_VERSIONS_KEY = facts.apis.ApiVersions.key
const UNSUPPORTED_VERSION = 35

// Kafka 4 names Produce from 0 on for the sake of old clients that ask, but takes it from 3 on only (KIP-896).
const KAFKA_TAKES_FROM: Readonly<Record<number, number>> = {[facts.apis.Produce.key]: 3}

const ranges = new Map<number, VersionRange>(
  Object.values(facts.apis).map(({key, min, max}) => [
    key,
    {min: Math.max(min, KAFKA_TAKES_FROM[key] ?? 0), max},
  ]),
)

/** True for a request that a Redpanda would take. */
export function redpandaSpeaks(apiKey: number, version: number): boolean {
  const range = ranges.get(apiKey)
  return range !== undefined && version >= range.min && version <= range.max
}

/**
 * An ApiVersions answer (the bytes after the correlation id) with only what both sides speak, and without Kafka's
 * feature levels. A refusal of the version that was asked for is always written as version 0.
 */
export function narrowApiVersions(payload: Buffer, version: number): Buffer {
  const layout = payload.readInt16BE(0) === UNSUPPORTED_VERSION ? 0 : version
  const answer = decodeMessage('ApiVersionsResponse', layout, payload) as unknown as ApiVersionsResponse
  const apiKeys = answer.apiKeys.flatMap(({apiKey, minVersion, maxVersion}) => {
    const range = ranges.get(apiKey)
    if (!range) return []
    const both = {
      apiKey,
      minVersion: Math.max(minVersion, range.min),
      maxVersion: Math.min(maxVersion, range.max),
    }
    return both.minVersion <= both.maxVersion ? [both] : []
  })
  const {errorCode, throttleTimeMs} = answer
  return encodeMessage('ApiVersionsResponse', layout, {errorCode, apiKeys, throttleTimeMs})
}
