import {expect, test} from 'vitest'
import {Masker} from '../../../../../src/lib/consumer/actions/mask.js'

test('secrets are masked from 4 characters on, the longest first', () => {
  const masker = new Masker(['abc', 'abcd', 'Bearer abcd'])
  expect(masker.mask('abc abcd Bearer abcd')).toBe('abc *** ***')
})
