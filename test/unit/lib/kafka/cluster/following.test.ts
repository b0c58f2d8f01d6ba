import {describe, expect, it} from 'vitest'
import {TransportError} from '../../../../../src/lib/kafka/transport-error.js'
import {following, hasErrorCode} from '../../../../../src/lib/kafka/cluster/following.js'

describe('hasErrorCode', () => {
  it('finds a code at any level, and nothing in bytes', () => {
    expect(hasErrorCode({errorCode: 16}, [16])).toBe(true)
    expect(hasErrorCode({groups: [{errorCode: 0}, {topics: [{errorCode: 14}]}]}, [14, 16])).toBe(true)
    expect(hasErrorCode({errorCode: 0, other: 16, bytes: Buffer.from([16]), none: null}, [16])).toBe(false)
  })
})

describe('following', () => {
  it('sends again until the answer comes from the right place', async () => {
    const answer = await following([16], 5000, false, (attempt) =>
      Promise.resolve({errorCode: attempt < 2 ? 16 : 0, attempt}),
    )
    expect(answer).toEqual({errorCode: 0, attempt: 2})
  })

  it('returns the last answer when it keeps moving', async () => {
    expect(await following([16], 0, false, () => Promise.resolve({errorCode: 16}))).toEqual({errorCode: 16})
  })

  it('takes a broker that is away for one that moved, where the request may be repeated', async () => {
    const away = new TransportError('UNREACHABLE', 'away', {patienceMs: 5000, sent: true})
    const send = (attempt: number): Promise<number> =>
      attempt < 2 ? Promise.reject(away) : Promise.resolve(attempt)
    expect(await following([16], 5000, true, send)).toBe(2)
    await expect(following([16], 5000, false, send)).rejects.toThrow('away')
  })
})
