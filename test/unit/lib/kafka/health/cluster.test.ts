import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import {judgeController} from '../../../../../src/lib/kafka/health/rules/controller.js'
import {judgeListeners} from '../../../../../src/lib/kafka/health/rules/listeners.js'
import {judgeLogDirs} from '../../../../../src/lib/kafka/health/rules/logdirs.js'
import {judgeQuorum} from '../../../../../src/lib/kafka/health/rules/quorum.js'
import {judgeTransactions} from '../../../../../src/lib/kafka/health/rules/transactions.js'
import type {BrokerView} from '../../../../../src/lib/kafka/health/types.js'
import type {LogDir} from '../../../../../src/lib/kafka/log-dirs.js'
import type {Quorum, QuorumReplica} from '../../../../../src/lib/kafka/quorum/types.js'
import {DENIED, info, told, UNTOLD} from './scene.js'

const views = (...of: readonly BrokerView['view'][]): {value: BrokerView[]} => ({
  value: of.map((view, n) => ({broker: n + 1, view})),
})
const same = {value: info()}

describe('controller', () => {
  it('is critical when there is none', () => {
    const none = {...info(), controllerId: undefined}
    expect(told(judgeController({info: none, views: views(same), quorum: {error: UNTOLD}}))).toEqual([
      'critical | the cluster has no controller',
    ])
  })

  it('is critical when a broker sees another cluster', () => {
    expect(
      told(
        judgeController({info: info(), views: views(same, {value: info(2)}, same), quorum: {error: UNTOLD}}),
      ),
    ).toEqual(['critical | brokers disagree on the cluster | broker 2'])
  })

  it('does not mind which controller each broker names: with KRaft that is any broker', () => {
    const other = {value: {...info(), controllerId: 3}}
    const seen = {info: info(), views: views(same, other, same)}
    expect(told(judgeController({...seen, quorum: {error: UNTOLD}}))).toEqual([
      'ok | controller 1, and brokers agree on the cluster',
    ])
    expect(told(judgeController({...seen, quorum: {error: DENIED}}))).toEqual([
      'ok | controller not known, and brokers agree on the cluster',
    ])
  })
})

describe('listeners', () => {
  it('is critical for an address that does not answer', () => {
    expect(told(judgeListeners({info: info(), views: views(same, {error: DENIED}, same)}))).toEqual([
      'critical | 1 of 3 brokers did not answer at the advertised address | broker 2 at b2:9092',
    ])
  })

  it('is critical for an address that two brokers have', () => {
    const [one, ...others] = info().brokers
    const doubled = {...info(), brokers: [...others, {...others[0], id: one?.id ?? 1}]} as ReturnType<
      typeof info
    >
    expect(told(judgeListeners({info: doubled, views: views(same, same, same)}))).toEqual([
      'critical | several brokers advertise the same address | b2:9092',
    ])
  })
})

describe('quorum', () => {
  const at = 1_000_000
  const node = (
    id: number,
    ageMs: number | undefined,
    role: QuorumReplica['role'] = 'voter',
  ): QuorumReplica => ({
    id,
    role,
    directoryId: undefined,
    logEndOffset: 100n,
    lag: 5000n,
    lastFetchAt: undefined,
    lastCaughtUpAt: ageMs === undefined ? undefined : at - ageMs,
  })
  const quorum = (...voters: readonly QuorumReplica[]): {value: Quorum} => ({
    value: {leaderId: 1, leaderEpoch: 1, highWatermark: 100n, at, voters, observers: []},
  })
  const leader = node(1, 0, 'leader')

  it('goes by when a voter was last up to date, not by offsets', () => {
    expect(
      judgeQuorum({info: info(), views: views(same), quorum: quorum(leader, node(2, 300), node(3, 9000))}),
    ).toMatchObject([{level: 'ok'}])
  })

  it('is a warning while a majority is up to date, critical when none is', () => {
    expect(
      told(
        judgeQuorum({
          info: info(),
          views: views(same),
          quorum: quorum(leader, node(2, 300), node(3, 60_000)),
        }),
      ),
    ).toEqual(['warning | 1 of 3 voters of the metadata quorum fell behind or are away | node 3'])
    expect(
      judgeQuorum({
        info: info(),
        views: views(same),
        quorum: quorum(leader, node(2, undefined), node(3, 60_000)),
      }),
    ).toMatchObject([{level: 'critical', count: 2}])
  })

  it('without a leader is critical', () => {
    const {value} = quorum(node(2, 0))
    expect(
      judgeQuorum({info: info(), views: views(same), quorum: {value: {...value, leaderId: -1}}}),
    ).toMatchObject([{level: 'critical', title: 'the metadata quorum has no leader'}])
  })

  it('takes a broker that is behind for a warning, and one that is gone for nothing', () => {
    const {value} = quorum(leader)
    const observers = [node(3, 20_000, 'observer'), node(9, 20_000, 'observer')]
    expect(
      told(judgeQuorum({info: info(), views: views(same), quorum: {value: {...value, observers}}})),
    ).toEqual(['warning | 1 broker behind with the metadata | node 3'])
  })

  it('that does not answer while brokers do has probably lost its majority', () => {
    const details = {api: 'DescribeQuorum', timeoutMs: 3000}
    const quorum = {error: new KbookError('UNREACHABLE', 'b1:9092 did not answer', {details})}
    const gone = {error: new KbookError('UNREACHABLE', 'nothing listens on b2:9092')}
    expect(told(judgeQuorum({info: info(), views: views(same, gone, gone), quorum}))).toEqual([
      'critical | the metadata quorum does not answer: it has probably lost its majority | broker 2 | broker 3',
    ])
    // A broker that hangs may be the one that was asked.
    expect(judgeQuorum({info: info(), views: views(same, quorum, same), quorum})).toMatchObject([
      {level: 'unknown'},
    ])
  })

  it('is not told by a cluster that has none', () => {
    expect(told(judgeQuorum({info: info(), views: views(same), quorum: {error: UNTOLD}}))).toEqual([
      'info | the metadata quorum: not told by this cluster',
    ])
  })
})

