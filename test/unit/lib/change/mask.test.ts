import {expect, it} from 'vitest'
import {maskText, maskValue} from '../../../../src/lib/change/mask.js'

it.each([
  ['http://user:p@ss@host/x', 'http://***@host/x'],
  ['http://user:p/ss@host/x', 'http://***@host/x'],
  ['see http://a:b@one and http://c:d@two', 'see http://***@one and http://***@two'],
  ['authorization: Bearer abc', 'authorization: ***'],
  ['password:abc', 'password:***'],
  ['{"sasl.password": "abc"}', '{"sasl.password": ***'],
  ['password=abc def', 'password=***'],
  ['topic: orders', 'topic: orders'],
  ['at 12:30 group "g": no coordinator', 'at 12:30 group "g": no coordinator'],
])('masks %j', (text, shown) => {
  expect(maskText(text)).toBe(shown)
})

it.each([
  [{'sasl.jaas.config': {before: 'abc', after: null}}, {'sasl.jaas.config': {before: '***', after: null}}],
  [{secret: ['abc', 5, {value: 'y'}]}, {secret: ['***', '***', {value: '***'}]}],
  [{'token-service': {'topic-0': '5'}}, {'token-service': {'topic-0': '5'}}],
  [
    {password: 1234, set: true},
    {password: '***', set: true},
  ],
  [
    {name: 'ssl.key.password', value: 5, default: false},
    {name: 'ssl.key.password', value: '***', default: false},
  ],
  [
    {topic: 't', partition: 3},
    {topic: 't', partition: 3},
  ],
])('masks what lies under the name of a secret: %j', (value, shown) => {
  expect(maskValue(value)).toEqual(shown)
})
