import {describe, expect, it} from 'vitest'
import {actionKey, incidentKey} from '../../../../../src/lib/consumer/incident/key.js'
import {random} from '../random.js'

const incident = {source: 'bigpanda', id: 'INC-1', start: Date.UTC(2026, 2, 2, 2, 11, 4)}
const NOW = Date.UTC(2026, 10, 21, 14, 25, 36)

describe('actionKey', () => {
  it.each([
    ['incident', 'bigpanda:INC-1:restart'],
    ['occurrence', 'bigpanda:INC-1:start=20260302T021104Z:restart'],
    [{windowMs: 3_600_000}, 'bigpanda:INC-1:window=20261121T140000Z:restart'],
    [{windowMs: 86_400_000}, 'bigpanda:INC-1:window=20261121T000000Z:restart'],
    [{windowMs: 700}, 'bigpanda:INC-1:window=20261121T142535.700Z:restart'],
  ] as const)('once per %j', (oncePer, key) => {
    expect(actionKey(incident, {name: 'restart', oncePer}, NOW)).toBe(key)
  })

  it('an incident without a start has one occurrence', () => {
    const without = {...incident, start: undefined}
    expect(actionKey(without, {name: 'a', oncePer: 'occurrence'}, NOW)).toBe('bigpanda:INC-1:start=unknown:a')
  })

  it('no two ids have the same key, whatever they hold, and keys are printable ASCII', () => {
    const {integer, pick} = random(5)
    const pieces = [
      ':',
      '%',
      '%3A',
      '\ud800',
      '\udc00',
      '\ud801',
      '\ufffd',
      'a',
      'A',
      ' ',
      '\n',
      'é',
      '😀',
      '/',
      '!',
      "'",
    ]
    const ids = new Set(
      Array.from({length: 5000}, () => Array.from({length: integer(1, 4)}, () => pick(pieces)).join('')),
    )
    const keys = new Set([...ids].map((id) => incidentKey({source: 's', id})))
    expect(keys.size).toBe(ids.size)
    for (const key of keys) expect(key).toMatch(/^s:[!-9;-~]+$/)
  })

  it('an id cannot pass for another incident with an occurrence', () => {
    const hostile = {source: 'bigpanda', id: 'INC-1:start=20260302T021104Z', start: undefined}
    expect(actionKey(hostile, {name: 'restart', oncePer: 'incident'}, NOW)).not.toBe(
      actionKey(incident, {name: 'restart', oncePer: 'occurrence'}, NOW),
    )
  })
})
