import {expect, test} from 'vitest'
import {instantMs, parseInstant} from '../../../../src/lib/config/instant.js'

const now = Date.UTC(2026, 0, 31, 14)

test.each([
  ['2026-01-31', Date.UTC(2026, 0, 31)],
  ['2026-01-31T14:00', now],
  ['2026-01-31 14:00:00', now],
  ['2026-01-31T14:00:00.250Z', now + 250],
  ['2026-01-31T15:00+01:00', now],
  ['2026-01-31T15:00+0100', now],
  ['2026-01-31T15:00+01', now],
  ['1769868000s', now],
  ['1769868000250ms', now + 250],
  ['-2h', now - 7_200_000],
  ['90s', now - 90_000],
  ['2h', now - 7_200_000],
  ['7d', now - 7 * 86_400_000],
])('%s', (text, ms) => {
  expect(instantMs(text, now)).toBe(ms)
})

test.each([
  '',
  '1769868000',
  '2026',
  '2026-02-31',
  '2026-13-01',
  '2026-01-31T25:00',
  'yesterday',
  '31/01/2026',
])('%j is no time', (text) => {
  expect(instantMs(text, now)).toBeUndefined()
  expect(() => parseInstant(text)).toThrow('is not a time')
})

test.each([
  ['1769868000', '1769868000s for seconds'],
  ['1769868000000', '1769868000000ms for milliseconds'],
  ['17', '1769868000s for seconds, 1769868000000ms for milliseconds'],
])('the bare number %s is refused with the spellings that are none', (text, spelling) => {
  expect(() => parseInstant(text)).toThrow(
    expect.objectContaining({hints: expect.arrayContaining([expect.stringContaining(spelling)]) as unknown}),
  )
})

test.each(['1969-12-31T23:59:59.999Z', '0206-01-31', '30000d'])('refuses a time before 1970: %s', (text) => {
  expect(() => parseInstant(text)).toThrow(/is before 1970/)
  expect(instantMs(text)).toBeUndefined()
})
