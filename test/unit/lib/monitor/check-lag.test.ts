import {describe, expect, it} from 'vitest'
import type {LagReport} from '../../../../src/lib/kafka/lag/report.js'
import {LagReport as Report} from '../../../../src/lib/kafka/lag/report.js'
import {judgeLag, type LagCheck} from '../../../../src/lib/monitor/check-lag.js'
import {parseLimits} from '../../../../src/lib/monitor/limits.js'
import {groupOf, lagOf, NOW, reportOf} from '../kafka/lag/fixtures.js'

const group = (name: string, end: bigint, waitsMs?: number) =>
  groupOf([lagOf({committed: 0n, end, ...(waitsMs === undefined ? {} : {waitsMs})})], {group: name})
const gone = {...lagOf(), lag: undefined, error: {code: 'REQUEST_FAILED', message: 'no leader'}}

function check(
  report: LagReport,
  {critical = ['100'], behind = [] as string[], named = true} = {},
): LagCheck {
  const limits = {
    warning: parseLimits('warning', ['10']),
    critical: parseLimits('critical', critical),
    warningBehind: parseLimits('warning-behind', []),
    criticalBehind: parseLimits('critical-behind', behind),
  }
  return judgeLag(report, limits, named)
}

describe('one group', () => {
  it.each([
    [5n, 'ok', 'orders lag 5'],
    [11n, 'warning', 'orders lag 11 (above 10)'],
    [101n, 'critical', 'orders lag 101 (above 100)'],
  ])('with a lag of %s is %s', (lag, status, summary) => {
    expect(check(reportOf([group('orders', lag)]))).toMatchObject({
      status,
      summary,
      details: [],
      perfdata: [{label: 'orders lag', value: lag, warning: '10', critical: '100', min: 0}],
    })
  })

  it('is judged by time, too', () => {
    expect(check(reportOf([group('orders', 5n, 90_000)]), {behind: ['60']})).toMatchObject({
      status: 'critical',
      summary: 'orders lag 5 (waiting above 1m), oldest 1m 30s',
      perfdata: [{}, {label: 'orders behind', value: 90, unit: 's', critical: '60'}],
    })
  })

  it('is unknown when a part of it is, unless the rest is critical', () => {
    const withLag = (end: bigint) =>
      reportOf([groupOf([gone, lagOf({partition: 1, committed: 0n, end})], {group: 'orders'})])
    expect(check(withLag(50n))).toMatchObject({
      status: 'unknown',
      summary: 'orders lag 50 (above 10), 1 partition unreadable',
    })
    expect(check(withLag(500n))).toMatchObject({status: 'critical'})
  })

  it('without anything to measure is unknown where it was named', () => {
    const empty = reportOf([groupOf([], {group: 'orders'})])
    expect(check(empty).status).toBe('unknown')
    expect(check(empty, {named: false}).status).toBe('ok')
    const error = {code: 'NOT_AUTHORIZED', message: 'not allowed to see group "orders"'}
    expect(check(reportOf([groupOf([], {group: 'orders', error})]), {named: false})).toMatchObject({
      status: 'unknown',
      summary: 'orders not allowed to see group "orders"',
    })
  })
})

describe('several groups', () => {
  it('tells the worst first, with a limit of its own where there is one', () => {
    const report = reportOf([group('a', 50n), group('b', 60n), group('c', 5n)])
    expect(check(report, {critical: ['100', 'b=55']})).toMatchObject({
      status: 'critical',
      summary: '2 of 3 groups: b 60, a 50',
      details: ['CRITICAL b: lag 60 (above 55)', 'WARNING a: lag 50 (above 10)'],
    })
    const quiet = check(reportOf([group('a', 5n), group('b', 7n)]))
    expect(quiet).toMatchObject({status: 'ok', summary: '2 groups, worst b lag 7'})
    expect(quiet.perfdata.map(({label}) => label)).toEqual(['groups', 'lag', 'a lag', 'b lag'])
  })

  it('is unknown when a broker did not list its groups, or a group with a limit of its own is not there', () => {
    const error = {code: 'UNREACHABLE', message: 'nothing listens'}
    const report = new Report('prod-eu', new Date(NOW), [group('a', 5n)], [{broker: 2, error}])
    expect(check(report)).toMatchObject({
      status: 'unknown',
      summary: 'broker 2 did not list its groups: nothing listens',
    })
    expect(check(reportOf([group('a', 5n)]), {critical: ['gone=5']})).toMatchObject({
      status: 'unknown',
      summary: 'there is no group "gone", which has a limit of its own',
    })
  })

  it('is unknown when there is no group at all: whoever watches all of them has some', () => {
    expect(check(reportOf([]), {named: false})).toMatchObject({
      status: 'unknown',
      summary: 'there is no group, or none that this user may see',
    })
  })

  it('measures only the sum of very many', () => {
    const many = Array.from({length: 51}, (_, n) => group(`g${n}`, 1n))
    expect(check(reportOf(many), {named: false}).perfdata).toMatchObject([{value: 51}, {value: 51n}])
  })
})
