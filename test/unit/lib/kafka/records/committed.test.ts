import {describe, expect, it} from 'vitest'
import {committedBatches} from '../../../../../src/lib/kafka/records/committed.js'
import type {RecordBatch} from '../../../../../src/lib/kafka/records/types.js'

const ABORT = 0
const COMMIT = 1

/** A control record: length, attributes, two deltas, then the key of four bytes, version and type. */
const marker = (type: number): Buffer => Buffer.from([24, 0, 0, 0, 8, 0, 0, 0, type, 1, 0])

function batch(baseOffset: number, producer: number, fields: Partial<RecordBatch> = {}): RecordBatch {
  return {
    baseOffset: BigInt(baseOffset),
    lastOffset: BigInt(baseOffset + 1),
    leaderEpoch: 0,
    compression: 'none',
    timestampType: 'create',
    transactional: producer >= 0,
    control: false,
    baseTimestamp: 0,
    maxTimestamp: 0,
    producerId: BigInt(producer),
    producerEpoch: 0,
    baseSequence: 0,
    count: 2,
    payload: Buffer.alloc(0),
    ...fields,
  }
}

const end = (offset: number, producer: number, type: number): RecordBatch =>
  batch(offset, producer, {control: true, lastOffset: BigInt(offset), payload: marker(type)})

const visible = (
  batches: readonly RecordBatch[],
  aborted: readonly [producer: number, first: number][],
): number[] =>
  committedBatches(
    batches,
    aborted.map(([producer, first]) => ({producerId: BigInt(producer), firstOffset: BigInt(first)})),
  ).map(({baseOffset}) => Number(baseOffset))

describe('committedBatches', () => {
  it('drops markers and keeps everything else where nothing was aborted', () => {
    expect(visible([batch(0, 1), end(2, 1, COMMIT), batch(3, -1)], [])).toEqual([0, 3])
  })

  it('drops the batches of an aborted transaction and only those', () => {
    const log = [batch(0, 1), batch(2, 2), batch(4, -1), end(6, 1, ABORT), end(7, 2, COMMIT), batch(8, 1)]
    expect(visible(log, [[1, 0]])).toEqual([2, 4, 8])
  })

  it('keeps a committed transaction of a producer whose next one is aborted', () => {
    const log = [
      batch(0, 1),
      end(2, 1, COMMIT),
      batch(3, 1),
      end(5, 1, ABORT),
      batch(6, 1),
      end(8, 1, COMMIT),
    ]
    expect(visible(log, [[1, 3]])).toEqual([0, 6])
  })

  it('knows of an abort that began before what was fetched', () => {
    expect(visible([batch(10, 1), end(12, 1, ABORT), batch(13, 1)], [[1, 2]])).toEqual([13])
  })

  it('does not touch a producer without transactions that has the same id', () => {
    expect(visible([batch(0, 1, {transactional: false})], [[1, 0]])).toEqual([0])
  })
})
