import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import {decompress, TooLarge} from '../../../../../src/lib/kafka/records/decompress.js'

const hello = Buffer.from('hello hello hello hello')
// Raw snappy: length 23, literal of 6 bytes, copy of 17 at distance 6.
const snappyBlock = Buffer.concat([
  Buffer.from([23, 0x14]),
  Buffer.from('hello '),
  Buffer.from([0x42, 0x06, 0]),
])

describe('decompress', () => {
  it('gives back what is not compressed', async () => {
    expect(await decompress('none', hello)).toBe(hello)
  })

  it('gzip', async () => {
    expect(await decompress('gzip', gzipSync(hello))).toEqual(hello)
  })

  it('snappy, bare and in the blocks of Java', async () => {
    expect(await decompress('snappy', snappyBlock)).toEqual(hello)
    const size = Buffer.from([0, 0, 0, snappyBlock.length])
    const header = Buffer.concat([
      Buffer.from([0x82]),
      Buffer.from('SNAPPY\0'),
      Buffer.from([0, 0, 0, 1, 0, 0, 0, 1]),
    ])
    const framed = Buffer.concat([header, size, snappyBlock, size, snappyBlock])
    expect(await decompress('snappy', framed)).toEqual(Buffer.concat([hello, hello]))
  })

  // Made by the lz4 and zstd command line tools.
  it('lz4', async () => {
    const frame = Buffer.from('BCJNGGRApw8AAABoaGVsbG8gBgBQaGVsbG8AAAAA8muUCw==', 'base64')
    expect((await decompress('lz4', frame)).toString()).toBe('hello hello hello hello')
  })

  it('zstd', async () => {
    const frame = Buffer.from('KLUv/QRYZQAAMGhlbGxvIAEAmUsRF16uDQ==', 'base64')
    expect((await decompress('zstd', frame)).toString()).toBe('hello hello hello hello')
  })

  it.each([
    ['gzip', gzipSync(hello)],
    ['snappy', snappyBlock],
    ['lz4', Buffer.from('BCJNGGRApw8AAABoaGVsbG8gBgBQaGVsbG8AAAAA8muUCw==', 'base64')],
    ['zstd', Buffer.from('KLUv/QRYZQAAMGhlbGxvIAEAmUsRF16uDQ==', 'base64')],
  ] as const)('%s that becomes larger than the limit is refused', async (compression, bytes) => {
    expect(await decompress(compression, bytes, hello.length)).toEqual(hello)
    await expect(decompress(compression, bytes, hello.length - 1)).rejects.toThrow(TooLarge)
  })
})
