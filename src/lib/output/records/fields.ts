import {isUtf8} from 'node:buffer'
import type {KafkaRecord} from '../../kafka/records/types.js'
import type {TopicPartition} from '../../kafka/types.js'

/** Text as it is; other bytes as base64, marked as such, so that they come back. */
export type JsonBytes = string | null | {encoding: 'base64'; value: string}

/** A record as JSON: what `topic produce --format ndjson` takes. */
export interface JsonRecord {
  topic: string
  partition: number
  offset: string
  /** Milliseconds since the epoch. */
  timestamp: number | null
  key: JsonBytes
  value: JsonBytes
  headers: [name: string, value: JsonBytes][]
  keySchemaId?: number
  valueSchemaId?: number
}

const jsonBytes = (bytes: Buffer | null): JsonBytes =>
  bytes === null
    ? null
    : isUtf8(bytes)
      ? bytes.toString('utf8')
      : {encoding: 'base64', value: bytes.toString('base64')}

export function jsonRecord(record: KafkaRecord, {topic, partition}: TopicPartition): JsonRecord {
  const {offset, timestamp, key, value, headers} = record
  const [keySchemaId, valueSchemaId] = [schemaId(key), schemaId(value)]
  return {
    ...{topic, partition, offset: offset.toString(), timestamp: timestamp < 0 ? null : timestamp},
    ...{key: jsonBytes(key), value: jsonBytes(value)},
    headers: headers.map(([name, bytes]) => [name, jsonBytes(bytes)]),
    ...(keySchemaId !== undefined && {keySchemaId}),
    ...(valueSchemaId !== undefined && {valueSchemaId}),
  }
}

const MAGIC = 0
const PREFIX = 5
/** Registries count from 1; larger numbers are some other binary data. */
const LARGEST_ID = 10_000_000

/** Id of the schema, where the bytes begin as serializers with a schema registry write them: 0, then four bytes. */
export function schemaId(bytes: Buffer | null): number | undefined {
  if (bytes === null || bytes.length <= PREFIX || bytes[0] !== MAGIC) return undefined
  const id = bytes.readInt32BE(1)
  return id > 0 && id < LARGEST_ID ? id : undefined
}

/** The same bytes without that prefix. */
export const withoutSchemaId = (bytes: Buffer): Buffer => bytes.subarray(PREFIX)
