import type {Compression} from './types.js'

/** A batch may be 1,000 times as large as the bytes that came: what is larger than this is not read. */
export const MAX_DECOMPRESSED = 128 << 20

/** The bytes would be more than the limit. */
export class TooLarge extends Error {}

/**
 * The bytes of a compressed batch or message. Each library is loaded with the first batch that needs it.
 * @throws TooLarge for more than `limit` bytes
 */
export async function decompress(
  compression: Compression,
  bytes: Buffer,
  limit = MAX_DECOMPRESSED,
): Promise<Buffer> {
  switch (compression) {
    case 'none':
      return bytes
    case 'gzip': {
      const {gunzipSync} = await import('node:zlib')
      try {
        return gunzipSync(bytes, {maxOutputLength: limit})
      } catch (error) {
        throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? new TooLarge() : error
      }
    }
    case 'snappy': {
      const {default: snappyjs} = await import('snappyjs')
      return snappy(bytes, limit, (block) => snappyjs.uncompress(block))
    }
    case 'lz4': {
      const {default: lz4js} = await import('lz4js')
      // The bound counts each block as a full one. What does not fit is left out: one byte more tells that.
      const found = lz4js.decompress(bytes, Math.min(lz4js.decompressBound(bytes), limit + 1))
      return view(within(found, limit))
    }
    case 'zstd': {
      const {Decompress} = await import('fzstd')
      const blocks: Uint8Array[] = []
      let size = 0
      new Decompress((block) => {
        size += block.length
        if (size > limit) throw new TooLarge()
        blocks.push(block)
      }).push(bytes, true)
      return Buffer.concat(blocks, size)
    }
  }
}

// Java's SnappyOutputStream puts a header and length-prefixed blocks around what others write bare.
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const XERIAL_HEADER = 16

function snappy(bytes: Buffer, limit: number, uncompress: (bytes: Uint8Array) => Uint8Array): Buffer {
  let size = 0
  const checked = (block: Buffer): Buffer => {
    size += snappySize(block)
    if (size > limit) throw new TooLarge()
    return view(uncompress(block))
  }
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) return checked(bytes)
  const blocks: Buffer[] = []
  for (let at = XERIAL_HEADER; at < bytes.length;) {
    const start = at + 4
    at = start + bytes.readInt32BE(at)
    blocks.push(checked(bytes.subarray(start, at)))
  }
  return Buffer.concat(blocks)
}

/** A block begins with its size as a varint. */
function snappySize(block: Buffer): number {
  let size = 0
  for (let at = 0, factor = 1; at < 5; at++, factor *= 128) {
    const byte = block[at] ?? 0
    size += (byte & 0x7f) * factor
    if (byte < 0x80) break
  }
  return size
}

function within(bytes: Uint8Array, limit: number): Uint8Array {
  if (bytes.length > limit) throw new TooLarge()
  return bytes
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
