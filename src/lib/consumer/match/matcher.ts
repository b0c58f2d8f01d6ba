import type {ConditionConfig, TagTest} from '../config/types.js'
import type {Incident} from '../types.js'
import {compileTagTest, describeTagTest, quoteAll, type TagPredicate} from './tag-test.js'

/** A condition that an incident fulfils. */
export interface Match {
  readonly condition: ConditionConfig
  /** Names, each once; those that an earlier match names too are left out. */
  readonly actions: readonly string[]
}

/** Why one condition matched or did not. */
export interface ConditionExplanation {
  readonly condition: ConditionConfig
  readonly matched: boolean
  /**
   * One phrase for each thing that was looked at: all of them when it matched, otherwise those that did not fit.
   * They hold values of the message: make them printable before showing.
   */
  readonly reasons: readonly string[]
}

export interface Matcher {
  /** The conditions that match, in the order of the configuration. Asked for every message. */
  match(incident: Incident): readonly Match[]
  /** The same with reasons, for every condition. */
  explain(incident: Incident): readonly ConditionExplanation[]
}

interface CompiledTest {
  readonly tag: string
  readonly test: TagTest
  readonly passes: TagPredicate
}

interface CompiledCondition {
  readonly condition: ConditionConfig
  readonly tests: readonly CompiledTest[]
}

const NO_MATCH: readonly Match[] = []

/** `condition 2 (handle_grid)`: how people find a condition in its file. */
export const conditionName = ({number, label}: ConditionConfig): string => `condition ${number} (${label})`

export function createMatcher(config: {readonly conditions: readonly ConditionConfig[]}): Matcher {
  const compiled = config.conditions.map(compile)
  const enabled = compiled.filter(({condition}) => condition.enabled)
  const byState = {
    open: enabled.filter(({condition}) => condition.state === 'open'),
    closed: enabled.filter(({condition}) => condition.state === 'closed'),
  }
  return {
    match(incident) {
      const fulfilled = byState[incident.active ? 'open' : 'closed'].filter(({tests}) =>
        tests.every(({tag, passes}) => passes(incident.tags.get(tag))),
      )
      return fulfilled.length === 0 ? NO_MATCH : toMatches(fulfilled)
    },
    explain: (incident) => compiled.map((condition) => explain(condition, incident)),
  }
}

function compile(condition: ConditionConfig): CompiledCondition {
  const tests = [...condition.tags].flatMap(([tag, tagTests]) =>
    tagTests.map((test): CompiledTest => ({tag, test, passes: compileTagTest(test)})),
  )
  return {condition, tests}
}

function toMatches(fulfilled: readonly CompiledCondition[]): readonly Match[] {
  const named = new Set<string>()
  return fulfilled.map(({condition}) => {
    const actions = condition.actions.filter((action) => !named.has(action))
    for (const action of actions) named.add(action)
    return {condition, actions}
  })
}

function explain({condition, tests}: CompiledCondition, incident: Incident): ConditionExplanation {
  const failed = (...reasons: string[]): ConditionExplanation => ({condition, matched: false, reasons})
  if (!condition.enabled) return failed('it is switched off (enabled: false)')
  const state = incident.active ? 'open' : 'closed'
  const misfits = tests.filter(({tag, passes}) => !passes(incident.tags.get(tag)))
  if (state !== condition.state || misfits.length > 0) {
    return failed(
      ...(state === condition.state ? [] : [`the incident is ${state}, wants ${condition.state} ones`]),
      ...misfits.map(({tag, test}) => `${describeTag(tag, incident)}, wants ${describeTagTest(test)}`),
    )
  }
  const seen = [...new Set(tests.map(({tag}) => tag))]
  return {
    condition,
    matched: true,
    reasons: [`the incident is ${state}`, ...seen.map((tag) => describeTag(tag, incident))],
  }
}

function describeTag(tag: string, incident: Incident): string {
  const values = incident.tags.get(tag)
  return values ? `tag ${tag} is ${quoteAll(values)}` : `there is no tag ${tag}`
}
