import {describe, expect, it} from 'vitest'
import {plain, read} from '../read.js'

describe('BigPanda', () => {
  it('reads a webhook of API v1', () => {
    const [incident] = read({
      id: 'INC-1',
      status: 'warning',
      severity: 'critical',
      active: true,
      startedOn: 1772417464,
      changedOn: 1772417500,
      updatedOn: 1772417564,
      endedOn: null,
      alerts: [
        {
          description: 'CPU load',
          tags: [
            {type: 'primary', name: 'Host', value: 'web-1'},
            {name: 'check', value: 'cpu'},
          ],
        },
        {tags: [{name: 'host', value: 'web-2'}]},
      ],
      incident_tags: [
        {tag_id: 'priority', tag_value: 'P1'},
        {tag_id: 'team', tag_value: '[web, sre]'},
      ],
    })
    expect(incident).toMatchObject({
      id: 'INC-1',
      source: 'bigpanda',
      status: 'warning',
      severity: 'warning',
      active: true,
      start: 1772417464000,
      updated: 1772417564000,
      end: undefined,
      title: 'CPU load',
    })
    expect(incident && plain(incident)).toEqual({
      host: ['web-1', 'web-2'],
      check: ['cpu'],
      priority: ['P1'],
      team: ['web', 'sre'],
    })
  })

  it('reads an incident of API v2 that is wrapped, with plain objects and milliseconds', () => {
    const [incident] = read({
      incident: {
        id: 17,
        status: 'OK',
        active: 'false',
        start: 1772417464000,
        end: '2026-03-02T03:00:00Z',
        updated_at: '1772417564',
        tags: {rack: 7, up: false, list: ['a', 'b'], none: null, deep: {x: 1}, json: '["c,d", "e"]'},
      },
    })
    expect(incident).toMatchObject({
      id: '17',
      status: 'ok',
      severity: 'ok',
      active: false,
      start: 1772417464000,
      end: Date.UTC(2026, 2, 2, 3),
      updated: 1772417564000,
    })
    expect(incident && plain(incident)).toEqual({
      rack: ['7'],
      up: ['false'],
      list: ['a', 'b'],
      json: ['c,d', 'e'],
    })
  })

  it.each([
    [{status: 'critical'}, true],
    [{status: 'ok'}, false],
    [{status: 'Resolved'}, false],
    [{resolved: true}, false],
    [{status: 'critical', endedOn: 1772417464}, false],
    [{}, true],
    [{status: 'ok', active: true}, true],
  ])('without "active", %j is open: %s', (fields, active) => {
    expect(read({id: '1', ...fields})[0]?.active).toBe(active)
  })

  it.each([
    ['[a, b]', ['a', 'b']],
    ['[a]', ['a']],
    ['["a, b", "c"]', ['a, b', 'c']],
    ['[]', []],
    ['[ERROR] disk [sda]', ['[ERROR] disk [sda]']],
    ['a, b', ['a, b']],
  ])('a tag value %j is read as %j', (value, values) => {
    expect([...(read({id: '1', tags: {t: value}})[0]?.tags.get('t') ?? [])]).toEqual(values)
  })
})
