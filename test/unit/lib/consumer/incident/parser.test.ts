import {describe, expect, it} from 'vitest'
import {random} from '../random.js'
import {parse, plain, read, refuse} from './read.js'

describe('messages that are no incident', () => {
  it('a tombstone holds none, and is no error', () => expect(parse({value: null})).toEqual({incidents: []}))

  it.each([
    ['', 'decode', 'Empty', 'the message is empty'],
    [Buffer.from([0x7b, 0xc3, 0x28]), 'decode', 'NotUtf8', 'not UTF-8 at byte 1'],
    [
      Buffer.concat([Buffer.from('{"é\ufffd":"'), Buffer.from([0xff])]),
      'decode',
      'NotUtf8',
      'not UTF-8 at byte 10',
    ],
    ['{"id":1', 'parse', 'NotJson', 'not JSON at byte 7'],
    ['{"é":NaN}', 'parse', 'NotJson', 'not JSON at byte 6'],
    ['\ufeff{"é":NaN}', 'parse', 'NotJson', 'not JSON at byte 9'],
    ['[1]', 'validate', 'NotAnObject', 'the message is JSON, but no object'],
    ['"INC-1"', 'validate', 'NotAnObject', 'the message is JSON, but no object'],
    [
      '{"a":'.repeat(600) + '1' + '}'.repeat(600),
      'parse',
      'TooDeep',
      'more than 512 levels of nesting at byte 2560',
    ],
    ['['.repeat(1_000_000), 'parse', 'TooDeep', 'more than 512 levels of nesting at byte 512'],
    ['{"status":"critical"}', 'validate', 'NoIncidentId', 'the message has no incident id'],
    ['{"id":""}', 'validate', 'NoIncidentId', 'the message has no incident id'],
    ['{"id":null}', 'validate', 'NoIncidentId', 'the message has no incident id'],
    ['{"id":{"$oid":"1"}}', 'validate', 'WrongType', 'the incident id is neither text nor an integer'],
    ['{"id":1.5}', 'validate', 'WrongType', 'the incident id is neither text nor an integer'],
    ['{"id":1e30}', 'validate', 'WrongType', 'the incident id is neither text nor an integer'],
    ['{"id":true}', 'validate', 'WrongType', 'the incident id is neither text nor an integer'],
    [
      `{"id":"${'x'.repeat(513)}"}`,
      'validate',
      'IncidentIdTooLong',
      'the incident id has more than 512 characters',
    ],
    ['{"id":1,"status":["ok"]}', 'validate', 'WrongType', 'the status of the incident is not text'],
    [
      '{"id":1,"active":"maybe"}',
      'validate',
      'WrongType',
      '"active" of the incident is neither true nor false',
    ],
    ['{"id":1,"alerts":"host down"}', 'validate', 'WrongType', '"alerts" of the incident is not a list'],
    ['{"id":1,"tags":"oozie"}', 'validate', 'WrongType', '"tags" of the incident is not a list'],
  ])('%j', (value, stage, kind, message) => expect(refuse(value)).toEqual({stage, kind, message}))

  it('no random damage makes it throw, and no reason quotes the message', () => {
    const {integer, chance} = random(3)
    const message = Buffer.from(
      '{"id":"secretvalue","status":"critical","active":true,"startedOn":1772417464,"tags":{"secretvalue":[1,{}]}}',
    )
    for (let round = 0; round < 20_000; round++) {
      const damaged = Buffer.from(chance(0.5) ? message : message.subarray(0, integer(0, message.length)))
      for (let change = integer(1, 3); change > 0 && damaged.length > 0; change--) {
        damaged[integer(0, damaged.length - 1)] = integer(0, 255)
      }
      const result = parse({value: damaged})
      if ('undecodable' in result) expect(result.undecodable.message).not.toContain('secretvalue')
      else for (const {tags, title} of result.incidents) expect([tags.size >= 0, title]).toBeDefined()
    }
  })
})

describe('hostile messages stay data', () => {
  it('__proto__ and constructor as tags and keys', () => {
    const [incident] = read(
      '{"id":"1","__proto__":{"active":false},"constructor":"x","tags":{"__proto__":"a","constructor":"b","toString":["c"]}}',
    )
    expect(incident?.active).toBe(true)
    expect(incident?.tags).toEqual(
      new Map([
        ['__proto__', new Set(['a'])],
        ['constructor', new Set(['b'])],
        ['tostring', new Set(['c'])],
      ]),
    )
    expect({}).not.toHaveProperty('active')
  })

  it('shell and control characters are kept as they are', () => {
    const value = '$(rm -rf /); `id` \n\u001b[31m \u0000'
    expect(read({id: value, tags: {host: value}}).map(({id, tags}) => [id, tags.get('host')])).toEqual([
      [value, new Set([value])],
    ])
  })

  it('of keys that stand twice, the last one counts', () => {
    expect(read('{"id":"1","id":"2"}').map(({id}) => id)).toEqual(['2'])
  })

  it('ids and tags that a number cannot hold keep all their digits', () => {
    const [incident] = read('{"id":12345678901234567890,"tags":{"account":9007199254740993,"n":7}}')
    expect(incident?.id).toBe('12345678901234567890')
    expect(incident && plain(incident)).toEqual({account: ['9007199254740993'], n: ['7']})
  })

  it('a megabyte in one value', () => {
    const long = 'x'.repeat(1_000_000)
    expect(read({id: '1', tags: {host: long}})[0]?.tags.get('host')).toEqual(new Set([long]))
  })
})
