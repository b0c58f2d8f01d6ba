import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {partitionRates} from '../../../../../src/lib/kafka/topics/rate.js'
import type {ListedOffset} from '../../../../../src/lib/kafka/types.js'

const end = (partition: number, offset: bigint | undefined): ListedOffset => ({
  ...{topic: 't', partition, offset, timestamp: undefined, leaderEpoch: undefined},
  error: offset === undefined ? new KbookError('REQUEST_FAILED', 'no leader') : undefined,
})
const sizes = (bytes: readonly bigint[]) => ({
  topics: new Map(),
  partitions: new Map(bytes.map((size, partition) => [`t/${partition}`, size])),
  failed: [],
})

it('divides what was written by the time between the samples', () => {
  const before = {at: 1000, ends: [end(0, 10n), end(1, 50n), end(2, undefined)], sizes: sizes([100n, 900n])}
  const after = {at: 3000, ends: [end(0, 30n), end(1, 40n), end(2, 5n)], sizes: sizes([500n, 200n, 7n])}
  const rates = partitionRates(before, after)
  expect(rates.get('t/0')).toMatchObject({messagesPerSecond: 10, bytesPerSecond: 200, end: 30n})
  // Made anew in between; old segments went.
  expect(rates.get('t/1')).toMatchObject({messagesPerSecond: 0, bytesPerSecond: undefined})
  expect(rates.get('t/2')).toMatchObject({messagesPerSecond: undefined, error: {message: 'no leader'}})
})
