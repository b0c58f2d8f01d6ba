import {describe, expect, it} from 'vitest'
import {durationMs, parseDuration, parseTimer} from '../../../../src/lib/config/duration.js'

describe('durationMs', () => {
  it.each([
    ['500ms', 500],
    ['5s', 5000],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['1h 30m', 5_400_000],
    ['7d', 604_800_000],
    ['0s', 0],
  ])('%s', (text, ms) => expect(durationMs(text)).toBe(ms))

  it.each(['5', '', 's', '5 apples', '-5s', '5s!', '5m5', '1e3s', 'five', '5S', '1y'])(
    'takes %j for nothing: a unit is needed',
    (text) => expect(durationMs(text)).toBeUndefined(),
  )
})

it('says what a duration looks like', () => {
  expect(() => parseDuration('5')).toThrow(
    expect.objectContaining({code: 'BAD_INPUT', message: '"5" is not a duration'}) as Error,
  )
  expect(parseDuration('2m')).toBe(120_000)
})

it.each(['24d1ms', '30d', '60d'])('takes no wait of %s, which a timer would cut to nothing', (text) => {
  expect(() => parseTimer(text)).toThrow(expect.objectContaining({code: 'BAD_INPUT', exitCode: 2}) as Error)
})

it('takes a wait of 24 days', () => expect(parseTimer('24d')).toBe(24 * 86_400_000))
