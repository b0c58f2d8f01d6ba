import {describe, expect, it} from 'vitest'
import {pauseBefore, retrying} from '../../../../src/lib/kafka/retry.js'
import {TransportError} from '../../../../src/lib/kafka/transport-error.js'

const lost = (patienceMs: number, sent = false): TransportError =>
  new TransportError('UNREACHABLE', 'lost', {patienceMs, sent})

/** Fails as often as errors are given, then tells how many attempts there were. */
function failing(...errors: Error[]): (attempt: number) => Promise<number> {
  return (attempt) => {
    const error = errors[attempt]
    return error ? Promise.reject(error) : Promise.resolve(attempt)
  }
}

describe('retrying', () => {
  it('goes on until the connection holds', async () => {
    expect(await retrying(5000, true, failing(lost(5000), lost(5000), lost(5000)))).toBe(3)
  })

  it('does not repeat what a broker may have done, unless that changes nothing', async () => {
    await expect(retrying(5000, false, failing(lost(5000, true)))).rejects.toThrow('lost')
    expect(await retrying(5000, false, failing(lost(5000, false)))).toBe(1)
    expect(await retrying(5000, true, failing(lost(5000, true)))).toBe(1)
  })

  it('does not repeat what will not go away, nor bugs', async () => {
    await expect(retrying(5000, true, failing(lost(0)))).rejects.toThrow('lost')
    await expect(retrying(5000, true, failing(new TypeError('bug')))).rejects.toThrow('bug')
  })

  it('ends with the budget', async () => {
    await expect(retrying(0, true, failing(lost(5000)))).rejects.toThrow('lost')
  })

  it('begins quickly and slows down', () => {
    expect([1, 2, 3, 4, 10].map(pauseBefore)).toEqual([5, 10, 20, 40, 250])
  })
})
