import {describe, expect, it} from 'vitest'
import {fieldText, isField} from '../../../../../src/lib/consumer/incident/field.js'
import {
  renderCommand,
  renderEnv,
  renderJson,
  renderText,
} from '../../../../../src/lib/consumer/incident/template.js'
import type {JsonTemplate} from '../../../../../src/lib/consumer/config/types.js'
import type {Incident} from '../../../../../src/lib/consumer/types.js'

const incident: Incident = {
  id: 'INC-1',
  source: 'bigpanda',
  title: undefined,
  status: 'critical',
  severity: 'critical',
  active: true,
  start: Date.UTC(2026, 2, 2),
  end: undefined,
  updated: undefined,
  tags: new Map([
    ['host', new Set(['a', 'b'])],
    ['option', new Set(['--delete'])],
    ['nul', new Set(['a\0b'])],
    ['long', new Set(['x'.repeat(40_000)])],
    ['shell', new Set(['$(reboot); `id`'])],
  ]),
  raw: {alerts: [{description: 'd', 'a/b~c': 1}], list: [1, 2], empty: null},
}
const field = (name: string, fallback?: string) => ({field: name, fallback})

describe('fieldText', () => {
  it.each([
    ['id', 'INC-1'],
    ['active', 'true'],
    ['start', '2026-03-02T00:00:00.000Z'],
    ['title', undefined],
    ['end', undefined],
    ['tags.Host', 'a,b'],
    ['tags.nope', undefined],
    ['/alerts/0/description', 'd'],
    ['/alerts/0/a~1b~0c', '1'],
    ['/alerts/00/description', undefined],
    ['/alerts/length', undefined],
    ['/list', '[1,2]'],
    ['/empty', undefined],
    ['/constructor', undefined],
  ])('%s', (name, text) => expect(fieldText(incident, name)).toBe(text))

  it.each([
    ['id', true],
    ['tags.x', true],
    ['/a', true],
    ['tags.', false],
    ['Tags.x', false],
    ['/a~2', false],
    ['constructor', false],
    ['', false],
  ])('knows beforehand whether %j can be a field: %s', (name, known) => expect(isField(name)).toBe(known))
})

describe('templates', () => {
  it('text stands for itself, a reference for a whole value', () => {
    expect(renderText('tags.host', incident)).toEqual({value: 'tags.host'})
    expect(renderText(field('tags.host'), incident)).toEqual({value: 'a,b'})
    expect(renderText(field('tags.nope', 'none'), incident)).toEqual({value: 'none'})
    expect(renderText(field('tags.nope'), incident)).toEqual({error: 'the incident has no tags.nope'})
  })

  it('a value stays one argument', () => {
    expect(renderCommand(['run', '-x', field('tags.shell')], incident)).toEqual({
      value: ['run', '-x', '$(reboot); `id`'],
    })
  })

  it('a value cannot pass for an option', () => {
    const error = 'tags.option of the incident begins with "-" and could pass for an option'
    expect(renderCommand(['run', field('tags.option')], incident)).toEqual({error})
    expect(renderCommand(['run', '--', field('tags.option')], incident)).toEqual({
      value: ['run', '--', '--delete'],
    })
    // A "--" from the message opens no door.
    const dashes: Incident = {...incident, tags: new Map([['a', new Set(['--'])]])}
    expect(renderCommand(['run', field('tags.a'), field('tags.a')], dashes)).toHaveProperty('error')
  })

  it.each(['nul', 'long'])('a process is not started with what it cannot take: %s', (tag) => {
    expect(renderCommand(['run', field(`tags.${tag}`)], incident)).toHaveProperty('error')
    expect(renderEnv(new Map([['A', field(`tags.${tag}`)]]), incident)).toHaveProperty('error')
  })

  it('values never change the structure of JSON', () => {
    const template = new Map<string, JsonTemplate>([
      ['text', field('tags.shell')],
      ['list', [1, true, null, field('id')]],
      ['__proto__', 'x'],
    ])
    const rendered = renderJson(template, incident)
    expect(JSON.stringify('value' in rendered && rendered.value)).toBe(
      '{"text":"$(reboot); `id`","list":[1,true,null,"INC-1"],"__proto__":"x"}',
    )
    expect(renderJson([field('title')], incident)).toEqual({error: 'the incident has no title'})
  })
})
