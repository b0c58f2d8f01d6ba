import {describe, expect, it} from 'vitest'
import {createIncidentParser} from '../../../../../src/lib/consumer/incident/parser.js'
import {deserialiseIncident, serialiseIncident} from '../../../../../src/lib/consumer/incident/payload.js'
import type {Incident} from '../../../../../src/lib/consumer/types.js'

const parse = createIncidentParser({incidents: {format: 'auto'}})
const incidentOf = (json: string): Incident => {
  const result = parse({value: Buffer.from(json)})
  const [incident] = 'incidents' in result ? result.incidents : []
  return incident ?? expect.fail('no incident')
}

describe('payload', () => {
  const incident = incidentOf(
    '{"id":"1","status":"critical","startedOn":1772417464,"title":"t","tags":{"__proto__":"a","Host":["x","y"]},"__proto__":{"z":1}}',
  )
  const json = serialiseIncident(incident)

  it('is one line of JSON for programs to read', () => {
    expect(json).not.toContain('\n')
    expect(JSON.parse(json)).toMatchObject({
      id: '1',
      source: 'bigpanda',
      title: 't',
      status: 'critical',
      severity: 'critical',
      active: true,
      start: '2026-03-02T02:11:04.000Z',
      end: null,
      updated: null,
      tags: {host: ['x', 'y']},
    })
  })

  it('comes back as it was', () => {
    const {id, source, title, status, severity, active, start, end, updated, tags, raw} = incident
    const copy = {id, source, title, status, severity, active, start, end, updated, tags, raw}
    expect(deserialiseIncident(json)).toEqual(copy)
    expect(serialiseIncident(deserialiseIncident(json))).toBe(json)
    expect(deserialiseIncident(json).tags.get('__proto__')).toEqual(new Set(['a']))
  })

  it('takes a body that is nested as deep as is accepted', () => {
    const deep = incidentOf(`{"id":"1","a":${'['.repeat(511)}${']'.repeat(511)}}`)
    expect(() => serialiseIncident(deep)).not.toThrow()
  })
})
