import {describe, expect, it} from 'vitest'
import {healthReport, isUnhealthy} from '../../../../../src/lib/kafka/health/report.js'
import {fine, trouble} from '../../../../../src/lib/kafka/health/finding.js'
import {judgeCoordinators} from '../../../../../src/lib/kafka/health/rules/coordinators.js'
import {judgeGroups} from '../../../../../src/lib/kafka/health/rules/groups.js'
import {judgeLag} from '../../../../../src/lib/kafka/health/rules/lag.js'
import {GroupLag, LagReport} from '../../../../../src/lib/kafka/lag/report.js'
import type {GroupIdentity} from '../../../../../src/lib/kafka/lag/types.js'
import {told, topic, topics} from './scene.js'

const group = (name: string, lag: bigint | undefined, more: Partial<GroupIdentity> = {}): GroupLag =>
  new GroupLag({group: name, type: 'classic', state: 'Stable', members: [], coordinator: 1, ...more}, [
    {
      ...{topic: 't', partition: 0, lag},
      ...(lag === undefined
        ? {flags: ['leaderless'] as const, error: {code: 'REQUEST_FAILED', message: 't-0 has no leader'}}
        : {flags: ['ok'] as const}),
    },
  ])
const lagOf = (...groups: readonly GroupLag[]): {value: LagReport} => ({
  value: new LagReport('c', new Date(0), groups),
})
const member = (partitions: number): GroupIdentity['members'][number] => ({
  ...{memberId: `m${partitions}`, clientId: 'c', host: 'h', partitions},
})

describe('lag', () => {
  const limits = (): {warning: bigint; critical: bigint} => ({warning: 1000n, critical: 10_000n})

  it.each([
    [999n, 'ok'],
    [1000n, 'warning'],
    [10_000n, 'warning'],
    [10_001n, 'critical'],
    [undefined, 'unknown'],
  ])('%s messages: %s', (lag, level) => {
    expect(judgeLag({lag: lagOf(group('g', lag))}, limits)).toMatchObject([{level}])
  })

  it('has limits of its own for a group', () => {
    const own = (name: string): {warning: bigint; critical: bigint} =>
      name === 'deployment-worker' ? {warning: 500n, critical: 1000n} : limits()
    const lag = lagOf(group('deployment-worker', 1001n), group('other', 900n))
    expect(judgeLag({lag}, own)).toMatchObject([
      {
        level: 'critical',
        evidence: [{subject: 'deployment-worker', detail: 'lag 1,001 (critical above 1,000) · Stable'}],
      },
    ])
  })

  it('is unknown for the groups of a broker that did not list them', () => {
    const error = {code: 'UNREACHABLE', message: 'gone'}
    const lag = {value: new LagReport('c', new Date(0), [], [{broker: 2, error}])}
    expect(told(judgeLag({lag}, limits))).toEqual([
      'unknown | groups of 1 broker not fully readable | broker 2',
    ])
  })
})

describe('groups', () => {
  const still = {value: [] as string[]}

  it('without members and with lag are a warning, without lag nothing', () => {
    const lag = lagOf(group('left', 5n, {state: 'Empty'}), group('done', 0n, {state: 'Empty'}))
    expect(told(judgeGroups({lag, rebalancing: still}))).toEqual([
      'warning | 1 group with lag and without members | left',
    ])
  })

  it('with members that have nothing to do are told, but not where nobody has', () => {
    const lag = lagOf(
      group('idle', 0n, {members: [member(2), member(0)]}),
      group('connect', 0n, {members: [member(0), member(0)]}),
      group('shared', 0n, {type: 'share', members: [member(2), member(0)]}),
    )
    expect(told(judgeGroups({lag, rebalancing: still}))).toEqual([
      'info | 1 group with members that have no partition | idle',
    ])
  })

  it('that do not come to rest are a warning', () => {
    expect(told(judgeGroups({lag: lagOf(group('g', 0n)), rebalancing: {value: ['g']}}))).toEqual([
      'warning | 1 group still rebalancing a moment later | g',
    ])
  })
})

describe('coordinators', () => {
  it('are lost with the partitions that they keep their state in', () => {
    const now = topics(topic('__consumer_offsets', {}, {leader: undefined, isr: []}))
    expect(told(judgeCoordinators({topics: now, lag: lagOf()}))).toEqual([
      'critical | 1 of 2 partitions of __consumer_offsets have no leader | __consumer_offsets-1',
    ])
  })

  it('that a group cannot reach are critical', () => {
    const error = {code: 'REQUEST_FAILED', message: 'no coordinator'}
    const lost = {group: 'g', type: 'classic', state: 'Unknown', members: [], error} as const
    const lag = lagOf(new GroupLag(lost, []), group('h', 0n))
    expect(told(judgeCoordinators({topics: topics(), lag}))[0]).toMatch(/^critical \| 1 of 2 groups/)
  })
})

describe('report', () => {
  const levels = ['info', 'ok', 'unknown', 'warning', 'critical'] as const
  const findings = levels.map((level) =>
    level === 'ok' ? fine('lag', 'x') : trouble({check: 'lag', level, title: 'x', meaning: 'y'}),
  )

  it('has the worst first, and unknown above a warning', () => {
    const report = healthReport('c', 'id', 0, findings)
    expect(report.findings.map(({level}) => level)).toEqual(['critical', 'unknown', 'warning', 'info', 'ok'])
    expect(report.status).toBe('critical')
  })

  it('never calls healthy what is unknown, or what has not been looked at', () => {
    expect(isUnhealthy('unknown', 'critical')).toBe(true)
    expect(isUnhealthy('warning', 'critical')).toBe(false)
    expect(isUnhealthy('warning')).toBe(true)
    expect(isUnhealthy('info')).toBe(false)
    expect(isUnhealthy(healthReport('c', 'id', 0, []).status)).toBe(true)
  })
})
