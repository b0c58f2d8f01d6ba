import type {ApiName, RequestOf, ResponseOf} from './apis/index.js'
import {ByteReader, MalformedMessage} from './byte-reader.js'
import {ByteWriter} from './byte-writer.js'
import {compileReader} from './compile-reader.js'
import {compileWriter} from './compile-writer.js'
import type {Struct} from './defaults.js'
import {includes, schemaOf, type MessageName, type VersionRange} from './schema.js'

type Encode = (writer: ByteWriter, body: Struct) => void
type Decode = (reader: ByteReader) => Struct

const encoders = new Map<string, Encode>()
const decoders = new Map<string, Decode>()

/** Versions of a request that the table knows. */
export const knownVersions = (api: ApiName): VersionRange => schemaOf(`${api}Request`).valid

export const apiKeyOf = (api: ApiName): number => schemaOf(`${api}Request`).apiKey

/** A whole frame: size, header (version 2 for flexible requests, 1 before) and body. */
export function encodeRequest<A extends ApiName>(
  api: A,
  version: number,
  header: {correlationId: number; clientId: string},
  body: RequestOf<A>,
): Buffer {
  const {apiKey, flexible} = schemaOf(`${api}Request`)
  const writer = new ByteWriter()
  writer.int32(0)
  writer.int16(apiKey)
  writer.int16(version)
  writer.int32(header.correlationId)
  const clientIdLength = Buffer.byteLength(header.clientId)
  // Not compact even in flexible headers, so that every broker can read it.
  writer.int16(clientIdLength)
  writer.text(header.clientId, clientIdLength)
  if (includes(flexible, version)) writer.varint(0)
  encoderOf(`${api}Request`, version)(writer, body as unknown as Struct)
  writer.patchInt32(0, writer.length - 4)
  return writer.written()
}

/**
 * The body of an answer, from the bytes after the correlation id.
 * Throws {@link MalformedMessage} when they do not fit the definition.
 */
export function decodeResponse<A extends ApiName>(api: A, version: number, payload: Buffer): ResponseOf<A> {
  const reader = new ByteReader(payload)
  // ApiVersions answers always come with the oldest header: the client cannot know yet what the broker speaks.
  if (api !== 'ApiVersions' && includes(schemaOf(`${api}Response`).flexible, version)) skipTags(reader)
  const response = decoderOf(`${api}Response`, version)(reader)
  if (reader.remaining > 0) throw new MalformedMessage(`${reader.remaining} bytes too many`)
  return response as unknown as ResponseOf<A>
}

/** A message without any header, such as the data inside other messages' `bytes` fields. */
export function encodeMessage(name: MessageName, version: number, body: Struct): Buffer {
  const writer = new ByteWriter()
  encoderOf(name, version)(writer, body)
  return writer.written()
}

/**
 * Reverse of {@link encodeMessage}. Bytes that follow are left alone: newer writers of such data append fields.
 * Throws {@link MalformedMessage}.
 */
export const decodeMessage = (name: MessageName, version: number, bytes: Buffer): Struct =>
  decoderOf(name, version)(new ByteReader(bytes))

function skipTags(reader: ByteReader): void {
  for (let left = reader.varint(); left > 0; left--) {
    reader.varint()
    reader.take(reader.varint())
  }
}

function encoderOf(name: MessageName, version: number): Encode {
  return memoize(encoders, `${name} ${version}`, () => {
    const {fields, flexible} = schemaOf(name)
    return compileWriter(fields, version, includes(flexible, version))
  })
}

function decoderOf(name: MessageName, version: number): Decode {
  return memoize(decoders, `${name} ${version}`, () => {
    const {fields, flexible} = schemaOf(name)
    return compileReader(fields, version, includes(flexible, version))
  })
}

function memoize<T>(cache: Map<string, T>, key: string, make: () => T): T {
  let value = cache.get(key)
  if (value === undefined) cache.set(key, (value = make()))
  return value
}
