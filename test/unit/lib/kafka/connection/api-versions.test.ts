import {describe, expect, it} from 'vitest'
import {commonVersions} from '../../../../../src/lib/kafka/connection/api-versions.js'

const OFFSET_FETCH = 9
const broker = new Map([[OFFSET_FETCH, {from: 1, to: 7}]])

describe('commonVersions', () => {
  it('is what both sides speak', () => {
    expect(commonVersions('OffsetFetch', broker)).toEqual({from: 1, to: 7})
    expect(commonVersions('OffsetFetch', new Map([[OFFSET_FETCH, {from: 0, to: 99}]])).to).toBe(10)
  })

  it('stays within the limits of the caller', () => {
    expect(commonVersions('OffsetFetch', broker, {maxVersion: 5})).toEqual({from: 1, to: 5})
    const {from, to} = commonVersions('OffsetFetch', broker, {minVersion: 8})
    expect(from).toBeGreaterThan(to)
  })

  it('is empty for a request that the broker does not list', () => {
    const {from, to} = commonVersions('ShareGroupDescribe', broker)
    expect(from).toBeGreaterThan(to)
  })
})
