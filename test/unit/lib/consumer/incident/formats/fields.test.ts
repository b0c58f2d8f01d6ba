import {describe, expect, it} from 'vitest'
import {createIncidentParser} from '../../../../../../src/lib/consumer/incident/parser.js'
import {plain} from '../read.js'

describe('fields', () => {
  const fields = createIncidentParser({
    incidents: {
      format: 'fields',
      fields: {
        id: ['event', 'key'],
        title: ['event', 'text'],
        status: ['state'],
        severity: ['prio'],
        severities: new Map([['p1', 'critical']]),
        active: undefined,
        closed: new Set(['done']),
        start: ['at'],
        end: undefined,
        updated: undefined,
        tagSets: [['labels']],
        tags: new Map([['host', ['hosts', '0', 'name']]]),
      },
    },
  })

  it('finds its parts by pointers', () => {
    const value = Buffer.from(
      '{"event":{"key":98765432109876543210,"text":"boom"},"state":"Open","prio":"P1","at":1772417464,"labels":{"a":1},"hosts":[{"name":"h1"}]}',
    )
    const result = fields({value})
    const [incident] = 'incidents' in result ? result.incidents : []
    expect(incident).toMatchObject({
      id: '98765432109876543210',
      source: 'fields',
      title: 'boom',
      status: 'Open',
      severity: 'critical',
      active: true,
      start: 1772417464000,
    })
    expect(incident && plain(incident)).toEqual({a: ['1'], host: ['h1']})
  })

  it('knows the closed ones by their words', () => {
    const result = fields({value: Buffer.from('{"event":{"key":"1"},"state":"DONE"}')})
    expect(result).toMatchObject({incidents: [{active: false}]})
  })

  it('never takes inherited properties for values', () => {
    const inherited = createIncidentParser({
      incidents: {
        format: 'fields',
        fields: {
          id: ['constructor', 'name'],
          title: undefined,
          status: undefined,
          severity: undefined,
          severities: new Map(),
          active: undefined,
          closed: new Set(),
          start: undefined,
          end: undefined,
          updated: undefined,
          tagSets: [],
          tags: new Map(),
        },
      },
    })
    expect(inherited({value: Buffer.from('{}')})).toMatchObject({undecodable: {kind: 'NoIncidentId'}})
  })
})
