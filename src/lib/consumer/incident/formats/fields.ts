import type {FieldMapping, JsonPointer} from '../../config/types.js'
import type {Severity} from '../../types.js'
import {incidentId} from '../incident-id.js'
import {textOf, type JsonObject} from '../json-value.js'
import {LazyIncident} from '../lazy-incident.js'
import {resolvePointer} from '../pointer.js'
import {flagOf, severityOf, timeOf} from '../read.js'
import type {TagCollector} from '../tags.js'
import {invalid, type IncidentFormat} from './format.js'

const NAME = 'fields'

/** Incidents of any shape, by JSON pointers of the configuration. */
export function fieldsFormat(mapping: FieldMapping): IncidentFormat {
  const at = (body: JsonObject, pointer: JsonPointer | undefined): unknown =>
    pointer && (resolvePointer(body, pointer) ?? undefined)

  const collectTags = (body: JsonObject, into: TagCollector): void => {
    for (const pointer of mapping.tagSets) into.addAll(resolvePointer(body, pointer))
    for (const [name, pointer] of mapping.tags) into.add(name, resolvePointer(body, pointer))
  }
  const title = (body: JsonObject): string | undefined => textOf(at(body, mapping.title))
  const severity = (word: string): Severity => mapping.severities.get(word.toLowerCase()) ?? severityOf(word)
  const isOpen = (value: unknown): boolean | undefined => {
    const word = textOf(value)?.toLowerCase()
    return word === undefined ? undefined : mapping.closed.has(word) ? false : flagOf(word)
  }

  return {
    name: NAME,
    recognises: () => true,
    read(body, exact) {
      const id = incidentId(at(body, mapping.id), () => at(exact(), mapping.id))
      if (typeof id !== 'string') return id
      const [active, status] = [at(body, mapping.active), at(body, mapping.status)]
      if (status !== undefined && textOf(status) === undefined) {
        return invalid('WrongType', 'the status of the incident is not text')
      }
      if (active !== undefined && isOpen(active) === undefined) {
        return invalid(
          'WrongType',
          '"active" of the incident is neither true nor false, nor listed as closed',
        )
      }
      const word = textOf(status) ?? ''
      const end = timeOf(at(body, mapping.end))
      const parts = {
        id,
        source: NAME,
        status: word,
        severity: severity(textOf(at(body, mapping.severity)) ?? word),
        active: isOpen(active) ?? !(mapping.closed.has(word.toLowerCase()) || end !== undefined),
        start: timeOf(at(body, mapping.start)),
        end,
        updated: timeOf(at(body, mapping.updated)),
      }
      return [new LazyIncident(parts, {body, exact, title, collectTags})]
    },
  }
}
