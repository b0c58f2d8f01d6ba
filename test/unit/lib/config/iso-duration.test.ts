import {expect, test} from 'vitest'
import {parseIsoDuration} from '../../../../src/lib/config/iso-duration.js'

test.each([
  ['P1D', 86_400_000],
  ['PT2H30M', 9_000_000],
  ['PT90S', 90_000],
  ['PT0.25S', 250],
  ['P1DT1S', 86_401_000],
  ['pt5m', 300_000],
])('%s', (text, ms) => {
  expect(parseIsoDuration(text)).toBe(ms)
})

test.each(['', 'P', 'PT', 'P1DT', '1D', 'P1H', 'P1W', '-PT1H', 'PT1.5H', '2h'])('%j is none', (text) => {
  expect(() => parseIsoDuration(text)).toThrow('is not an ISO 8601 duration')
})
