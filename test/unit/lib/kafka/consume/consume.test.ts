import {beforeEach, describe, expect, it, vi} from 'vitest'
import type {Cluster} from '../../../../../src/lib/kafka/cluster.js'
import {consume, type ConsumeOptions} from '../../../../../src/lib/kafka/consume/consume.js'
import type {PlannedPartition} from '../../../../../src/lib/kafka/consume/types.js'
import {fetchRecords, type FetchedPartition} from '../../../../../src/lib/kafka/fetch-records.js'
import {parseBatches} from '../../../../../src/lib/kafka/records/batches.js'
import {encodeBatch} from '../../../../../src/lib/kafka/records/encode.js'

vi.mock('../../../../../src/lib/kafka/fetch-records.js')
vi.mock('../../../../../src/lib/kafka/topic-partitions.js', () => ({
  leadersOf: (_: unknown, partitions: readonly unknown[]) =>
    Promise.resolve(new Map(partitions.map((partition) => [partition, 0]))),
}))

const cluster = {requestTimeoutMs: 10_000} as Cluster
const END = 5n
const plan: PlannedPartition[] = [
  {
    ...{topic: 't', partition: 0, topicId: undefined, from: 0n, to: END, logStart: 0n, end: END},
    ...{outside: undefined, held: 0n},
  },
]

/** One record a fetch, as a broker with very small answers. */
function answer(offset: bigint): FetchedPartition {
  const bytes = encodeBatch([{timestamp: 1, key: null, value: Buffer.from(String(offset)), headers: []}])
  bytes.writeBigInt64BE(offset, 0)
  return {
    ...{topic: 't', partition: 0, batches: parseBatches(bytes), aborted: [], nextOffset: offset + 1n},
    ...{highWatermark: END, lastStable: END, logStart: 0n, leaderEpoch: undefined},
  }
}

const fetching = vi.mocked(fetchRecords)
beforeEach(() => {
  fetching.mockImplementation((_, positions) => Promise.resolve(positions.map(({offset}) => answer(offset))))
})

const options = (more: Partial<ConsumeOptions> = {}): ConsumeOptions => ({
  ...{committed: false, num: undefined, idleMs: undefined, byTime: false, test: undefined},
  signal: new AbortController().signal,
  onRecord: () => undefined,
  onPause: () => Promise.resolve(),
  onLost: () => undefined,
  onTrouble: () => undefined,
  ...more,
})

describe.each([false, true])('consume, by time: %s', (byTime) => {
  it('reads all there is, though whoever takes it is slower than the idle time', async () => {
    const slow = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30))
    const result = await consume(cluster, plan, options({byTime, idleMs: 10, onPause: slow}))
    expect(result).toMatchObject({records: 5, ended: 'at-end'})
  })

  it('ends when it is stopped, though nobody takes what came', async () => {
    const stop = new AbortController()
    const onPause = (): Promise<void> => {
      stop.abort()
      return new Promise(() => undefined)
    }
    const result = await consume(cluster, plan, options({byTime, signal: stop.signal, onPause}))
    expect(result).toMatchObject({records: 1, ended: 'stopped'})
  })

  it('ends when nothing comes, and says how far it is', async () => {
    fetching.mockImplementationOnce((_, [first]) => Promise.resolve([answer(first?.offset ?? 0n)]))
    fetching.mockImplementation(() => new Promise(() => undefined))
    const result = await consume(cluster, plan, options({byTime, idleMs: 20}))
    expect(result).toMatchObject({records: 1, ended: 'idle', partitions: [{next: 1n, to: 5n}]})
  })
})
