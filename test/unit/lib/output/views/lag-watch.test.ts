import {describe, expect, it} from 'vitest'
import {KbookError} from '../../../../../src/lib/errors.js'
import type {LagReport} from '../../../../../src/lib/kafka/lag/report.js'
import {LagTrends} from '../../../../../src/lib/kafka/lag/trend.js'
import type {LagEvent} from '../../../../../src/lib/kafka/lag/watch.js'
import {toJson} from '../../../../../src/lib/output/json.js'
import {waitProgress} from '../../../../../src/lib/output/views/lag-wait.js'
import {lagLines, lagRecords, lagScreen} from '../../../../../src/lib/output/views/lag-watch.js'
import {groupOf, lagOf, NOW, reportOf} from '../../kafka/lag/fixtures.js'

const quiet = groupOf([lagOf({committed: 100n})], {group: 'quiet'})
const trends = new LagTrends()
trends.add(reportOf([groupOf([lagOf({waitsMs: 5000})]), quiet], NOW - 2000))
const report: LagReport = trends.add(reportOf([groupOf([lagOf({end: 120n, waitsMs: 5000})]), quiet]))
const sample: LagEvent = {kind: 'sample', report}
const failed: LagEvent = {
  kind: 'failed',
  at: NOW + 4000,
  error: new KbookError('UNREACHABLE', 'no broker:\n  a refused\n  b refused'),
}
const waiting: LagEvent = {kind: 'waiting', at: NOW + 2000, forMs: 2000}
const options = {intervalMs: 2000, width: 80, overview: true}

describe('a screen', () => {
  it('shows the sample and when it was taken', () => {
    const [status, , name] = lagScreen(report, sample, options).split('\n')
    expect(status).toMatch(/14:02:11 UTC · every 2s · Ctrl-C ends$/)
    expect(name).toContain('Consumer lag')
  })

  it('keeps the last sample through an outage, and says how old it is', () => {
    expect(lagScreen(report, failed, options)).toMatch(
      /^! no broker: a refused b refused · shown: .*14:02:11 UTC\n\nConsumer lag/,
    )
    expect(lagScreen(report, waiting, options)).toMatch(/^! no answer for 2s/)
    expect(lagScreen(undefined, waiting, options)).toBe('! no answer for 2s\n')
  })
})

describe('lines', () => {
  it('tell each group that is behind, and what is going on', () => {
    expect(lagLines(sample, options)).toEqual([
      expect.stringMatching(
        /14:02:11 {2}deployment-worker {2}Stable {2}lag 30 {2}growing 10\/s {2}oldest 5s$/,
      ),
    ])
    expect(lagLines(sample, {...options, zero: true})).toHaveLength(2)
    expect(lagLines({kind: 'sample', report: reportOf([quiet, quiet])}, options)).toEqual([
      expect.stringMatching(/no group is behind$/),
    ])
    expect(lagLines({kind: 'sample', report: reportOf([])}, options)).toEqual([
      expect.stringMatching(/no group is there, or none that this user may see$/),
    ])
    expect(lagLines(failed, options)).toEqual([expect.stringMatching(/! no broker: a refused b refused$/)])
  })

  it('while waiting for a group are told once, until something changes', () => {
    const progress = waitProgress(2000)
    const later: LagEvent = {kind: 'sample', report: reportOf([quiet], NOW + 60_000)}
    expect(progress({kind: 'sample', report: reportOf([quiet])})).toContain('lag 0')
    expect(progress(later)).toBeUndefined()
    expect(progress(failed)).toContain('no broker')
  })
})

describe('JSON records', () => {
  const records = (event: LagEvent): unknown => JSON.parse(toJson(lagRecords(event, 'prod-eu')))

  it('are one a group, without what is fine', () => {
    expect(records(sample)).toMatchObject([
      {
        at: '2026-01-02T14:02:11.000Z',
        cluster: 'prod-eu',
        group: 'deployment-worker',
        total: {lag: '30'},
        trend: {growthPerSecond: 10},
        members: 0,
        partitions: [{topic: 'orders', partition: 0, lag: '30', trend: {growthPerSecond: 10}}],
      },
      {group: 'quiet', total: {lag: '0'}, partitions: []},
    ])
  })

  it('tell a failure, and nothing while waiting', () => {
    expect(records(failed)).toEqual([
      {
        at: '2026-01-02T14:02:15.000Z',
        cluster: 'prod-eu',
        error: {code: 'UNREACHABLE', message: 'no broker:\n  a refused\n  b refused'},
      },
    ])
    expect(records(waiting)).toEqual([])
  })
})
