import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {partitionLag, readPosition} from '../../../../../src/lib/kafka/lag/calculate.js'
import {facts, lagOf, NOW} from './fixtures.js'

describe('partitionLag', () => {
  it('counts from the commit to the high watermark', () => {
    expect(lagOf()).toEqual({
      topic: 'orders',
      partition: 0,
      flags: ['ok'],
      committed: 90n,
      logStart: 0n,
      lastStable: 100n,
      highWatermark: 100n,
      lag: 10n,
      stableLag: 10n,
      lost: 0n,
      time: {method: 'unknown'},
    })
  })

  it('is 0 without a time when everything is read', () => {
    expect(lagOf({committed: 100n})).toMatchObject({lag: 0n, flags: ['ok']})
    expect(lagOf({committed: 100n}).time).toBeUndefined()
  })

  it('counts what was deleted before it was read as lost, not as lag', () => {
    expect(lagOf({committed: 20n, start: 60n})).toMatchObject({lag: 40n, lost: 40n, flags: ['expired']})
  })

  it('takes a commit beyond the end as one of another log: all of this one is unread', () => {
    expect(lagOf({committed: 5000n, start: 3n})).toMatchObject({
      lag: 97n,
      stableLag: 97n,
      lost: 0n,
      flags: ['ahead'],
      upperBound: true,
    })
  })

  it('does not take a commit at the end as ahead', () => {
    expect(lagOf({committed: 100n}).flags).toEqual(['ok'])
  })

  it('takes a partition without a commit as unread from its start', () => {
    const partition = lagOf({committed: undefined, start: 30n, waitsMs: 1000})
    expect(partition).toMatchObject({lag: 70n, lost: 0n, flags: ['no-commit'], upperBound: true})
    expect(partition.time).toEqual({method: 'unknown'})
    expect(partition.committed).toBeUndefined()
  })

  it.each([
    {committed: 100n, flags: ['ok', 'empty'], lost: 0n},
    {committed: 40n, flags: ['expired', 'empty'], lost: 60n},
    {committed: undefined, flags: ['no-commit', 'empty'], lost: 0n},
  ])('tells an empty log beside the rest: committed $committed', ({committed, flags, lost}) => {
    const partition = lagOf({committed, start: 100n})
    expect(partition).toMatchObject({lag: 0n, flags, lost})
    expect(partition.upperBound).toBeUndefined()
  })

  it('knows no lag where there is no leader', () => {
    const error = new KbookError('UNREACHABLE', 'no leader')
    const ends = {topic: 'orders', partition: 0, error}
    const partition = partitionLag({...facts({leaderless: true}), ends}, NOW)
    expect(partition).toEqual({
      topic: 'orders',
      partition: 0,
      committed: 90n,
      flags: ['leaderless'],
      error: {code: 'UNREACHABLE', message: 'no leader'},
    })
  })

  it('knows no lag where the commit could not be read, but keeps the ends', () => {
    const given = facts()
    const error = new KbookError('NOT_AUTHORIZED', 'no')
    const partition = partitionLag({...given, commit: {...given.commit, offset: undefined, error}}, NOW)
    expect(partition).toMatchObject({
      flags: ['unreadable'],
      highWatermark: 100n,
      error: {code: 'NOT_AUTHORIZED'},
    })
    expect(partition.lag).toBeUndefined()
  })

  it('counts a tail of transaction markers as nothing to read', () => {
    expect(lagOf({committed: 98n, next: {kind: 'none'}})).toMatchObject({
      lag: 0n,
      stableLag: 0n,
      flags: ['ok'],
    })
  })

  it('tells apart what a reader of committed records can read', () => {
    expect(lagOf({stable: 94n})).toMatchObject({lag: 10n, stableLag: 4n, flags: ['ok']})
    expect(lagOf({committed: 97n, stable: 94n})).toMatchObject({lag: 3n, stableLag: 0n, flags: ['ok']})
  })

  it('is blocked only by a transaction that is overdue', () => {
    const transaction = {openForMs: 960_000, transactionalId: 'tx-1'}
    expect(lagOf({stable: 94n, transaction})).toMatchObject({flags: ['txn-blocked'], transaction})
    expect(lagOf({stable: 100n, transaction}).flags).toEqual(['ok'])
  })

  it('has several flags at once', () => {
    const partition = lagOf({committed: 1n, start: 50n, stable: 60n, transaction: {openForMs: 1}})
    expect(partition.flags).toEqual(['expired', 'txn-blocked'])
  })

  it.each([{compacted: true}, {share: true}])('says that the count is an upper bound: %o', (given) => {
    expect(lagOf(given)).toMatchObject({lag: 10n, upperBound: true, flags: ['ok']})
  })

  it('names the member that reads it', () => {
    const member = {
      memberId: 'm-1',
      instanceId: undefined,
      clientId: 'worker-1',
      host: '10.0.0.4',
      assignment: [],
    }
    expect(lagOf({member})).toMatchObject({memberId: 'm-1', clientId: 'worker-1', host: '10.0.0.4'})
  })
})

describe('readPosition', () => {
  const ends = {topic: 'orders', partition: 0, logStart: 10n, lastStable: 100n, highWatermark: 100n}
  it.each([
    [50n, 50n],
    [100n, 100n],
    [3n, 10n],
    [101n, 10n],
    [undefined, 10n],
  ])('of %s is %s', (committed, expected) => {
    expect(readPosition(committed, ends)).toBe(expected)
  })
})
