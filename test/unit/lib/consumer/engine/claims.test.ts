import {expect, test} from 'vitest'
import {createRegistry} from '../../../../../src/lib/consumer/actions/registry.js'
import {planClaims} from '../../../../../src/lib/consumer/engine/claims.js'
import type {Incident, SourceMessage} from '../../../../../src/lib/consumer/types.js'
import {execAction} from '../../../../helpers/consumer.js'

const NOW = Date.UTC(2026, 0, 31)
const HOUR = 3_600_000
const actions = createRegistry(new Map([['act', execAction('act', ['true'])]]), {env: {}, secrets: []})

const message: SourceMessage = {
  topic: 't',
  partition: 0,
  offset: 0n,
  key: null,
  value: null,
  headers: [],
  timestamp: undefined,
}
const incident: Incident = {
  id: '1',
  source: 'test',
  title: undefined,
  status: 'firing',
  severity: 'critical',
  active: true,
  start: undefined,
  end: undefined,
  updated: undefined,
  tags: new Map(),
  raw: {},
}

test.each([
  ['fires for days and is sent now', {start: 72}, 0, 'claimed'],
  ['was sent long ago', {start: 72}, 25, 'skipped'],
  ['changed long ago, whenever it is sent', {updated: 25}, 0, 'skipped'],
  ['has changed since', {start: 72, updated: 1}, 25, 'claimed'],
  ['has only a start', {start: 25}, undefined, 'skipped'],
  ['has no time at all', {}, undefined, 'claimed'],
] as const)('the age is that of the news: one that %s', (_, hoursAgo, sentHoursAgo, state) => {
  const ago = (hours: number | undefined): number | undefined =>
    hours === undefined ? undefined : NOW - hours * HOUR
  const times: {start?: number; updated?: number} = hoursAgo
  const [claim] = planClaims(
    {...message, timestamp: ago(sentHoursAgo)},
    {...incident, start: ago(times.start), updated: ago(times.updated)},
    ['act'],
    {actions, maxAgeMs: 24 * HOUR},
    NOW,
  )
  expect(claim).toMatchObject({state, ...(state === 'skipped' ? {reason: 'stale'} : {})})
})
