import {expect, it} from 'vitest'
import {consumeRequest} from '../../src/topic-consume-flags.js'

const request = (from: string, to: string): unknown =>
  consumeRequest('t', {
    ...{from, to, partition: undefined, follow: false, sort: 'partition'},
    'read-committed': false,
  })

it.each([
  ['10', '5'],
  ['2026-01-02T00:00Z', '2026-01-01T00:00Z'],
])('an end before the beginning is refused: --from %s --to %s', (from, to) => {
  expect(() => request(from, to)).toThrow(`--to ${to} is before --from ${from}`)
  expect(request(to, from)).toMatchObject({topic: 't'})
})
