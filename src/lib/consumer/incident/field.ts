import type {Incident} from '../types.js'
import {textOf} from './json-value.js'
import {parsePointer, resolvePointer} from './pointer.js'

const SIMPLE = ['id', 'source', 'title', 'status', 'severity', 'active'] as const
const TIMES = ['start', 'end', 'updated'] as const
const TAG = 'tags.'

/** Words for errors. */
export const FIELD_FORM = `one of ${[...SIMPLE, ...TIMES].join(', ')}, ${TAG}NAME, or a JSON pointer such as /alerts/0/description`

/** Whether a reference can ever lead to something. */
export const isField = (field: string): boolean =>
  [...SIMPLE, ...TIMES].some((name) => name === field) ||
  (field.startsWith(TAG) && field.length > TAG.length) ||
  (field.startsWith('/') && parsePointer(field) !== undefined)

/**
 * Text of a field of the incident; undefined when it has none. Several values of a tag are joined with commas,
 * times are ISO 8601 in UTC, objects and lists of the body are JSON.
 */
export function fieldText(incident: Incident, field: string): string | undefined {
  if (field.startsWith(TAG)) {
    const values = incident.tags.get(field.slice(TAG.length).toLowerCase())
    return values && [...values].join(',')
  }
  if (field.startsWith('/')) {
    const value = resolvePointer(incident.raw, parsePointer(field) ?? [])
    return textOf(value) ?? (typeof value === 'object' && value !== null ? JSON.stringify(value) : undefined)
  }
  const name = [...SIMPLE, ...TIMES].find((known) => known === field)
  const value = name && incident[name]
  return typeof value === 'number' ? new Date(value).toISOString() : textOf(value)
}
