import {createRequire} from 'node:module'
import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {parseBatches} from '../../../../../src/lib/kafka/records/batches.js'
import {decodeRecords} from '../../../../../src/lib/kafka/records/decode.js'

const require = createRequire(import.meta.url)

type RecordBatchEncoder = (batch: object) => Promise<{buffer: Buffer}>
type RecordEncoder = (record: object) => unknown

const {RecordBatch} = require('kafkajs/src/protocol/recordBatch/v0') as {RecordBatch: RecordBatchEncoder}
const Record = require('kafkajs/src/protocol/recordBatch/record/v0') as RecordEncoder

const AT = 1_700_000_000_000
const records = [
  {key: Buffer.from('k'), value: Buffer.from('v'), headers: {a: Buffer.from('1'), b: Buffer.from('')}},
  {key: null, value: Buffer.from([0, 0xff, 0x80]), headers: {}},
  {key: Buffer.from('gone'), value: null, headers: {}},
]

/** A batch as kafkajs's producer makes it; brokers set the base offset, which is the first field. */
async function batch(baseOffset: bigint, compression = 0): Promise<Buffer> {
  const {buffer} = await RecordBatch({
    compression,
    firstTimestamp: AT,
    maxTimestamp: AT + 2000,
    lastOffsetDelta: 2,
    producerId: 9,
    producerEpoch: 1,
    firstSequence: 4,
    records: records.map((record, index) =>
      Record({offsetDelta: index, timestampDelta: index * 1000, ...record}),
    ),
  })
  const bytes = Buffer.from(buffer)
  bytes.writeBigInt64BE(baseOffset, 0)
  return bytes
}

const GZIP = 1

describe('record batches', () => {
  it.each([0, GZIP])('as kafkajs writes them, compression %i', async (compression) => {
    const [parsed] = parseBatches(await batch(100n, compression))
    expect(parsed).toMatchObject({
      baseOffset: 100n,
      lastOffset: 102n,
      compression: compression === GZIP ? 'gzip' : 'none',
      timestampType: 'create',
      transactional: false,
      control: false,
      baseTimestamp: AT,
      maxTimestamp: AT + 2000,
      producerId: 9n,
      producerEpoch: 1,
      baseSequence: 4,
      count: 3,
    })
    const decoded = parsed ? await decodeRecords(parsed) : []
    expect(decoded).toEqual([
      {
        offset: 100n,
        timestamp: AT,
        key: Buffer.from('k'),
        value: Buffer.from('v'),
        headers: [
          ['a', Buffer.from('1')],
          ['b', Buffer.from('')],
        ],
      },
      {offset: 101n, timestamp: AT + 1000, key: null, value: Buffer.from([0, 0xff, 0x80]), headers: []},
      {offset: 102n, timestamp: AT + 2000, key: Buffer.from('gone'), value: null, headers: []},
    ])
  })

  it('leaves out a last batch that was cut off', async () => {
    const first = await batch(0n)
    const both = Buffer.concat([first, await batch(3n)])
    for (let length = 0; length < both.length; length++) {
      expect(parseBatches(both.subarray(0, length))).toHaveLength(length < first.length ? 0 : 1)
    }
    expect(parseBatches(both).map(({baseOffset}) => baseOffset)).toEqual([0n, 3n])
  })

  it("gives every record the broker's time where the topic says so", async () => {
    const bytes = await batch(0n)
    bytes.writeInt16BE(0x08, 21)
    const [parsed] = parseBatches(bytes)
    const decoded = parsed ? await decodeRecords(parsed) : []
    expect(decoded.map(({timestamp}) => timestamp)).toEqual([AT + 2000, AT + 2000, AT + 2000])
  })

  it('refuses the formats of before Kafka 0.11', async () => {
    const bytes = await batch(0n)
    bytes.writeInt8(1, 16)
    expect(() => parseBatches(bytes)).toThrow('message format 1')
  })

  it('says which batch is damaged', async () => {
    const [parsed] = parseBatches(await batch(7n))
    if (!parsed) throw new Error('no batch')
    await expect(decodeRecords({...parsed, count: 4})).rejects.toThrow('the batch at offset 7 is damaged')
    const wrong = {...parsed, compression: 'gzip', payload: gzipSync('no records').subarray(3)} as const
    await expect(decodeRecords(wrong)).rejects.toMatchObject({code: 'REQUEST_FAILED'})
  })
})
