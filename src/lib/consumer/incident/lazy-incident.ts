import type {Incident, Severity} from '../types.js'
import type {JsonObject} from './json-value.js'
import {TagCollector, type Tags} from './tags.js'

/** What a format reads of each message. The rest is read when it is asked for: most messages match nothing. */
export interface IncidentReader {
  readonly body: JsonObject
  /** The same with the digits of large integers as strings. */
  readonly exact: () => JsonObject
  readonly title: (body: JsonObject) => string | undefined
  readonly collectTags: (body: JsonObject, into: TagCollector) => void
}

/** An incident whose tags and title are built on first use. */
export class LazyIncident implements Incident {
  readonly id: string
  readonly source: string
  readonly status: string
  readonly severity: Severity
  readonly active: boolean
  readonly start: number | undefined
  readonly end: number | undefined
  readonly updated: number | undefined
  readonly #reader: IncidentReader
  #tags: Tags | undefined

  constructor(parts: Omit<Incident, 'title' | 'tags' | 'raw'>, reader: IncidentReader) {
    this.id = parts.id
    this.source = parts.source
    this.status = parts.status
    this.severity = parts.severity
    this.active = parts.active
    this.start = parts.start
    this.end = parts.end
    this.updated = parts.updated
    this.#reader = reader
  }

  get raw(): JsonObject {
    return this.#reader.body
  }

  get title(): string | undefined {
    return this.#reader.title(this.#reader.body)
  }

  get tags(): Tags {
    return (this.#tags ??= this.#collect())
  }

  #collect(): Tags {
    const {body, exact, collectTags} = this.#reader
    const quick = new TagCollector()
    collectTags(body, quick)
    if (!quick.inexact) return quick.tags
    const collector = new TagCollector()
    collectTags(exact(), collector)
    return collector.tags
  }
}
