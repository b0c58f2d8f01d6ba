import {expect, test} from 'vitest'
import {parseStartPosition} from '../../../../../src/lib/consumer/service/start-position.js'

const now = Date.UTC(2026, 0, 31, 14)

test.each([
  ['beginning', 'beginning'],
  ['earliest', 'beginning'],
  ['start', 'beginning'],
  ['END', 'end'],
  ['latest', 'end'],
  ['10443', {offset: 10_443n}],
  ['2h', {time: now - 7_200_000}],
  ['2026-01-31T14:00', {time: now}],
])('%s', (text, position) => {
  expect(parseStartPosition(text, now)).toEqual(position)
})

test.each(['', '-1', 'middle', '1.5'])('%j is no place', (text) => {
  expect(() => parseStartPosition(text)).toThrow('is no place to start from')
})
