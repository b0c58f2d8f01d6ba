import type {TagTest} from '../config/types.js'
import {globPattern, regexPattern} from './pattern/pattern.js'

/** Whether the values of a tag pass. Undefined: the incident has no such tag. */
export type TagPredicate = (values: ReadonlySet<string> | undefined) => boolean

/** Compiles one test of a tag. */
export function compileTagTest(test: TagTest): TagPredicate {
  switch (test.kind) {
    case 'exists':
      return (values) => (values !== undefined) === test.wanted
    case 'in': {
      const wanted = [...test.values]
      return (values) => values !== undefined && wanted.some((value) => values.has(value))
    }
    case 'matches': {
      const pattern = test.syntax === 'glob' ? globPattern(test.pattern) : regexPattern(test.pattern)
      return (values) => values !== undefined && [...values].some((value) => pattern.test(value))
    }
    case 'not': {
      const inner = compileTagTest(test.test)
      return (values) => !inner(values)
    }
  }
}

/** What a test asks for, to follow "wants". */
export function describeTagTest(test: TagTest): string {
  switch (test.kind) {
    case 'exists':
      return test.wanted ? 'any value' : 'no such tag'
    case 'in':
      return quoteAll(test.values, ' or ')
    case 'matches':
      return test.syntax === 'glob' ? `a value like ${test.pattern}` : `a match of /${test.pattern}/`
    case 'not':
      return `not ${describeTagTest(test.test)}`
  }
}

const MAX_VALUES = 3
const MAX_LENGTH = 60

/** `"a", "b" and 4 more`: values of a message or of the configuration, cut to a length that fits a line. */
export function quoteAll(values: Iterable<string>, separator = ', '): string {
  const all = [...values]
  const shown = all
    .slice(0, MAX_VALUES)
    .map((value) => JSON.stringify(value.length > MAX_LENGTH ? `${value.slice(0, MAX_LENGTH)}…` : value))
  const more = all.length - shown.length
  return `${shown.join(separator)}${more > 0 ? ` and ${more} more` : ''}`
}
