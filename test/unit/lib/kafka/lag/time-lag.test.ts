import {describe, expect, it} from 'vitest'
import {timeLag} from '../../../../../src/lib/kafka/lag/time-lag.js'
import type {NextRecord} from '../../../../../src/lib/kafka/lag/types.js'
import {NOW, recordAt} from './fixtures.js'

describe('timeLag', () => {
  it('is the age of the next record, with the clock that it was written by', () => {
    expect(timeLag(recordAt(NOW - 252_000), ['ok'], NOW)).toEqual({
      method: 'record',
      ms: 252_000,
      timestampType: 'CreateTime',
    })
  })

  it('keeps the method of a time that is not the record’s own', () => {
    const next: NextRecord = {
      kind: 'record',
      method: 'interpolated',
      timestamp: NOW - 5,
      timestampType: 'LogAppendTime',
    }
    expect(timeLag(next, ['ok'], NOW)).toEqual({
      method: 'interpolated',
      ms: 5,
      timestampType: 'LogAppendTime',
    })
  })

  it('is a lower bound once older records have expired', () => {
    expect(timeLag(recordAt(NOW - 1000), ['expired'], NOW)?.method).toBe('lower-bound')
  })

  it('is never negative: a clock a little ahead gives 0, one far ahead nothing', () => {
    expect(timeLag(recordAt(NOW + 1500), ['ok'], NOW)).toMatchObject({method: 'record', ms: 0})
    expect(timeLag(recordAt(NOW + 3_600_000), ['ok'], NOW)).toEqual({
      method: 'unknown',
      timestampType: 'CreateTime',
    })
  })

  it.each([-1, 0])('is unknown for a record without a timestamp (%s)', (timestamp) => {
    expect(timeLag(recordAt(timestamp), ['ok'], NOW)?.method).toBe('unknown')
  })

  it.each([['no-commit'], ['ahead']] as const)('is unknown without a usable commit: %s', (flag) => {
    expect(timeLag(recordAt(NOW - 1), [flag], NOW)).toEqual({method: 'unknown'})
  })

  it('is absent where there is nothing to read', () => {
    expect(timeLag({kind: 'none'}, ['ok'], NOW)).toBeUndefined()
  })
})
