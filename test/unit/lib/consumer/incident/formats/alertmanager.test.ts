import {describe, expect, it} from 'vitest'
import {plain, read, refuse} from '../read.js'

describe('Alertmanager', () => {
  const alert = {
    status: 'firing',
    labels: {alertname: 'Down', severity: 'critical', Instance: 'a:9090'},
    annotations: {summary: 'a is down'},
    startsAt: '2026-03-02T02:27:30.123Z',
    endsAt: '0001-01-01T00:00:00Z',
    fingerprint: 'f1',
  }
  const group = (...alerts: unknown[]) => ({version: '4', groupKey: '{}', alerts})

  it('makes an incident of each alert', () => {
    const incidents = read(
      group(alert, {...alert, status: 'resolved', fingerprint: 'f2', endsAt: '2026-03-02T03:00:00Z'}),
    )
    expect(incidents).toMatchObject([
      {
        id: 'f1@2026-03-02T02:27:30.123Z',
        source: 'alertmanager',
        status: 'firing',
        severity: 'critical',
        active: true,
        title: 'a is down',
        start: Date.UTC(2026, 2, 2, 2, 27, 30, 123),
        end: undefined,
      },
      {id: 'f2@2026-03-02T02:27:30.123Z', severity: 'ok', active: false, end: Date.UTC(2026, 2, 2, 3)},
    ])
    expect(incidents.map(plain)[0]).toEqual({
      alertname: ['Down'],
      severity: ['critical'],
      instance: ['a:9090'],
    })
  })

  it('a new firing is another incident', () => {
    const ids = [alert, {...alert, startsAt: '2026-03-03T00:00:00Z'}].map((one) => read(group(one))[0]?.id)
    expect(new Set(ids).size).toBe(2)
  })

  it.each([
    [group('x'), 'alerts[0] is not an object'],
    [group(alert, {...alert, labels: null}), 'alerts[1].labels is not an object'],
    [group({...alert, startsAt: 'soon'}), 'alerts[0].startsAt is not a time'],
    [group({...alert, status: 'odd'}), 'alerts[0].status is neither firing nor resolved'],
    [group({...alert, fingerprint: undefined}), 'alerts[0].fingerprint: the message has no incident id'],
    [{...group(), alerts: 'x'}, '"alerts" is not a list'],
  ])('refuses a message as a whole: %#', (body, message) =>
    expect(refuse(JSON.stringify(body)).message).toBe(message),
  )
})
