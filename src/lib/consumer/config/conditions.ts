import type {YamlValue} from '../../config/yaml.js'
import {globPattern, regexPattern} from '../match/pattern/pattern.js'
import {PatternError} from '../match/pattern/tree.js'
import {ACTION_NAME_FORM, isActionName} from './actions.js'
import {
  converted,
  either,
  isMapping,
  listOf,
  mapOf,
  optional,
  required,
  section,
  withDefault,
} from './collections.js'
import {misfit, placeOf, type Reader, type Scope} from './reader.js'
import {anyText, bool, parsed, text} from './scalars.js'
import type {ConditionConfig, TagTest} from './types.js'

const anyOf: Reader<TagTest> = converted(listOf(anyText, {single: true}), (values) => ({
  kind: 'in',
  values: new Set(values),
}))

const pattern = (syntax: 'regex' | 'glob'): Reader<TagTest> =>
  converted(anyText, (source, value, scope): TagTest | undefined => {
    try {
      if (syntax === 'glob') globPattern(source)
      else regexPattern(source)
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      const message = `${scope.path}: ${error.message}`
      const fix = 'Patterns run in linear time, so that no message can hang the consumer.'
      scope.findings.error(placeOf(scope, value.at), scope.path, 'pattern', message, fix)
      return undefined
    }
    return {kind: 'matches', pattern: source, syntax}
  })

const negated: Reader<TagTest> = {
  expects: 'a value, a list of values, or an operator',
  schema: {},
  read(value, scope) {
    // Read late, since a negation may hold any test.
    const [test, ...others] = tagTests.read(value, scope) ?? []
    if (others.length > 0) {
      misfit(value, scope, 'one operator only: it would be unclear whether all of them must fail or one')
    }
    return test && {kind: 'not', test}
  },
}

const operators: Reader<readonly TagTest[]> = converted(
  section({
    in: optional(anyOf, 'One of these values'),
    matches: optional(pattern('regex'), 'A regular expression that is found in a value'),
    glob: optional(pattern('glob'), 'A value with * for anything and ? for one character'),
    exists: optional(bool, 'Whether the incident has the tag'),
    not: optional(negated, 'What must not hold'),
  }),
  (read, value, scope) => {
    const tests: TagTest[] = []
    if (read.in) tests.push(read.in)
    if (read.matches) tests.push(read.matches)
    if (read.glob) tests.push(read.glob)
    if (read.exists !== undefined) tests.push({kind: 'exists', wanted: read.exists})
    if (read.not) tests.push(read.not)
    if (value.entries()?.length === 0) misfit(value, scope, 'an operator: in, matches, glob, exists or not')
    return tests
  },
)

const tagTests: Reader<readonly TagTest[]> = either(
  converted(anyOf, (test) => [test]),
  operators,
  (value) => !isMapping(value),
)

/** Tags by lower-case name; two that differ by case only would hide one another. */
const tags = converted(
  mapOf(tagTests, (name, before) =>
    [...before.keys()].some((other) => other.toLowerCase() === name.toLowerCase())
      ? `the tag ${name} is given twice (case does not count)`
      : name.trim() === ''
        ? 'a tag needs a name'
        : undefined,
  ),
  (read) => new Map([...read].map(([name, tests]) => [name.toLowerCase(), tests])),
)

const actionName = parsed(`the name of an action: ${ACTION_NAME_FORM}`, (name) =>
  isActionName(name) ? name : undefined,
)

const condition: Reader<Omit<ConditionConfig, 'number'>> = converted(
  section({
    name: optional(text, 'For people'),
    active: withDefault(bool, true, 'true: incidents that are open'),
    match_closed: withDefault(bool, false, 'Confirms active: false, incidents that are closed'),
    enabled: withDefault(bool, true, 'false switches the condition off'),
    tags: required(tags, 'Tags that must fit, all of them'),
    alert_actions: required(listOf(actionName), 'Names of the actions to run'),
  }),
  (read, value, scope) => {
    checkState(read, value, scope)
    const actions = [...new Set(read.alert_actions)]
    return {
      label: read.name ?? actions.join(', '),
      enabled: read.enabled,
      state: read.active ? 'open' : 'closed',
      tags: read.tags,
      actions,
      place: placeOf(scope, value.at),
    }
  },
)

function checkState(read: {active: boolean; match_closed: boolean}, value: YamlValue, scope: Scope): void {
  const keyOf = (name: string) => value.entries()?.find(({key}) => key === name)?.at ?? value.at
  if (!read.active && !read.match_closed) {
    scope.findings.error(
      placeOf(scope, keyOf('active')),
      `${scope.path}.active`,
      'active-false',
      `${scope.path}: active: false asks for closed incidents, and is often meant as "switched off"`,
      'Write enabled: false to switch it off, or match_closed: true beside it to act on closed incidents.',
    )
  } else if (read.active && read.match_closed) {
    scope.findings.error(
      placeOf(scope, keyOf('match_closed')),
      `${scope.path}.match_closed`,
      'active-false',
      `${scope.path}: match_closed: true contradicts active: true`,
      'Remove it, or write active: false. Two conditions can cover open and closed incidents.',
    )
  }
}

/** `incident_conditions:` in order. */
export const conditions: Reader<readonly ConditionConfig[]> = converted(listOf(condition), (read) =>
  read.map((one, index) => ({...one, number: index + 1})),
)
