import {ByteReader, MalformedMessage} from './byte-reader.js'
import {defaultOf, type Struct} from './defaults.js'
import {includes, type FieldSchema} from './schema.js'

type Read = (reader: ByteReader) => unknown
type ReadField = (reader: ByteReader, into: Struct) => void

/** Key under which a decoded struct keeps the tagged fields that its definition does not know. */
export const UNKNOWN_TAGS = Symbol('tagged fields unknown to the definition')

export type UnknownTags = readonly (readonly [tag: number, data: Buffer])[]

/** Builds the reader of a struct at one version. Fields that the version lacks get their defaults. */
export function compileReader(
  fields: readonly FieldSchema[],
  version: number,
  flexible: boolean,
): (reader: ByteReader) => Struct {
  const tagged = fields.filter((field) => isTagged(field, version))
  const readTags = flexible ? tagsReader(tagged, version) : undefined
  const steps = fields.map((field): ReadField => {
    const {name} = field
    if (!includes(field.versions, version) || tagged.includes(field)) {
      const missing = defaultOf(field)
      return (_, into) => void (into[name] = missing())
    }
    const read = valueReader(field, version, flexible)
    return (reader, into) => void (into[name] = read(reader))
  })
  return (reader) => {
    const struct: Struct = {}
    for (const step of steps) step(reader, struct)
    readTags?.(reader, struct)
    return struct
  }
}

export const isTagged = (field: FieldSchema, version: number): boolean =>
  field.tag !== undefined && includes(field.tagged, version)

function tagsReader(tagged: readonly FieldSchema[], version: number): ReadField {
  const known = new Map<number | undefined, {name: string; read: Read}>()
  for (const field of tagged) {
    known.set(field.tag, {name: field.name, read: valueReader(field, version, true)})
  }
  return (reader, into) => {
    for (let left = reader.varint(); left > 0; left--) {
      const tag = reader.varint()
      const data = reader.take(reader.varint())
      const field = known.get(tag)
      if (field) into[field.name] = field.read(new ByteReader(data))
      else unknownTagsOf(into).push([tag, data])
    }
  }
}

function unknownTagsOf(struct: Struct): [number, Buffer][] {
  const holder = struct as {[UNKNOWN_TAGS]: [number, Buffer][] | undefined}
  return (holder[UNKNOWN_TAGS] ??= [])
}

function valueReader(field: FieldSchema, version: number, flexible: boolean): Read {
  const nullable = includes(field.nullable, version)
  const sized = (length: Length, read: ReadSized): Read => prefixed(field.name, nullable, length, read)
  const length32 = flexible ? compactLength : plainLength32
  const length16 = flexible ? compactLength : plainLength16
  if (field.array) {
    const item = valueReader({...field, array: false, nullable: NEVER}, version, flexible)
    return sized(length32, (reader, size) => readArray(reader, size, item))
  }
  if (field.type === 'string') return sized(length16, (reader, size) => reader.text(size))
  if (BYTES.has(field.type)) return sized(length32, (reader, size) => reader.take(size))
  const scalar = SCALARS[field.type]
  if (scalar) return scalar
  const struct = compileReader(field.fields, version, flexible)
  return nullable ? (reader) => (reader.int8() < 0 ? null : struct(reader)) : struct
}

type Length = (reader: ByteReader) => number
type ReadSized = (reader: ByteReader, size: number) => unknown

const plainLength16: Length = (reader) => reader.int16()
const plainLength32: Length = (reader) => reader.int32()
// 0 stands for null, so that every other length is one more than the real one.
const compactLength: Length = (reader) => reader.varint() - 1

function prefixed(name: string, nullable: boolean, length: Length, read: ReadSized): Read {
  return (reader) => {
    const size = length(reader)
    if (size >= 0) return read(reader, size)
    if (nullable) return null
    throw new MalformedMessage(`${name} is null`)
  }
}

function readArray(reader: ByteReader, size: number, item: Read): unknown[] {
  // Every item takes a byte at least: a length beyond the end is caught before anything is allocated.
  if (size > reader.remaining) throw new MalformedMessage(`an array of ${size} items does not fit`)
  const items = new Array<unknown>(size)
  for (let index = 0; index < size; index++) items[index] = item(reader)
  return items
}

const NEVER = {from: 0, to: -1}
const BYTES: ReadonlySet<string> = new Set(['bytes', 'records'])
const SCALARS: Readonly<Record<string, Read>> = {
  bool: (reader) => reader.int8() !== 0,
  int8: (reader) => reader.int8(),
  int16: (reader) => reader.int16(),
  uint16: (reader) => reader.uint16(),
  int32: (reader) => reader.int32(),
  uint32: (reader) => reader.uint32(),
  int64: (reader) => reader.int64(),
  float64: (reader) => reader.float64(),
  uuid: (reader) => reader.take(16).toString('base64url'),
}
