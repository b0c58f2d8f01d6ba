import {crc32c} from './crc32c.js'
import type {Compression, KafkaRecord} from './types.js'

export type Headers = KafkaRecord['headers']

/** Who a batch is from, so that a broker can tell a batch that is sent again (KIP-98). */
export interface BatchOrigin {
  readonly producerId: bigint
  readonly producerEpoch: number
  /** Of its first record, in its partition. */
  readonly baseSequence: number
}

/** Of a producer without an id. */
export const NOBODY: BatchOrigin = {producerId: -1n, producerEpoch: -1, baseSequence: -1}

const HEADER = 61
const CRC_FROM = 21
const CODES: Readonly<Record<Compression, number>> = {none: 0, gzip: 1, snappy: 2, lz4: 3, zstd: 4}
/** More than the lengths and deltas of one record take. */
const RECORD_OVERHEAD = 48

/**
 * Writes records into the bytes of one batch (magic 2) as they come, without an object for each. Layout:
 * org.apache.kafka.common.record.DefaultRecordBatch and DefaultRecord.
 */
export class BatchBuilder {
  count = 0
  /** Bytes of keys, values and headers alone. */
  content = 0
  private at = HEADER
  private baseTimestamp = -1
  private maxTimestamp = -1

  constructor(private bytes: Buffer = Buffer.allocUnsafe(16_384)) {}

  /** Bytes so far, before compression. */
  get size(): number {
    return this.at
  }

  /** The records alone, as they are compressed. A view: nothing may be appended afterwards. */
  get payload(): Buffer {
    return this.bytes.subarray(HEADER, this.at)
  }

  /** `timestamp` in milliseconds since the epoch. Bytes are copied. */
  append(timestamp: number, key: Buffer | null, value: Buffer | null, headers: Headers): void {
    if (this.count === 0) this.baseTimestamp = timestamp
    if (timestamp > this.maxTimestamp) this.maxTimestamp = timestamp
    const timeDelta = zigzag(timestamp - this.baseTimestamp)
    const offsetDelta = this.count * 2
    const keyLength = zigzag(key?.length ?? -1)
    const valueLength = zigzag(value?.length ?? -1)
    const size =
      1 +
      width(timeDelta) +
      width(offsetDelta) +
      width(keyLength) +
      (key?.length ?? 0) +
      width(valueLength) +
      (value?.length ?? 0) +
      headersSize(headers)
    this.reserve(size + RECORD_OVERHEAD)
    this.varint(size * 2)
    this.bytes[this.at++] = 0
    this.varint(timeDelta)
    this.varint(offsetDelta)
    this.varint(keyLength)
    if (key) this.raw(key)
    this.varint(valueLength)
    if (value) this.raw(value)
    this.varint(headers.length * 2)
    for (const [name, content] of headers) this.header(name, content)
    this.content += contentSize({key, value, headers})
    this.count++
  }

  /** The whole batch, around the payload or what it was compressed to. */
  finish(origin: BatchOrigin, compression: Compression = 'none', compressed?: Buffer): Buffer {
    const bytes = compressed
      ? Buffer.concat([this.bytes.subarray(0, HEADER), compressed])
      : this.bytes.subarray(0, this.at)
    bytes.writeBigInt64BE(0n, 0)
    bytes.writeInt32BE(bytes.length - 12, 8)
    bytes.writeInt32BE(-1, 12)
    bytes.writeInt8(2, 16)
    bytes.writeInt16BE(CODES[compression], 21)
    bytes.writeInt32BE(this.count - 1, 23)
    bytes.writeBigInt64BE(BigInt(this.baseTimestamp), 27)
    bytes.writeBigInt64BE(BigInt(this.maxTimestamp), 35)
    bytes.writeBigInt64BE(origin.producerId, 43)
    bytes.writeInt16BE(origin.producerEpoch, 51)
    bytes.writeInt32BE(origin.baseSequence, 53)
    bytes.writeInt32BE(this.count, 57)
    bytes.writeUInt32BE(crc32c(bytes.subarray(CRC_FROM)), 17)
    return bytes
  }

  private header(name: string, content: Buffer | null): void {
    const length = Buffer.byteLength(name)
    this.varint(length * 2)
    this.bytes.write(name, this.at)
    this.at += length
    this.varint(zigzag(content?.length ?? -1))
    if (content) this.raw(content)
  }

  private raw(content: Buffer): void {
    content.copy(this.bytes, this.at)
    this.at += content.length
  }

  private varint(value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest % 0x80) | 0x80
      rest = Math.floor(rest / 0x80)
    }
    this.bytes[this.at++] = rest
  }

  private reserve(size: number): void {
    const needed = this.at + size
    if (needed <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, needed))
    this.bytes.copy(grown, 0, 0, this.at)
    this.bytes = grown
  }
}

/** Signed numbers as varints have them; exact for 53 bits, which times in milliseconds need. */
const zigzag = (value: number): number => (value >= 0 ? value * 2 : -value * 2 - 1)

function width(value: number): number {
  let bytes = 1
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes++
  return bytes
}

/** Bytes of key, value and headers, without what the format adds. */
export function contentSize({key, value, headers}: Pick<KafkaRecord, 'key' | 'value' | 'headers'>): number {
  let size = (key?.length ?? 0) + (value?.length ?? 0)
  for (const [name, content] of headers) size += Buffer.byteLength(name) + (content?.length ?? 0)
  return size
}

function headersSize(headers: Headers): number {
  let size = width(headers.length * 2)
  for (const [name, content] of headers) {
    const length = Buffer.byteLength(name)
    size += width(length * 2) + length + width(zigzag(content?.length ?? -1)) + (content?.length ?? 0)
  }
  return size
}
