import {describe, expect, it} from 'vitest'
import {firstRecord} from '../../../../../src/lib/kafka/lag/next-record.js'

interface BatchSpec {
  base: bigint
  /** Offset delta and timestamp delta of each record. */
  records?: readonly (readonly [number, number])[]
  attributes?: number
  baseTimestamp?: number
  maxTimestamp?: number
  lastDelta?: number
  magic?: number
}

const GZIP = 1
const LOG_APPEND_TIME = 0x08
const CONTROL = 0x20
const DELETE_HORIZON = 0x40

function zigzag(value: number): number[] {
  let rest = value < 0 ? -value * 2 - 1 : value * 2
  const bytes = []
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
  return [...bytes, rest]
}

function batch({base, records = [[0, 0]], attributes = 0, magic = 2, ...given}: BatchSpec): Buffer {
  const body = records.flatMap(([offset, time]) => {
    const record = [0, ...zigzag(time), ...zigzag(offset), ...zigzag(-1), ...zigzag(-1), ...zigzag(0)]
    return [...zigzag(record.length), ...record]
  })
  const header = Buffer.alloc(61)
  header.writeBigInt64BE(base, 0)
  header.writeInt32BE(49 + body.length, 8)
  header.writeInt8(magic, 16)
  header.writeInt16BE(attributes, 21)
  header.writeInt32BE(given.lastDelta ?? records.at(-1)?.[0] ?? 0, 23)
  header.writeBigInt64BE(BigInt(given.baseTimestamp ?? 1000), 27)
  header.writeBigInt64BE(BigInt(given.maxTimestamp ?? 2000), 35)
  header.writeInt32BE(records.length, 57)
  return Buffer.concat([header, Buffer.from(body)])
}

const three = [
  [0, 0],
  [1, 300],
  [2, 1000],
] as const

describe('firstRecord', () => {
  it('reads the time of the record itself', () => {
    expect(firstRecord(batch({base: 10n, records: three}), 11n)).toEqual({
      kind: 'record',
      method: 'record',
      timestamp: 1300,
      timestampType: 'CreateTime',
    })
  })

  it('takes the next record where the one at the offset was compacted away', () => {
    const compacted = [
      [0, 0],
      [5, 700],
    ] as const
    expect(firstRecord(batch({base: 10n, records: compacted}), 12n)).toMatchObject({timestamp: 1700})
  })

  it('reads on in the next batch where the rest of this one was compacted away', () => {
    const bytes = Buffer.concat([batch({base: 10n, lastDelta: 9}), batch({base: 20n, baseTimestamp: 5000})])
    expect(firstRecord(bytes, 15n)).toMatchObject({timestamp: 5000})
  })

  it('skips batches before the offset', () => {
    const bytes = Buffer.concat([batch({base: 8n}), batch({base: 9n, baseTimestamp: 4000})])
    expect(firstRecord(bytes, 9n)).toMatchObject({timestamp: 4000})
  })

  it('takes negative time deltas, and times of today', () => {
    const now = Date.UTC(2026, 0, 1)
    const bytes = batch({
      base: 0n,
      records: [
        [0, 0],
        [1, -5000],
      ],
      baseTimestamp: now,
    })
    expect(firstRecord(bytes, 1n)).toMatchObject({timestamp: now - 5000})
  })

  it('skips transaction markers', () => {
    const marker = batch({base: 10n, attributes: CONTROL | 0x10})
    expect(firstRecord(Buffer.concat([marker, batch({base: 11n, baseTimestamp: 7})]), 10n)).toMatchObject({
      timestamp: 7,
    })
    expect(firstRecord(marker, 10n)).toEqual({kind: 'later', offset: 11n})
  })

  it('has the broker’s time for the whole batch under LogAppendTime', () => {
    const bytes = batch({base: 0n, records: three, attributes: LOG_APPEND_TIME, baseTimestamp: 1})
    expect(firstRecord(bytes, 1n)).toMatchObject({
      timestamp: 2000,
      timestampType: 'LogAppendTime',
      method: 'record',
    })
  })

  describe('in a compressed batch', () => {
    const compressed = (given: Partial<BatchSpec> = {}) =>
      batch({base: 100n, lastDelta: 10, attributes: GZIP, ...given})

    it('has the first record’s time exactly', () => {
      expect(firstRecord(compressed(), 100n)).toMatchObject({method: 'record', timestamp: 1000})
    })

    it('interpolates between the first and the last', () => {
      expect(firstRecord(compressed(), 103n)).toMatchObject({method: 'interpolated', timestamp: 1300})
      expect(firstRecord(compressed(), 110n)).toMatchObject({method: 'interpolated', timestamp: 2000})
    })

    it('is exact when all were written at once', () => {
      expect(firstRecord(compressed({maxTimestamp: 1000}), 105n)).toMatchObject({
        method: 'record',
        timestamp: 1000,
      })
    })

    it('knows only the newest time once the cleaner has written its own into the header', () => {
      const cleaned = compressed({attributes: GZIP | DELETE_HORIZON, baseTimestamp: 9_000_000})
      expect(firstRecord(cleaned, 103n)).toMatchObject({method: 'lower-bound', timestamp: 2000})
    })
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a truncated header', batch({base: 0n}).subarray(0, 40)],
    ['a truncated batch', batch({base: 0n, records: three}).subarray(0, 64)],
    ['an older format', batch({base: 0n, magic: 1})],
    ['only what was before', batch({base: 0n})],
  ])('does not know from %s', (_what, bytes) => {
    expect(firstRecord(bytes, 1n)).toBeUndefined()
  })
})
