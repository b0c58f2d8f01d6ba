import {describe, expect, it} from 'vitest'
import type {ConditionConfig, TagTest} from '../../../../../src/lib/consumer/config/types.js'
import {conditionName, createMatcher} from '../../../../../src/lib/consumer/match/matcher.js'
import type {Incident} from '../../../../../src/lib/consumer/types.js'

const incident = (tags: Record<string, string[]>, active = true): Incident => ({
  id: '1',
  source: 's',
  title: undefined,
  status: 'critical',
  severity: 'critical',
  active,
  start: undefined,
  end: undefined,
  updated: undefined,
  tags: new Map(Object.entries(tags).map(([name, values]) => [name, new Set(values)])),
  raw: {},
})
const condition = (
  tags: Record<string, readonly TagTest[]>,
  more: Partial<ConditionConfig> = {},
): ConditionConfig => ({
  number: 1,
  label: 'run',
  enabled: true,
  state: 'open',
  tags: new Map(Object.entries(tags)),
  actions: ['run'],
  place: {file: 'f', line: 1, column: 1},
  ...more,
})
const is = (...values: string[]): TagTest => ({kind: 'in', values: new Set(values)})
const regex = (pattern: string): TagTest => ({kind: 'matches', pattern, syntax: 'regex'})
const glob = (pattern: string): TagTest => ({kind: 'matches', pattern, syntax: 'glob'})
const not = (test: TagTest): TagTest => ({kind: 'not', test})
const exists = (wanted: boolean): TagTest => ({kind: 'exists', wanted})

describe('tests of one tag', () => {
  const values = {host: ['web-1', 'web-2']}
  it.each<[string, TagTest, boolean]>([
    ['one of the values', is('web-2'), true],
    ['any of a list', is('x', 'web-1'), true],
    ['none', is('x'), false],
    ['case of values counts', is('WEB-1'), false],
    ['no part of a value', is('web'), false],
    ['a pattern', regex('^web-\\d$'), true],
    ['a pattern that fits none', regex('^db'), false],
    ['a glob', glob('web-*'), true],
    ['a glob must fit the whole', glob('web'), false],
    ['a negation fails when one value fits', not(is('web-1')), false],
    ['a negation', not(regex('^db')), true],
    ['a double negation', not(not(is('web-1'))), true],
    ['the tag is there', exists(true), true],
    ['the tag is there, and must not', exists(false), false],
  ])('%s', (_, test, fits) => {
    expect(createMatcher({conditions: [condition({host: [test]})]}).match(incident(values))).toHaveLength(
      fits ? 1 : 0,
    )
  })

  it.each<[string, TagTest, boolean]>([
    ['is nothing', is('x'), false],
    ['matches nothing', regex(''), false],
    ['passes a negation', not(is('x')), true],
    ['exists not', exists(false), true],
  ])('a missing tag %s', (_, test, fits) => {
    expect(createMatcher({conditions: [condition({host: [test]})]}).match(incident({}))).toHaveLength(
      fits ? 1 : 0,
    )
  })
})

describe('conditions', () => {
  it('all tags and all their tests must fit', () => {
    const matcher = createMatcher({conditions: [condition({a: [is('1')], b: [regex('^x'), not(is('xy'))]})]})
    expect(matcher.match(incident({a: ['1'], b: ['xz']}))).toHaveLength(1)
    expect(matcher.match(incident({a: ['1'], b: ['xy']}))).toHaveLength(0)
    expect(matcher.match(incident({b: ['xz']}))).toHaveLength(0)
  })

  it('asks for open or closed incidents, and can be switched off', () => {
    const matcher = createMatcher({
      conditions: [
        condition({}, {actions: ['open']}),
        condition({}, {actions: ['closed'], state: 'closed'}),
        condition({}, {actions: ['off'], enabled: false}),
      ],
    })
    const actions = (active: boolean) => matcher.match(incident({}, active)).flatMap((match) => match.actions)
    expect([actions(true), actions(false)]).toEqual([['open'], ['closed']])
  })

  it('an action is named once, by the first condition that matches', () => {
    const conditions = [condition({}, {actions: ['a', 'b']}), condition({}, {actions: ['b', 'c'], number: 2})]
    const matches = createMatcher({conditions}).match(incident({}))
    expect(matches.map(({actions}) => actions)).toEqual([['a', 'b'], ['c']])
  })
})

describe('explain', () => {
  const why = (one: ConditionConfig, tags: Record<string, string[]>, active = true) => {
    const [explanation] = createMatcher({conditions: [one]}).explain(incident(tags, active))
    return explanation && `${conditionName(explanation.condition)}: ${explanation.reasons.join('; ')}`
  }

  it.each([
    [
      condition({alert_type: [is('oozie')]}),
      {alert_type: ['grid']},
      'tag alert_type is "grid", wants "oozie"',
    ],
    [condition({a: [is('x', 'y')]}), {}, 'there is no tag a, wants "x" or "y"'],
    [
      condition({a: [regex('^x')]}),
      {a: ['1', '2', '3', '4', '5']},
      'tag a is "1", "2", "3" and 2 more, wants a match of /^x/',
    ],
    [condition({a: [not(glob('x*'))]}), {a: ['xy']}, 'tag a is "xy", wants not a value like x*'],
    [condition({a: [exists(false)]}), {a: ['1']}, 'tag a is "1", wants no such tag'],
    [condition({a: [is('1')]}), {a: ['1']}, 'the incident is open; tag a is "1"'],
    [condition({}, {enabled: false}), {}, 'it is switched off (enabled: false)'],
  ])('%#', (one, tags, reason) => expect(why(one, tags)).toBe(`condition 1 (run): ${reason}`))

  it('tells the state and cuts long values', () => {
    const text = why(condition({a: [is('x')]}), {a: ['y'.repeat(100)]}, false)
    expect(text).toBe(
      `condition 1 (run): the incident is closed, wants open ones; tag a is "${'y'.repeat(60)}…", wants "x"`,
    )
  })
})
