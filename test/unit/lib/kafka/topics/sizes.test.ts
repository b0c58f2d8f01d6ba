import {expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import type {BrokerLogDirs, LogDir} from '../../../../../src/lib/kafka/log-dirs.js'
import {sumSizes} from '../../../../../src/lib/kafka/topics/sizes.js'

const dir = (broker: number, bytes: bigint, error?: KbookError): LogDir => ({
  ...{broker, path: '/d', totalBytes: undefined, usableBytes: undefined, error},
  replicas: error ? [] : [{topic: 't', partition: 0, bytes, offsetLag: 0n, future: false}],
})
const told = (broker: number, bytes: bigint): BrokerLogDirs => ({
  broker,
  dirs: [dir(broker, bytes)],
  error: undefined,
})

it('adds up replicas, and takes the largest for one copy', () => {
  const {topics, partitions, failed} = sumSizes([told(1, 10n), told(2, 7n)])
  expect([...topics]).toEqual([['t', 17n]])
  expect([...partitions]).toEqual([['t/0', 10n]])
  expect(failed).toEqual([])
})

it('names brokers that did not tell, and those with a directory that is offline', () => {
  const offline = new KbookError('REQUEST_FAILED', 'offline')
  const away: BrokerLogDirs = {broker: 2, dirs: [], error: new KbookError('UNREACHABLE', 'away')}
  const half: BrokerLogDirs = {broker: 3, dirs: [dir(3, 1n), dir(3, 0n, offline)], error: undefined}
  expect(sumSizes([told(1, 10n), away, half])).toMatchObject({
    topics: new Map([['t', 11n]]),
    failed: [{broker: 2}, {broker: 3}],
  })
})
