import {describe, expect, test} from 'vitest'
import {decodeMessage, encodeMessage} from '../../../../src/lib/kafka/protocol/codec.js'
import {narrowApiVersions, redpandaSpeaks} from '../../../../src/lib/sandbox/redpanda-versions.js'

const PRODUCE = 0
const METADATA = 3
const API_VERSIONS = 18
const CONSUMER_GROUP_DESCRIBE = 69

const answer = (version: number, errorCode = 0): Buffer =>
  encodeMessage('ApiVersionsResponse', version, {
    errorCode,
    apiKeys: [
      {apiKey: PRODUCE, minVersion: 0, maxVersion: 13},
      {apiKey: METADATA, minVersion: 0, maxVersion: 13},
      {apiKey: API_VERSIONS, minVersion: 0, maxVersion: 4},
      {apiKey: CONSUMER_GROUP_DESCRIBE, minVersion: 0, maxVersion: 1},
    ],
    throttleTimeMs: 7,
    finalizedFeaturesEpoch: 12n,
    finalizedFeatures: [{name: 'metadata.version', minVersionLevel: 27, maxVersionLevel: 27}],
  })

const narrowed = [
  {apiKey: PRODUCE, minVersion: 3, maxVersion: 7},
  {apiKey: METADATA, minVersion: 0, maxVersion: 8},
  {apiKey: API_VERSIONS, minVersion: 0, maxVersion: 3},
]

describe('an ApiVersions answer', () => {
  test.each([0, 1, 2, 3])('of version %i offers only what both sides speak', (version) => {
    const found = decodeMessage('ApiVersionsResponse', version, narrowApiVersions(answer(version), version))
    expect(found['apiKeys']).toEqual(narrowed)
    expect(found['throttleTimeMs']).toBe(version === 0 ? 0 : 7)
    expect(found['finalizedFeatures'] ?? []).toEqual([])
  })

  test('that refuses the version asked for stays in version 0', () => {
    const found = decodeMessage('ApiVersionsResponse', 0, narrowApiVersions(answer(0, 35), 4))
    expect(found).toMatchObject({errorCode: 35, apiKeys: narrowed})
  })
})

test('only offered versions are spoken', () => {
  expect([2, 3, 7, 8].map((version) => redpandaSpeaks(PRODUCE, version))).toEqual([false, true, true, false])
  expect(redpandaSpeaks(CONSUMER_GROUP_DESCRIBE, 0)).toBe(false)
})
