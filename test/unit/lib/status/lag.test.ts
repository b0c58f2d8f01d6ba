import {expect, it} from 'vitest'
import {LagReport} from '../../../../src/lib/kafka/lag/report.js'
import {lagOverview} from '../../../../src/lib/status/overview.js'

it('names the brokers whose groups are not known', () => {
  const report = new LagReport(
    'c',
    new Date(0),
    [],
    [{broker: 2, error: {code: 'UNREACHABLE', message: 'gone'}}],
  )
  expect(lagOverview(report)).toMatchObject({groups: 0, behind: 0, unanswered: [2]})
})
