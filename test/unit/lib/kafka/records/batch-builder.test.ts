import {expect, it} from 'vitest'
import {BatchBuilder} from '../../../../../src/lib/kafka/records/batch-builder.js'

it('counts the bytes that somebody wrote apart from those of the format', () => {
  const builder = new BatchBuilder()
  builder.append(0, Buffer.from('k'), Buffer.from('value'), [['trace', Buffer.from('ab')]])
  builder.append(0, null, null, [['é', null]])
  expect(builder.content).toBe(1 + 5 + 5 + 2 + 2)
  expect(builder.size).toBeGreaterThan(builder.content + 61)
})
