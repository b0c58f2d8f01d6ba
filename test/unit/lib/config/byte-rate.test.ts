import {expect, it} from 'vitest'
import {parseByteRate} from '../../../../src/lib/config/byte-rate.js'

it.each([
  ['10MB', 10_000_000],
  ['10MB/s', 10_000_000],
  ['1.5 MiB', 1_572_864],
  ['500kb', 500_000],
  ['64B', 64],
])('reads %s', (text, bytes) => {
  expect(parseByteRate('--throttle', text)).toBe(bytes)
})

it.each(['10', '', 'MB', '0MB', '-1MB', '0.1B', '10 apples', '99999999999999GB'])('refuses "%s"', (text) => {
  expect(() => parseByteRate('--throttle', text)).toThrow(/--throttle takes bytes a second/)
})
