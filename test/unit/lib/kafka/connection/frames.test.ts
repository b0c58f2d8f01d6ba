import {describe, expect, it} from 'vitest'
import {FrameSplitter} from '../../../../../src/lib/kafka/connection/frames.js'

function frame(text: string): Buffer {
  const bytes = Buffer.from(text)
  const size = Buffer.alloc(4)
  size.writeInt32BE(bytes.length)
  return Buffer.concat([size, bytes])
}

const stream = Buffer.concat([frame('first'), frame('second'), frame('the third one')])

/** What comes out when a stream arrives in pieces of one size. */
function split(pieces: number): string[] {
  const splitter = new FrameSplitter()
  const texts: string[] = []
  for (let at = 0; at < stream.length; at += pieces) {
    const frames = splitter.push(stream.subarray(at, at + pieces))
    if (typeof frames === 'string') throw new Error(frames)
    texts.push(...frames.map(String))
  }
  return texts
}

describe('FrameSplitter', () => {
  it.each([1, 2, 3, 4, 5, 7, 11, 100])('gives the same frames from pieces of %i bytes', (size) => {
    expect(split(size)).toEqual(['first', 'second', 'the third one'])
  })

  it('recognises what is not Kafka from the first bytes', () => {
    expect(new FrameSplitter().push(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toBe('other')
    expect(new FrameSplitter().push(Buffer.from([0, 0, 0, 1, 0]))).toBe('other')
    expect(new FrameSplitter().push(Buffer.from([0x15, 3, 3, 0, 2, 2, 0x46]))).toBe('tls')
  })

  it('recognises a TLS alert that is shorter than a size', () => {
    const splitter = new FrameSplitter()
    expect(splitter.push(Buffer.from([0x15, 3]))).toEqual([])
    expect(splitter.leftover()).toBe('tls')
  })
})
