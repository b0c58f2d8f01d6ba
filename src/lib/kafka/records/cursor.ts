import {MalformedMessage} from '../protocol/byte-reader.js'
import type {KafkaRecord, RecordBatch} from './types.js'

/**
 * Goes through the records of a batch without making an object of each: it is the record, until `next()`. Bytes are
 * views. Layout: org.apache.kafka.common.record.DefaultRecord.
 */
export class RecordCursor implements KafkaRecord {
  /** Of the record, from the first of the batch. */
  delta = 0
  timestamp = -1
  private at = 0
  private left: number
  private keyAt = 0
  private keyLength = -1
  private valueAt = 0
  private valueLength = -1
  private end = 0

  /** `bytes` are those of the batch, decompressed. */
  constructor(
    private readonly bytes: Buffer,
    private readonly batch: RecordBatch,
  ) {
    this.left = batch.count
  }

  /** False after the last record. @throws MalformedMessage */
  next(): boolean {
    if (this.left === 0) return false
    this.left--
    this.at = this.end
    const size = this.zigzag()
    this.end = this.at + size
    if (size < 0 || this.end > this.bytes.length) throw new MalformedMessage(`a record of ${size} bytes`)
    this.at++
    const timestamp = this.batch.baseTimestamp + this.zigzag()
    // With the broker's own time the deltas keep what the producer said.
    this.timestamp = this.batch.timestampType === 'append' ? this.batch.maxTimestamp : timestamp
    this.delta = this.zigzag()
    this.keyLength = this.zigzag()
    this.keyAt = this.at
    if (this.keyLength > 0) this.at += this.keyLength
    this.valueLength = this.zigzag()
    this.valueAt = this.at
    if (this.valueLength > 0) this.at += this.valueLength
    if (this.at > this.end) throw new MalformedMessage('a record is longer than it says')
    return true
  }

  get offset(): bigint {
    return this.batch.baseOffset + BigInt(this.delta)
  }

  get key(): Buffer | null {
    return this.keyLength < 0 ? null : this.bytes.subarray(this.keyAt, this.keyAt + this.keyLength)
  }

  get value(): Buffer | null {
    return this.valueLength < 0 ? null : this.bytes.subarray(this.valueAt, this.valueAt + this.valueLength)
  }

  /** Bytes of key and value. */
  get size(): number {
    return Math.max(this.keyLength, 0) + Math.max(this.valueLength, 0)
  }

  get headers(): [name: string, value: Buffer | null][] {
    this.at = this.valueAt + Math.max(this.valueLength, 0)
    return Array.from({length: this.zigzag()}, () => {
      const name = this.take(this.zigzag())
      const length = this.zigzag()
      return [name.toString('utf8'), length < 0 ? null : this.take(length)]
    })
  }

  private take(length: number): Buffer {
    const start = this.at
    this.at += length
    if (length < 0 || this.at > this.end) throw new MalformedMessage('a header is longer than its record')
    return this.bytes.subarray(start, this.at)
  }

  /** A signed varint: at most 10 bytes, exact up to 53 bits. */
  private zigzag(): number {
    let value = 0
    for (let factor = 1; factor < 2 ** 70; factor *= 128) {
      const byte = this.bytes[this.at++]
      if (byte === undefined) throw new MalformedMessage('the bytes end within a record')
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2
    }
    throw new MalformedMessage('a varint is longer than 10 bytes')
  }
}
