import {expect, it} from 'vitest'
import {outcomes} from '../../../../../src/lib/kafka/offsets/answers.js'

it.each([
  [0, 'done'],
  [7, 'unknown'],
  [15, 'unknown'],
  [25, 'failed'],
])('error %d of a commit is told as %s', async (code, status) => {
  const codes = {get: () => code} as unknown as ReadonlyMap<string, number>
  const rows = await outcomes('g', [{topic: 't', partition: 0}], 'Read', () => Promise.resolve(codes))
  expect(rows).toMatchObject([{status}])
})
