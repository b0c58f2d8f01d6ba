import {expect, test} from 'vitest'
import {jsonLines} from '../../../../../src/lib/kafka/producer/input/json-lines.js'
import {LineSplitter} from '../../../../../src/lib/kafka/producer/input/line-splitter.js'
import {plainLines} from '../../../../../src/lib/kafka/producer/input/plain-lines.js'

test('lines come whole however the input is cut, and carriage returns stay', () => {
  const input = Buffer.from('one\n\ntwo\r\nthree')
  for (let size = 1; size <= input.length; size++) {
    const splitter = new LineSplitter()
    const found: string[] = []
    const take = (bytes: Buffer, line: number): void => void found.push(`${line}:${bytes.toString()}`)
    for (let at = 0; at < input.length; at += size) splitter.push(input.subarray(at, at + size), take)
    splitter.end(take)
    expect(found).toEqual(['1:one', '2:', '3:two\r', '4:three'])
  }
})

test('keys, markers of null, and a line without a separator', () => {
  const parse = plainLines({keySeparator: '::', nullMarker: 'NULL', headers: []})
  expect(parse(Buffer.from('k::a::b'), 1)).toMatchObject({key: Buffer.from('k'), value: Buffer.from('a::b')})
  expect(parse(Buffer.from('k::NULL'), 1)).toMatchObject({key: Buffer.from('k'), value: null})
  expect(parse(Buffer.from('::'), 1)).toMatchObject({key: Buffer.alloc(0), value: Buffer.alloc(0)})
  expect(() => parse(Buffer.from('nothing'), 7)).toThrow('line 7 has no "::" between key and value')
})

test.each([
  ['nonsense', 'is not JSON'],
  ['[]', 'is not a JSON object'],
  ['{}', 'has no "value"'],
  ['{"value": 5}', 'has a value that is neither'],
  ['{"value": null, "partition": -1}', 'has a "partition"'],
  ['{"value": null, "timestamp": "now"}', 'has a "timestamp"'],
  ['{"value": null, "timestamp": -5}', 'has a "timestamp"'],
  ['{"value": {"encoding": "base64", "value": "!!!notb64"}}', 'has a value that is not base64'],
  ['{"value": null, "headers": {"a": "b"}}', 'has "headers"'],
  ['{"value": null, "headers": [["a", 5]]}', 'has a header "a"'],
])('%s is refused by its line', (text, why) => {
  const parse = jsonLines({repartition: false, headers: []})
  expect(() => parse(Buffer.from(text), 3)).toThrow(`line 3 ${why}`)
})

test('the partition of a line is kept, unless it is chosen anew', () => {
  const line = Buffer.from('{"key": {"encoding": "base64", "value": "AP8="}, "value": "v", "partition": 2}')
  expect(jsonLines({repartition: false, headers: []})(line, 1)).toMatchObject({
    key: Buffer.from([0, 255]),
    partition: 2,
  })
  expect(jsonLines({repartition: true, headers: []})(line, 1).partition).toBeUndefined()
})
