import {expect, it} from 'vitest'
import {quorumOf} from '../../../../../src/lib/kafka/quorum/describe.js'
import {ZERO_UUID} from '../../../../../src/lib/kafka/protocol/defaults.js'
import {quorumView} from '../../../../../src/lib/output/views/quorum.js'

const AT = 1_000_000
const replica = (replicaId: number, logEndOffset: bigint, caughtUp = BigInt(AT)) => ({
  replicaId,
  logEndOffset,
  replicaDirectoryId: ZERO_UUID,
  lastFetchTimestamp: caughtUp,
  lastCaughtUpTimestamp: caughtUp,
})
const quorum = (third: ReturnType<typeof replica>) =>
  quorumOf(
    {
      partitionIndex: 0,
      errorCode: 0,
      errorMessage: null,
      leaderId: 2,
      leaderEpoch: 7,
      highWatermark: 99n,
      currentVoters: [replica(1, 98n), third, replica(2, 100n)],
      observers: [replica(5, -1n, -1n)],
    },
    AT,
  )

it('puts the leader first, and counts the lag from its end', () => {
  const {voters, observers} = quorum(replica(3, 100n))
  expect(voters.map(({id, role, lag}) => [id, role, lag])).toEqual([
    [2, 'leader', 0n],
    [1, 'voter', 2n],
    [3, 'voter', 0n],
  ])
  expect(observers).toMatchObject([{id: 5, lag: 100n, lastCaughtUpAt: undefined, directoryId: undefined}])
})

it('tells by time who fell behind, and how many may still fail', () => {
  expect(quorumView(quorum(replica(3, 100n)), 'prod')).toContain('1 voter may fail before')
  const text = quorumView(quorum(replica(3, 40n, BigInt(AT - 20_000))), 'prod')
  expect(text).toContain('! 1 of 3 voters and 1 observer not caught up')
  expect(text).toMatch(/\n !\s+3 {2}voter\s+40\s+60\s+20s ago/)
  expect(text).toContain('no voter may fail')
})
