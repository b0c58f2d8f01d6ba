import {expect, test} from 'vitest'
import {bytesBlock, bytesLine, encodeBytes} from '../../../../src/lib/output/bytes.js'

test('JSON output keeps every byte', () => {
  expect(encodeBytes(null)).toBeNull()
  expect(encodeBytes(Buffer.from('grün'))).toEqual({encoding: 'utf8', value: 'grün'})
  expect(encodeBytes(Buffer.from([0xff, 0x00]))).toEqual({encoding: 'base64', value: '/wA='})
})

test('a line shows text, null, nothing and bytes apart', () => {
  expect(bytesLine(null)).toBe('(null)')
  expect(bytesLine(Buffer.alloc(0))).toBe('(empty)')
  expect(bytesLine(Buffer.from('{"a":1}'))).toBe('{"a":1}')
  expect(bytesLine(Buffer.from([0xff, 0xfe]))).toBe('fffe (hex)')
  expect(bytesLine(Buffer.alloc(100, 0xff), 10)).toBe('ffffffffff… (hex)')
  expect(bytesLine(Buffer.from('x'.repeat(100)), 10)).toBe('xxxxxxxxx…')
})

test('what would drive a terminal is shown, not sent', () => {
  expect(bytesLine(Buffer.from('a\u001b[31m\nb'))).toBe('a\\u001b[31m\\nb')
  expect(bytesBlock(Buffer.from('one\u001b]0;x\u0007\ntwo'))).toEqual(['one\\u001b]0;x\\u0007', 'two'])
})

test('a block lays out JSON and dumps what is no text', () => {
  expect(bytesBlock(Buffer.from('{"a":[1]}'))).toEqual(['{', '  "a": [', '    1', '  ]', '}'])
  const dump = bytesBlock(Buffer.concat([Buffer.from([0xff]), Buffer.from('ABCDEFGHIJKLMNOPQ')]))
  expect(dump).toEqual([
    '00000000  ff41 4243 4445 4647 4849 4a4b 4c4d 4e4f  .ABCDEFGHIJKLMNO',
    '00000010  5051                                     PQ',
  ])
})

test('JSON that parsing would change is left as it is', () => {
  for (const text of ['{"id":9007199254740993}', '{"a":1,"a":2}']) {
    expect(bytesBlock(Buffer.from(text))).toEqual([text])
  }
})

test('a long value is cut and says so', () => {
  expect(bytesBlock(Buffer.from('x'.repeat(30)), 10)).toEqual([
    'xxxxxxxxxx',
    '… 20 bytes more of 30 (--json has all)',
  ])
})
