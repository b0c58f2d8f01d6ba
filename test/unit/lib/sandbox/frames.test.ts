import {expect, test} from 'vitest'
import {frameLength, frameReader} from '../../../../src/lib/sandbox/frames.js'

const frames = ['', 'a', 'hello', 'x'.repeat(300)].map((text) => Buffer.from(text))
const wire = Buffer.concat(frames.flatMap((frame) => [frameLength(frame), frame]))

test.each([1, 2, 3, 5, 7, 100, wire.length])('finds the same frames in chunks of %i bytes', (size) => {
  const found: string[] = []
  const read = frameReader((frame) => found.push(frame.toString()))
  for (let at = 0; at < wire.length; at += size) read(wire.subarray(at, at + size))
  expect(found).toEqual(frames.map(String))
})

test('refuses what is no frame', () => {
  const read = frameReader(() => undefined)
  expect(() => read(Buffer.from('GET / HTTP/1.1\r\n'))).toThrow(RangeError)
})

test('keeps an unfinished frame to itself', () => {
  const found: Buffer[] = []
  frameReader((frame) => found.push(frame))(wire.subarray(0, wire.length - 1))
  expect(found).toHaveLength(frames.length - 1)
})
