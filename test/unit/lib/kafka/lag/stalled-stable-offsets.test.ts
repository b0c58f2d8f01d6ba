import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {StalledStableOffsets} from '../../../../../src/lib/kafka/lag/stalled-stable-offsets.js'
import type {PartitionEnds} from '../../../../../src/lib/kafka/types.js'

const ends = (lastStable: bigint, highWatermark = 100n): PartitionEnds => ({
  topic: 'orders',
  partition: 0,
  logStart: 0n,
  lastStable,
  highWatermark,
})
const unreadable: PartitionEnds = {
  topic: 'orders',
  partition: 0,
  error: new KbookError('UNREACHABLE', 'away'),
}

/** One sample each 30 seconds; gives what is stalled after the last. */
function after(...samples: PartitionEnds[]): ReadonlyMap<string, number> {
  const stalled = new StalledStableOffsets()
  return samples.map((one, n) => stalled.add([one], n * 30_000)).at(-1) ?? new Map()
}

describe('StalledStableOffsets', () => {
  it('tells one that has not moved for a minute while records wait behind it', () => {
    expect(after(ends(90n), ends(90n), ends(90n, 120n))).toEqual(new Map([['orders/0', 60_000]]))
  })

  it.each([
    ['it was not long', [ends(90n), ends(90n)]],
    ['it moves', [ends(90n), ends(91n), ends(92n)]],
    ['nothing waits behind it', [ends(100n), ends(100n), ends(100n)]],
    ['it was at the end in between', [ends(90n), ends(100n), ends(90n)]],
  ])('does not when %s', (_why, samples) => {
    expect(after(...samples).size).toBe(0)
  })

  it('goes on over a time in which the partition could not be read', () => {
    expect(after(ends(90n), unreadable, ends(90n)).size).toBe(1)
    expect(after(ends(90n), ends(90n), unreadable).size).toBe(0)
  })
})
