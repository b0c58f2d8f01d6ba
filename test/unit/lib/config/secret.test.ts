import {inspect} from 'node:util'
import {expect, it} from 'vitest'
import {Secret} from '../../../../src/lib/config/secret.js'
import {toJson} from '../../../../src/lib/output/json.js'

it('shows itself to nobody who does not ask for it by name', () => {
  const secret = new Secret('hunter2')
  const shown = [
    String(secret),
    secret.toString(),
    ['', secret].join(''),
    JSON.stringify({secret}),
    toJson([secret]),
    inspect({deep: [secret]}, {showHidden: true}),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(Object.getOwnPropertyNames(secret)),
  ]
  expect(shown.join('\n')).not.toContain('hunter2')
  expect(secret.reveal()).toBe('hunter2')
})
