import type {Undecodable} from '../types.js'
import {invalid} from './formats/format.js'
import {isInexact} from './json-value.js'

/** Longer ones are refused: the id travels in environment variables, headers and history keys. */
const MAX_LENGTH = 512

/**
 * The id of an incident: text, or an integer with all its digits. Two incidents must never get the same id by
 * rounding, since the second one's actions would count as done.
 */
export function incidentId(value: unknown, exactly: () => unknown): string | Undecodable {
  if (value === undefined || value === null || value === '') {
    return invalid('NoIncidentId', 'the message has no incident id')
  }
  const exact = isInexact(value) ? exactly() : value
  if (typeof exact !== 'string' && !Number.isSafeInteger(exact)) {
    return invalid('WrongType', 'the incident id is neither text nor an integer')
  }
  const id = String(exact)
  return id.length > MAX_LENGTH
    ? invalid('IncidentIdTooLong', `the incident id has more than ${MAX_LENGTH} characters`)
    : id
}
