import {expect, it} from 'vitest'
import {exitCodeOf, outcomeOf} from '../../../../src/lib/change/ended.js'
import {done, notDone, started} from '../../../../src/lib/change/outcome.js'
import {EXIT} from '../../../../src/lib/errors.js'

it('is done when the cluster goes on with what it has taken, and nobody waited for more', () => {
  const ended = {rows: [done('a'), started('b')], stopped: false} as const
  expect(outcomeOf(ended)).toBe('done')
  expect(exitCodeOf(ended)).toBe(EXIT.ok)
})

it('is interrupted when a wait was cut short', () => {
  expect(exitCodeOf({rows: [started('a')], stopped: 'signal'})).toBe(EXIT.interrupted)
  expect(exitCodeOf({rows: [started('a')], stopped: 'time'})).toBe(EXIT.partial)
  expect(exitCodeOf({rows: [notDone('a')], stopped: 'time'})).toBe(EXIT.unreachable)
})
