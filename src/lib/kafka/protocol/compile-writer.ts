import {ByteWriter} from './byte-writer.js'
import {isTagged, UNKNOWN_TAGS, type UnknownTags} from './compile-reader.js'
import {defaultOf, isDefault, type Struct} from './defaults.js'
import {includes, type FieldSchema} from './schema.js'

type Write = (writer: ByteWriter, value: unknown) => void
type WriteStruct = (writer: ByteWriter, struct: Struct & {[UNKNOWN_TAGS]?: UnknownTags}) => void

/** Thrown for a value that the definition cannot carry: a mistake of the caller, not of the broker. */
export class UnwritableValue extends Error {}

/**
 * Builds the writer of a struct at one version. What is left out is written as its default; a value that the
 * version has no room for is an error unless the definition calls the field ignorable.
 */
export function compileWriter(
  fields: readonly FieldSchema[],
  version: number,
  flexible: boolean,
): WriteStruct {
  const present = fields.filter((field) => includes(field.versions, version))
  const plain = present.filter((field) => !isTagged(field, version)).map(plainWriter)
  const absent = fields.filter((field) => !includes(field.versions, version) && !field.ignorable)
  const writeTags = flexible
    ? tagsWriter(
        present.filter((field) => isTagged(field, version)),
        version,
      )
    : undefined
  return (writer, struct) => {
    for (const field of absent) {
      if (isDefault(field, struct[field.name])) continue
      throw new UnwritableValue(`${field.name} cannot be sent at version ${version}`)
    }
    for (const write of plain) write(writer, struct)
    writeTags?.(writer, struct)
  }

  function plainWriter(field: FieldSchema): WriteStruct {
    const {name} = field
    const write = valueWriter(field, version, flexible)
    const missing = defaultOf(field)
    return (writer, struct) => write(writer, struct[name] ?? (struct[name] === null ? null : missing()))
  }
}

function tagsWriter(tagged: readonly FieldSchema[], version: number): WriteStruct {
  const known = tagged.map((field) => ({field, write: valueWriter(field, version, true)}))
  return (writer, struct) => {
    const entries = [...(struct[UNKNOWN_TAGS] ?? [])]
    for (const {field, write} of known) {
      const value = struct[field.name]
      if (isDefault(field, value)) continue
      const data = new ByteWriter()
      write(data, value)
      entries.push([field.tag ?? 0, data.written()])
    }
    entries.sort(([a], [b]) => a - b)
    writer.varint(entries.length)
    for (const [tag, data] of entries) {
      writer.varint(tag)
      writer.varint(data.length)
      writer.raw(data)
    }
  }
}

function valueWriter(field: FieldSchema, version: number, flexible: boolean): Write {
  const nullable = includes(field.nullable, version)
  if (field.array || LENGTH_PREFIXED.has(field.type)) {
    const length = lengthWriter(field, flexible)
    const content = contentWriter(field, version, flexible, length)
    return (writer, value) => {
      if (value !== null) content(writer, value)
      else if (nullable) length(writer, -1)
      else throw new UnwritableValue(`${field.name} must not be null at version ${version}`)
    }
  }
  const scalar = SCALARS[field.type]
  if (scalar) return scalar
  const struct = compileWriter(field.fields, version, flexible) as Write
  if (!nullable) return struct
  return (writer, value) => {
    writer.int8(value === null ? -1 : 1)
    if (value !== null) struct(writer, value)
  }
}

type WriteLength = (writer: ByteWriter, length: number) => void

function lengthWriter(field: FieldSchema, flexible: boolean): WriteLength {
  // Null is 0 in the compact form, so that every other length is one more than the real one.
  const writeLength: WriteLength = flexible
    ? (writer, length) => writer.varint(length + 1)
    : (writer, length) => writer.int32(length)
  if (flexible || field.type !== 'string' || field.array) return writeLength
  return (writer, length) => {
    if (length > 0x7fff) throw new UnwritableValue(`${field.name} is longer than 32,767 bytes`)
    writer.int16(length)
  }
}

function contentWriter(field: FieldSchema, version: number, flexible: boolean, length: WriteLength): Write {
  if (field.array) {
    const item = valueWriter({...field, array: false, nullable: {from: 0, to: -1}}, version, flexible)
    return (writer, value) => {
      const items = value as readonly unknown[]
      length(writer, items.length)
      for (const each of items) item(writer, each)
    }
  }
  if (field.type === 'string') {
    return (writer, value) => {
      const size = Buffer.byteLength(value as string)
      length(writer, size)
      writer.text(value as string, size)
    }
  }
  return (writer, value) => {
    length(writer, (value as Buffer).length)
    writer.raw(value as Buffer)
  }
}

const LENGTH_PREFIXED: ReadonlySet<string> = new Set(['string', 'bytes', 'records'])

const SCALARS: Readonly<Record<string, Write>> = {
  bool: (writer, value) => writer.int8(value === true ? 1 : 0),
  int8: (writer, value) => writer.int8(value as number),
  int16: (writer, value) => writer.int16(value as number),
  uint16: (writer, value) => writer.uint16(value as number),
  int32: (writer, value) => writer.int32(value as number),
  uint32: (writer, value) => writer.uint32(value as number),
  int64: (writer, value) => writer.int64(value as bigint),
  float64: (writer, value) => writer.float64(value as number),
  uuid: (writer, value) => writer.raw(Buffer.from(value as string, 'base64url')),
}
