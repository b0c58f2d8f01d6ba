import {gzipSync} from 'node:zlib'
import {beforeEach, describe, expect, it, vi} from 'vitest'
import type {Cluster} from '../../../../../src/lib/kafka/cluster.js'
import {consume, type ConsumeOptions} from '../../../../../src/lib/kafka/consume/consume.js'
import type {PlannedPartition} from '../../../../../src/lib/kafka/consume/types.js'
import {fetchRecords, type FetchedPartition} from '../../../../../src/lib/kafka/fetch-records.js'
import {parseBatches} from '../../../../../src/lib/kafka/records/batches.js'
import {MAX_DECOMPRESSED} from '../../../../../src/lib/kafka/records/decompress.js'
import {encodeBatch} from '../../../../../src/lib/kafka/records/encode.js'
import type {KafkaRecord} from '../../../../../src/lib/kafka/records/types.js'
import {KbookError} from '../../../../../src/lib/errors.js'

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
  onSkipped: () => undefined,
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

  it('skips what its taker cannot take, and a batch that is too large; a bug stays one', async () => {
    const bomb = gzipSync(Buffer.alloc(MAX_DECOMPRESSED + 1), {level: 1})
    const read = fetching.getMockImplementation()
    fetching.mockImplementation(async (...args) => {
      const [found] = (await read?.(...args)) ?? []
      if (!found || found.error) throw new Error('no answer')
      const batches = found.batches.map((batch) =>
        batch.baseOffset === 1n ? {...batch, compression: 'gzip' as const, payload: bomb} : batch,
      )
      return [{...found, batches}]
    })
    const onSkipped = vi.fn<ConsumeOptions['onSkipped']>()
    const onRecord = ({offset}: KafkaRecord): void => {
      if (offset === 3n) throw new KbookError('UNSUPPORTED', 'too long')
    }
    const result = await consume(cluster, plan, options({byTime, onSkipped, onRecord}))
    expect(result).toMatchObject({records: 3, skipped: 2, partitions: [{error: undefined, next: 5n}]})
    expect(onSkipped.mock.calls.map(([, ...gap]) => gap)).toEqual([
      [1n, 2n, expect.objectContaining({message: expect.stringContaining('larger than 128 MiB') as string})],
      [3n, 4n, expect.objectContaining({message: 'too long'})],
    ])
    const bug = (): never => {
      throw new TypeError('a bug')
    }
    await expect(consume(cluster, plan, options({byTime, onRecord: bug}))).rejects.toThrow('a bug')
  })

  it('outlives a broker that is away for a while, and not one that stays away', async () => {
    const away = new KbookError('UNREACHABLE', 'nobody listens')
    const down = (): Promise<FetchedPartition[]> => Promise.resolve([{topic: 't', partition: 0, error: away}])
    const onTrouble = vi.fn()
    fetching.mockImplementationOnce(down)
    expect(await consume(cluster, plan, options({byTime, onTrouble}))).toMatchObject({records: 5})
    expect(onTrouble).toHaveBeenCalledTimes(1)
    fetching.mockImplementation(down)
    const impatient = {requestTimeoutMs: 0} as Cluster
    expect((await consume(impatient, plan, options({byTime}))).partitions).toMatchObject([{error: away}])
  })

  it('ends when nothing comes, and says how far it is', async () => {
    fetching.mockImplementationOnce((_, [first]) => Promise.resolve([answer(first?.offset ?? 0n)]))
    fetching.mockImplementation(() => new Promise(() => undefined))
    const result = await consume(cluster, plan, options({byTime, idleMs: 20}))
    expect(result).toMatchObject({records: 1, ended: 'idle', partitions: [{next: 1n, to: 5n}]})
  })
})
