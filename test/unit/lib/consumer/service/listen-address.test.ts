import {expect, test} from 'vitest'
import {parseListenAddress} from '../../../../../src/lib/consumer/service/listen-address.js'

test.each([
  ['8080', undefined, 8080],
  [':8080', undefined, 8080],
  ['127.0.0.1:0', '127.0.0.1', 0],
  ['localhost:9308', 'localhost', 9308],
  ['[::1]:8080', '::1', 8080],
])('%s', (text, host, port) => {
  expect(parseListenAddress(text)).toEqual({host, port})
})

test.each(['', 'http://x:80', '::1:80', '65536', 'localhost', '1.2.3.4:', 'a b:80x'])(
  'refuses %j',
  (text) => {
    expect(() => parseListenAddress(text)).toThrow('is not an address to listen on')
  },
)
