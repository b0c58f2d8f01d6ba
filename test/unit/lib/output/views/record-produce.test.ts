import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import type {ProduceResult} from '../../../../../src/lib/kafka/producer/produce-input.js'
import {produceView} from '../../../../../src/lib/output/views/record-produce.js'

const ended = (more: Partial<ProduceResult>): string =>
  produceView({
    ...{topic: 't', records: 54, bytes: 540, ms: 1000, partitions: [], lines: 56, interrupted: true},
    ...{error: new KbookError('UNREACHABLE', 'no answer'), firstLineMissing: 55},
    ...more,
  })

describe('what is said of an input that ended early', () => {
  it('is that no more is in, where the broker answered for everything', () => {
    expect(ended({})).toContain('the first 54 lines are in, and no more')
  })

  it('leaves open what was never answered for', () => {
    const text = ended({unknown: {records: 2, first: 55, last: 56}})
    expect(text).toContain('the first 54 lines are in\n')
    expect(text).toContain('lines 55–56: unknown, the broker may have them')
    expect(ended({unknown: {records: 2, first: 55, last: 60}})).toContain('2 of lines 55–60: unknown')
  })

  it('does not say that nothing is in when it is not known', () => {
    const text = ended({records: 0, firstLineMissing: 1, unknown: {records: 1, first: 1, last: 1}})
    expect(text).toContain('nothing is known to be in')
    expect(text).toContain('line 1: unknown, the broker may have it')
  })
})
