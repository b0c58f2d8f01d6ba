import {describe, expect, it} from 'vitest'
import {loadConsumerConfig} from '../../../../../src/lib/consumer/config/load.js'
import type {ConditionConfig} from '../../../../../src/lib/consumer/config/types.js'
import {temporaryFolder} from './files.js'

const folder = temporaryFolder()
let files = 0
const condition = async (yaml: string): Promise<ConditionConfig> => {
  const text = `source: {file: x.jsonl}\nincident_conditions:\n  - ${yaml}\n`
  const {conditions} = await loadConsumerConfig({file: folder.write(`c${files++}.yaml`, text), env: {}})
  return conditions[0] ?? expect.fail('it is not there')
}
const problem = async (yaml: string): Promise<string> => {
  const error: unknown = await condition(yaml).catch((thrown: unknown) => thrown)
  return (error as Error).message.replaceAll(/^.*?:\d+:\d+: /gm, '')
}
const is = (...values: string[]) => ({kind: 'in', values: new Set(values)})

describe('tags', () => {
  it.each([
    ['oozie', [is('oozie')]],
    ['[a, b]', [is('a', 'b')]],
    ['1.10', [is('1.10')]],
    ['012', [is('012')]],
    ['true', [is('true')]],
    ['yes', [is('yes')]],
    ['{in: [a, 7]}', [is('a', '7')]],
    ['{matches: "^a"}', [{kind: 'matches', pattern: '^a', syntax: 'regex'}]],
    [
      '{glob: a*, not: {glob: ab*}}',
      [
        {kind: 'matches', pattern: 'a*', syntax: 'glob'},
        {kind: 'not', test: {kind: 'matches', pattern: 'ab*', syntax: 'glob'}},
      ],
    ],
    ['{exists: false}', [{kind: 'exists', wanted: false}]],
    ['{not: a}', [{kind: 'not', test: is('a')}]],
    ['{not: [a, b]}', [{kind: 'not', test: is('a', 'b')}]],
  ])('%s', async (yaml, tests) => {
    const {tags} = await condition(`{tags: {Name: ${yaml}}, alert_actions: [x]}`)
    expect(tags).toEqual(new Map([['name', tests]]))
  })

  it.each([
    ['{}', 'incident_conditions[0].tags.Name: expected an operator: in, matches, glob, exists or not'],
    ['[]', 'incident_conditions[0].tags.Name: expected text, a number or true or false, or a list of such'],
    ['null', 'incident_conditions[0].tags.Name: expected text, a number or true or false'],
    ['[[a]]', 'incident_conditions[0].tags.Name[0]: expected text, a number or true or false'],
    ['{matches: "("}', 'incident_conditions[0].tags.Name.matches: a ( that is not closed at character 1'],
    [
      '{matches: "(?<=a)b"}',
      'incident_conditions[0].tags.Name.matches: look-around, a named group or a flag, which are not supported, at character 1',
    ],
    ['{exists: maybe}', 'incident_conditions[0].tags.Name.exists: expected true or false'],
    [
      '{not: {in: [a], glob: b*}}',
      'incident_conditions[0].tags.Name.not: expected one operator only: it would be unclear whether all of them must fail or one',
    ],
    ['{starts_with: a}', 'unknown key "starts_with" in incident_conditions[0].tags.Name'],
  ])('refuses %s', async (yaml, message) => {
    expect(await problem(`{tags: {Name: ${yaml}}, alert_actions: [x]}`)).toBe(message)
  })

  it('refuses names that differ by case only', async () => {
    expect(await problem('{tags: {Host: a, host: b}, alert_actions: [x]}')).toBe(
      'incident_conditions[0].tags: the tag host is given twice (case does not count)',
    )
  })
})

describe('which incidents', () => {
  it.each([
    ['', 'open', true],
    ['active: true, ', 'open', true],
    ['active: false, match_closed: true, ', 'closed', true],
    ['enabled: false, ', 'open', false],
  ])('%s', async (keys, state, enabled) => {
    expect(await condition(`{${keys}tags: {a: b}, alert_actions: [x]}`)).toMatchObject({state, enabled})
  })

  it('active: false alone is ambiguous, and so is a contradiction', async () => {
    expect(await problem('{active: false, tags: {a: b}, alert_actions: [x]}')).toBe(
      'incident_conditions[0]: active: false asks for closed incidents, and is often meant as "switched off"',
    )
    expect(await problem('{match_closed: true, tags: {a: b}, alert_actions: [x]}')).toBe(
      'incident_conditions[0]: match_closed: true contradicts active: true',
    )
  })
})
