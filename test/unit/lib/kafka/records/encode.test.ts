import {expect, test} from 'vitest'
import {parseBatches} from '../../../../../src/lib/kafka/records/batches.js'
import {crc32c} from '../../../../../src/lib/kafka/records/crc32c.js'
import {decodeRecords} from '../../../../../src/lib/kafka/records/decode.js'
import {encodeBatch, type NewRecord} from '../../../../../src/lib/kafka/records/encode.js'

// Test vectors of RFC 3720, B.4.
test('CRC-32C', () => {
  expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa)
  expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43)
  expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283)
})

const record = (fields: Partial<NewRecord>): NewRecord => ({
  timestamp: 1_700_000_000_000,
  key: null,
  value: null,
  headers: [],
  ...fields,
})

async function roundTrip(records: readonly NewRecord[]): Promise<NewRecord[]> {
  const [batch] = parseBatches(encodeBatch(records))
  if (!batch) throw new Error('no batch')
  expect(batch.lastOffset).toBe(BigInt(records.length - 1))
  return (await decodeRecords(batch)).map(({timestamp, key, value, headers}) => ({
    timestamp,
    key,
    value,
    headers,
  }))
}

test('records come back byte for byte, nulls and repeated headers too', async () => {
  const records = [
    record({key: Buffer.from([0, 255]), value: Buffer.from('v')}),
    record({timestamp: 1_600_000_000_000}),
    record({
      key: Buffer.alloc(0),
      value: Buffer.alloc(0),
      headers: [
        ['a', Buffer.from('1')],
        ['__proto__', null],
        ['a', Buffer.alloc(0)],
        ['', Buffer.from([255])],
      ],
    }),
  ]
  expect(await roundTrip(records)).toEqual(records)
})

test('a large batch is compressed, and comes back the same', async () => {
  const records = [record({value: Buffer.alloc(2_000_000, 'x')})]
  expect(encodeBatch(records).length).toBeLessThan(100_000)
  expect(await roundTrip(records)).toEqual(records)
})
