import type {ApiName} from '../protocol/apis/index.js'
import {apiKeyOf, knownVersions} from '../protocol/codec.js'
import {ERROR_CODE, errorName} from '../protocol/errors.js'
import type {VersionRange} from '../protocol/schema.js'
import {TransportError} from '../transport-error.js'
import type {Channel} from './channel.js'

/** What a broker speaks, by api key. */
export type ApiVersions = ReadonlyMap<number, VersionRange>

// The newest that every broker since 2.4 reads; a newer one only adds a tagged field.
const FIRST_TRY = 3

/** Asks a broker which requests it speaks; an old one answers at version 0, whatever was asked. */
export async function askApiVersions(channel: Channel): Promise<ApiVersions> {
  const answer = await channel.send('ApiVersions', FIRST_TRY, {
    clientSoftwareName: 'kbook',
    clientSoftwareVersion: '1',
  })
  const {errorCode, apiKeys} =
    answer.errorCode === ERROR_CODE.unsupportedVersion ? await channel.send('ApiVersions', 0, {}) : answer
  if (errorCode !== ERROR_CODE.none) {
    throw new TransportError(
      'REQUEST_FAILED',
      `${channel.address} refused ApiVersions: ${errorName(errorCode)}`,
      {
        patienceMs: 0,
      },
    )
  }
  return new Map(
    apiKeys.map(({apiKey, minVersion, maxVersion}) => [apiKey, {from: minVersion, to: maxVersion}]),
  )
}

/** Versions that both sides and the caller's own limits allow; empty (`from` above `to`) when there is none. */
export function commonVersions(
  api: ApiName,
  broker: ApiVersions,
  limits: {minVersion?: number; maxVersion?: number} = {},
): VersionRange {
  const known = knownVersions(api)
  const offered = broker.get(apiKeyOf(api))
  if (!offered) return {from: 0, to: -1}
  return {
    from: Math.max(known.from, offered.from, limits.minVersion ?? 0),
    to: Math.min(known.to, offered.to, limits.maxVersion ?? Infinity),
  }
}
