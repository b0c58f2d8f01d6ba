import {randomBytes} from 'node:crypto'
import {expect, test} from 'vitest'
import {decompress} from '../../../../../src/lib/kafka/records/decompress.js'
import {lz4Frame} from '../../../../../src/lib/kafka/records/lz4-frame.js'

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a byte', Buffer.from('a')],
  ['a short run', Buffer.alloc(20, 'a')],
  ['several blocks', Buffer.alloc(200_000, 'abcdefghij')],
  ['text', Buffer.from(Array.from({length: 9000}, (_, n) => `line ${n} of ${n % 7}\n`).join(''))],
  ['what does not compress', randomBytes(150_000)],
])('%s comes back', async (_, bytes) => {
  const frame = lz4Frame(bytes)
  expect((await decompress('lz4', frame)).equals(bytes)).toBe(true)
  expect(frame.length).toBeLessThan(bytes.length + 64)
})
