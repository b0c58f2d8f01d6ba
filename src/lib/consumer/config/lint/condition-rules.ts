import {conditionName} from '../../match/matcher.js'
import type {ConditionConfig, TagTest} from '../types.js'
import type {Rule} from './rule.js'

/** A condition whose actions run for every incident. */
export const matchesEverything: Rule = ({config}, findings) => {
  for (const condition of config.conditions) {
    if (condition.tags.size > 0) continue
    const message = `${conditionName(condition)} has no tags: it runs its actions for every ${condition.state} incident`
    findings.warning(condition.place, pathOf(condition), 'matches-everything', message)
  }
}

/** A condition that asks for two things that cannot be true of one tag. */
export const contradictions: Rule = ({config}, findings) => {
  for (const condition of config.conditions) {
    for (const [tag, tests] of condition.tags) {
      const denied = tests.flatMap((test) => (test.kind === 'not' ? [test.test] : []))
      const absent = tests.some((test) => test.kind === 'exists' && !test.wanted)
      const asked = tests.filter((test) => test.kind !== 'not' && !(test.kind === 'exists' && !test.wanted))
      const impossible =
        (absent && asked.length > 0) || asked.some((test) => denied.some((other) => implies(test, other)))
      if (!impossible) continue
      const message = `${conditionName(condition)} can never match: its tests of the tag ${tag} exclude one another`
      findings.warning(condition.place, `${pathOf(condition)}.tags.${tag}`, 'unreachable', message)
    }
  }
}

/** A condition that adds nothing to another one: every incident that it matches runs its actions anyway. */
export const redundantConditions: Rule = ({config}, findings) => {
  const enabled = config.conditions.filter((condition) => condition.enabled)
  for (const condition of enabled) {
    const broader = enabled.find(
      (other) =>
        other !== condition &&
        covers(other, condition) &&
        // Of two that say the same, the later one is named.
        (other.number < condition.number || !covers(condition, other)),
    )
    if (!broader) continue
    const same = covers(condition, broader)
    findings.warning(
      condition.place,
      pathOf(condition),
      same ? 'duplicate-condition' : 'unreachable',
      `${conditionName(condition)} ${same ? 'says the same as' : 'has no effect beside'} ${conditionName(broader)} in line ${broader.place.line}`,
      'Remove it, or make the other one narrower.',
    )
  }
}

/** Whether all that `narrow` does is done by `broad` too. */
const covers = (broad: ConditionConfig, narrow: ConditionConfig): boolean =>
  broad.state === narrow.state &&
  narrow.actions.every((action) => broad.actions.includes(action)) &&
  [...broad.tags].every(([tag, tests]) =>
    tests.every((test) => (narrow.tags.get(tag) ?? []).some((narrower) => implies(narrower, test))),
  )

/** Whether one test can only hold where the other one does. False when that is not plain to see. */
function implies(test: TagTest, other: TagTest): boolean {
  if (other.kind === 'exists' && other.wanted) {
    return test.kind === 'in' || test.kind === 'matches' || (test.kind === 'exists' && test.wanted)
  }
  if (test.kind === 'in' && other.kind === 'in')
    return [...test.values].every((value) => other.values.has(value))
  if (test.kind === 'not' && other.kind === 'not') return implies(other.test, test.test)
  if (test.kind === 'exists' && other.kind === 'exists') return test.wanted === other.wanted
  return (
    test.kind === 'matches' &&
    other.kind === 'matches' &&
    test.pattern === other.pattern &&
    test.syntax === other.syntax
  )
}

const LOOKS_LIKE_OPERATOR: readonly (readonly [pattern: RegExp, operator: string])[] = [
  [/^\/.+\/i?$|^\^|[^\\]\$$|\.\*/, 'matches'],
  [/\*/, 'glob'],
  [/^!/, 'not'],
]

/** A plain value that was meant as an operator, or an operator that does nothing. */
export const tagOperators: Rule = ({config}, findings) => {
  for (const condition of config.conditions) {
    for (const [tag, tests] of condition.tags) {
      for (const test of tests) {
        const problem = operatorProblem(test)
        if (problem === undefined) continue
        const path = `${pathOf(condition)}.tags.${tag}`
        findings.warning(
          condition.place,
          path,
          'tag-operator',
          `${conditionName(condition)}: ${tag} ${problem}`,
        )
      }
    }
  }
}

function operatorProblem(test: TagTest): string | undefined {
  if (test.kind === 'not') return operatorProblem(test.test)
  if (test.kind === 'matches') {
    return test.syntax === 'glob' && !/[*?]/.test(test.pattern)
      ? `has a glob without * or ?: write the value as it is`
      : undefined
  }
  if (test.kind === 'exists') return undefined
  for (const value of test.values) {
    const [, operator] = LOOKS_LIKE_OPERATOR.find(([pattern]) => pattern.test(value)) ?? []
    if (operator !== undefined)
      return `is compared with ${JSON.stringify(value)} as it is: for a pattern write {${operator}: …}`
  }
  return undefined
}

const pathOf = ({number}: ConditionConfig): string => `incident_conditions[${number - 1}]`
