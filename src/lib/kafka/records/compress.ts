import type {Compression} from './types.js'

export const COMPRESSIONS: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/** Of one block of snappy, as Java's SnappyOutputStream cuts them. */
const SNAPPY_BLOCK = 32 * 1024
/** What Kafka's own producer takes when nothing is said. */
const ZSTD_LEVEL = 3
const XERIAL_HEADER = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1])

type Compress = (payload: Buffer) => Promise<Buffer>

/**
 * What compresses the records of a batch, in the framing that Java's client writes; undefined for `none`. The
 * library is loaded here, once.
 */
export async function compressor(compression: Compression): Promise<Compress | undefined> {
  switch (compression) {
    case 'none':
      return undefined
    case 'gzip': {
      // In a thread of its own: the next batch is filled meanwhile.
      const {gzip} = await import('node:zlib')
      return (payload) => calledBack((done) => gzip(payload, {level: 6}, done))
    }
    case 'snappy': {
      const {default: snappyjs} = await import('snappyjs')
      return (payload) => Promise.resolve(xerial(payload, (block) => snappyjs.compress(block)))
    }
    case 'lz4': {
      const {lz4Frame} = await import('./lz4-frame.js')
      return (payload) => Promise.resolve(lz4Frame(payload))
    }
    case 'zstd':
      return zstd()
  }
}

async function zstd(): Promise<Compress> {
  const {zstdCompress} = (await import('node:zlib')) as unknown as {
    zstdCompress?: (payload: Buffer, done: Done) => void
  }
  if (zstdCompress) return (payload) => calledBack((done) => zstdCompress(payload, done))
  // Node has it since 22.15.
  const {Zstd} = await import('@hpcc-js/wasm-zstd')
  const library = await Zstd.load()
  return (payload) => Promise.resolve(Buffer.from(library.compress(payload, ZSTD_LEVEL)))
}

type Done = (error: Error | null, result: Buffer) => void

const calledBack = (start: (done: Done) => void): Promise<Buffer> =>
  new Promise((resolve, reject) => start((error, result) => (error ? reject(error) : resolve(result))))

function xerial(payload: Buffer, compress: (block: Buffer) => Uint8Array): Buffer {
  const parts: Uint8Array[] = [XERIAL_HEADER]
  for (let at = 0; at < payload.length; at += SNAPPY_BLOCK) {
    const block = compress(payload.subarray(at, at + SNAPPY_BLOCK))
    const size = Buffer.allocUnsafe(4)
    size.writeInt32BE(block.length)
    parts.push(size, block)
  }
  return Buffer.concat(parts)
}
