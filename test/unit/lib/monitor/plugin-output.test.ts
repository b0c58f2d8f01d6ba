import {expect, it} from 'vitest'
import {perfText, pluginOutput} from '../../../../src/lib/monitor/plugin-output.js'
import {byWorst, statusCode, worstStatus} from '../../../../src/lib/monitor/status.js'

const lag = {label: 'orders lag', value: 12n, warning: '1000', critical: '10000', min: 0, metric: 'lag'}

it('is one line with performance data behind the bar', () => {
  expect(
    pluginOutput({check: 'lag', status: 'ok', summary: 'orders lag 12', details: [], perfdata: [lag]}),
  ).toBe(`LAG OK - orders lag 12 | 'orders lag'=12;1000;10000;0`)
})

it('has the one bar at the end of the last line, whatever names hold', () => {
  const text = pluginOutput({
    check: 'lag',
    status: 'critical',
    summary: 'a|b\nc',
    details: ['CRITICAL x|y', 'second'],
    perfdata: [{...lag, label: `it's a|b=c`}],
  })
  expect(text.split('\n')).toEqual([
    'LAG CRITICAL - a/b\\nc',
    'CRITICAL x/y',
    `second | 'it''s a/b_c'=12;1000;10000;0`,
  ])
})

it('cuts details that are too many', () => {
  const details = Array.from({length: 23}, (_, n) => `line ${n}`)
  const lines = pluginOutput({check: 'x', status: 'unknown', summary: 's', details, perfdata: []}).split('\n')
  expect(lines).toHaveLength(22)
  expect(lines.at(-1)).toBe('and 3 more')
})

it('writes values as the plugin format does', () => {
  expect(perfText({label: 'l', value: 1.5, unit: 's', metric: 'm'})).toBe(`'l'=1.5s`)
  expect(perfText({label: 'l', metric: 'm', critical: '~:5'})).toBe(`'l'=U;;~:5`)
  expect(perfText({label: 'l', value: 40, unit: '%', metric: 'm', min: 0, max: 100})).toBe(`'l'=40%;;;0;100`)
  expect(perfText({label: 'l', value: 123456789012345678n, metric: 'm'})).toBe(`'l'=123456789012345678`)
})

it('ranks unknown between warning and critical, and ends with the codes of plugins', () => {
  expect(worstStatus([])).toBe('ok')
  expect(worstStatus(['ok', 'unknown', 'warning'])).toBe('unknown')
  expect(worstStatus(['unknown', 'critical', 'ok'])).toBe('critical')
  const sorted = (['ok', 'unknown', 'critical', 'warning'] as const).toSorted(byWorst)
  expect(sorted).toEqual(['critical', 'unknown', 'warning', 'ok'])
  expect((['ok', 'warning', 'critical', 'unknown'] as const).map(statusCode)).toEqual([0, 1, 2, 3])
})