describe('transactions', () => {
  it('that hang are critical, partitions that could not be asked unknown', () => {
    const hanging = {
      ...{
        topic: 'a',
        partition: 2,
        producerId: 7n,
        producerEpoch: 0,
        coordinatorEpoch: 0,
        startOffset: 1200n,
      },
      ...{idleMs: 3_600_000, transactionalId: undefined, reason: 'unknown-producer' as const},
    }
    const report = {hanging: [hanging], checked: 1, failed: [{subject: 'b-0', error: DENIED}]}
    const findings = judgeTransactions({transactions: {value: report}})
    expect(told(findings)).toEqual([
      'critical | 1 partition held up by a transaction that nobody will end | a-2',
      'unknown | producers of 1 partition or broker could not be asked for | b-0',
    ])
    expect(findings[0]?.evidence[0]?.detail).toBe('producer 7, open since offset 1,200, silent for 1h')
  })
})

describe('logdirs', () => {
  const dir = (broker: number, more: Partial<LogDir> = {}): LogDir => ({
    ...{broker, path: '/data', replicas: [], totalBytes: 1000n, usableBytes: 500n, error: undefined},
    ...more,
  })
  const judge = (...dirs: readonly LogDir[]): string[] =>
    told(
      judgeLogDirs({
        logDirs: {value: dirs.map((one) => ({broker: one.broker, dirs: [one], error: undefined}))},
      }),
    )
  const holding = (bytes: bigint): Partial<LogDir> => ({
    replicas: [{topic: 'a', partition: 0, bytes, offsetLag: 0n, future: false}],
  })

  it.each([
    [500n, 'ok'],
    [200n, 'warning'],
    [100n, 'warning'],
    [99n, 'critical'],
  ])('with %s of 1000 bytes left: %s', (usableBytes, level) => {
    expect(judge(dir(1, {usableBytes}))[0]).toMatch(new RegExp(`^${level} `))
  })

  it('that are offline are critical', () => {
    expect(judge(dir(1), dir(2, {error: DENIED}))).toEqual([
      'critical | 1 log directory is offline | broker 2 /data',
    ])
  })

  it('of a broker that did not answer are unknown', () => {
    const logDirs = {value: [{broker: 3, dirs: [], error: DENIED}]}
    expect(told(judgeLogDirs({logDirs}))).toEqual(['unknown | log directories of broker 3 could not be read'])
  })

  it('that hold much more than others are told', () => {
    const gib = 1n << 30n
    expect(judge(dir(1, holding(10n * gib)), dir(2, holding(gib)), dir(3, holding(gib)))).toEqual([
      'info | brokers hold very different amounts of data (4 GiB on average) | broker 1',
    ])
  })

  it('say when it is not told how full they are', () => {
    expect(judge(dir(1, {totalBytes: undefined, usableBytes: undefined}))[0]).toContain(
      'not told by this cluster',
    )
  })
})
