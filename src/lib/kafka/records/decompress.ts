import type {Compression} from './types.js'

/** The bytes of a compressed batch or message. Each library is loaded with the first batch that needs it. */
export async function decompress(compression: Compression, bytes: Buffer): Promise<Buffer> {
  switch (compression) {
    case 'none':
      return bytes
    case 'gzip': {
      const {gunzipSync} = await import('node:zlib')
      return gunzipSync(bytes)
    }
    case 'snappy': {
      const {default: snappyjs} = await import('snappyjs')
      return snappy(bytes, (block) => snappyjs.uncompress(block))
    }
    case 'lz4': {
      const {default: lz4js} = await import('lz4js')
      return view(lz4js.decompress(bytes))
    }
    case 'zstd': {
      const {decompress: zstd} = await import('fzstd')
      return view(zstd(bytes))
    }
  }
}

// Java's SnappyOutputStream puts a header and length-prefixed blocks around what others write bare.
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const XERIAL_HEADER = 16

function snappy(bytes: Buffer, uncompress: (bytes: Uint8Array) => Uint8Array): Buffer {
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) return view(uncompress(bytes))
  const blocks: Buffer[] = []
  for (let at = XERIAL_HEADER; at < bytes.length;) {
    const start = at + 4
    at = start + bytes.readInt32BE(at)
    blocks.push(view(uncompress(bytes.subarray(start, at))))
  }
  return Buffer.concat(blocks)
}

const view = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
