import {createRequire} from 'node:module'
import {describe, expect, it} from 'vitest'
import {errorName, isRetriable} from '../../../../../src/lib/kafka/protocol/errors.js'

const {errorCodes} = createRequire(import.meta.url)('kafkajs/src/protocol/error') as {
  errorCodes: readonly {type: string; code: number; retriable: boolean}[]
}
// Renamed by Kafka since kafkajs took them over.
const RENAMED = new Set([-1, 6, 14, 15, 16])

describe('error codes', () => {
  it('have the names that kafkajs knows them by', () => {
    const shared = errorCodes.filter(({code}) => !RENAMED.has(code))
    const differing = shared
      .filter(({type, code}) => errorName(code) !== type)
      .map(({type, code}) => `${code} ${type}`)
    expect(differing).toEqual([])
  })

  it('go up to those of Kafka 4.1', () => {
    expect(errorName(133)).toBe('SHARE_SESSION_LIMIT_REACHED')
    expect(errorName(0)).toBe('NONE')
  })

  it('that are not in the table keep their number', () => {
    expect(errorName(-1)).toBe('UNKNOWN_SERVER_ERROR')
    expect(errorName(999)).toBe('ERROR_999')
    expect(isRetriable(999)).toBe(false)
  })

  it('tell what goes away by itself', () => {
    expect([6, 14, 15, 16, 41].every(isRetriable)).toBe(true)
    expect([0, 29, 35, 58, 68].some(isRetriable)).toBe(false)
  })
})
