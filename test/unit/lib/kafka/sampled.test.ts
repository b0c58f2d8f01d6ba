import {expect, it} from 'vitest'
import {KbookError} from '../../../../src/lib/errors.js'
import {sampled, type Sampled} from '../../../../src/lib/kafka/sampled.js'

const AWAY = new KbookError('UNREACHABLE', 'away')
const awayAtFirst = (): (() => Promise<string>) => {
  let asked = 0
  return () => (asked++ === 0 ? Promise.reject(AWAY) : Promise.resolve('back'))
}

it('throws what fails at first', async () => {
  const looks = sampled(awayAtFirst(), {intervalMs: 1, count: 2})
  await expect(looks.next()).rejects.toBe(AWAY)
})

it('goes on after a first failure that may pass', async () => {
  const seen: Sampled<string>[] = []
  const options = {count: 2, mayPass: (error: KbookError) => error.code === 'UNREACHABLE'}
  for await (const event of sampled(awayAtFirst(), {...options, intervalMs: 50})) seen.push(event)
  expect(seen).toMatchObject([
    {kind: 'failed', error: AWAY},
    {kind: 'sample', value: 'back'},
  ])
})
