import {describe, expect, it} from 'vitest'
import {readAssignment} from '../../../../../src/lib/kafka/groups/classic.js'
import {plainHost} from '../../../../../src/lib/kafka/groups/host.js'
import {encodeMessage} from '../../../../../src/lib/kafka/protocol/codec.js'

function assignment(version: number, extra = Buffer.alloc(0)): Buffer {
  const body = {assignedPartitions: [{topic: 't', partitions: [0, 2]}], userData: Buffer.from('u')}
  const prefix = Buffer.alloc(2)
  prefix.writeInt16BE(version)
  return Buffer.concat([
    prefix,
    encodeMessage('ConsumerProtocolAssignment', Math.min(version, 3), body),
    extra,
  ])
}

const expected = [
  {topic: 't', partition: 0},
  {topic: 't', partition: 2},
]

describe('readAssignment', () => {
  it.each([0, 1, 3])('version %i', (version) => {
    expect(readAssignment(assignment(version))).toEqual(expected)
  })

  it('reads what it knows of a later version', () => {
    expect(readAssignment(assignment(9, Buffer.from('appended')))).toEqual(expected)
  })

  it('is empty before the first rebalance, and undefined for bytes of something else', () => {
    expect(readAssignment(Buffer.alloc(0))).toEqual([])
    expect(readAssignment(Buffer.from('{"not":"kafka"}'))).toBeUndefined()
    expect(readAssignment(Buffer.from([1]))).toBeUndefined()
  })
})

describe('plainHost', () => {
  it.each([
    ['/10.0.0.4', '10.0.0.4'],
    ['pod.ns/10.0.0.4', '10.0.0.4'],
    ['10.0.0.4', '10.0.0.4'],
    ['/fe80::1', 'fe80::1'],
  ])('%s', (text, host) => {
    expect(plainHost(text)).toBe(host)
  })
})
