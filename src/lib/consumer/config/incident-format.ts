import {CLOSED_STATUSES} from '../incident/read.js'
import {parsePointer} from '../incident/pointer.js'
import {converted, either, isMapping, listOf, mapOf, optional, required, section} from './collections.js'
import type {Reader} from './reader.js'
import {anyText, oneOf, parsed} from './scalars.js'
import type {FieldMapping, JsonPointer} from './types.js'

const pointer = parsed<JsonPointer>('a JSON pointer such as /alert/id', parsePointer)

type TagSources = Pick<FieldMapping, 'tagSets' | 'tags'>

const tags: Reader<TagSources> = either(
  converted(listOf(pointer, {single: true}), (tagSets) => ({tagSets, tags: new Map<string, JsonPointer>()})),
  converted(mapOf(pointer), (byName) => ({
    tagSets: [],
    tags: new Map([...byName].map(([name, at]) => [name.toLowerCase(), at])),
  })),
  (value) => !isMapping(value),
)

const lowerKeys = <T>(map: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
  new Map([...map].map(([key, value]) => [key.toLowerCase(), value]))

/** `fields:`, where incidents of a shape of their own have their parts. */
export const fieldMapping: Reader<FieldMapping> = converted(
  section({
    id: required(pointer, 'What tells one incident from another'),
    title: optional(pointer, 'One line for people'),
    status: optional(pointer, 'Status; tells closed incidents where there is no "active"'),
    severity: optional(pointer, 'Severity; the status by default'),
    severities: optional(
      mapOf(oneOf('critical', 'warning', 'unknown', 'ok')),
      'Which severity each of your words is',
    ),
    active: optional(pointer, 'true while the incident is open'),
    closed: optional(listOf(anyText, {single: true}), 'Words of status or active that mean closed'),
    start: optional(pointer, 'When it began'),
    end: optional(pointer, 'When it was resolved'),
    updated: optional(pointer, 'When it last changed'),
    tags: optional(tags, 'An object or list with all tags, several of them, or a pointer for each tag'),
  }),
  (read) => ({
    id: read.id,
    title: read.title,
    status: read.status,
    severity: read.severity,
    severities: lowerKeys(read.severities ?? new Map()),
    active: read.active,
    closed: read.closed ? new Set(read.closed.map((word) => word.toLowerCase())) : CLOSED_STATUSES,
    start: read.start,
    end: read.end,
    updated: read.updated,
    tagSets: read.tags?.tagSets ?? [],
    tags: read.tags?.tags ?? new Map(),
  }),
)
