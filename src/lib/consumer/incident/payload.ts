import type {Incident} from '../types.js'

/** An incident as actions get it and as the history keeps it. Times are ISO 8601 in UTC, or null. */
export interface IncidentPayload {
  readonly id: string
  readonly source: string
  readonly title: string | null
  readonly status: string
  readonly severity: Incident['severity']
  readonly active: boolean
  readonly start: string | null
  readonly end: string | null
  readonly updated: string | null
  /** Lower-case names. */
  readonly tags: Readonly<Record<string, readonly string[]>>
  /** The incident as it was sent. Integers above 2^53 are rounded, as in any JavaScript. */
  readonly raw: unknown
}

/** One line of JSON: see {@link IncidentPayload}. */
export function serialiseIncident(incident: Incident): string {
  const {id, source, title = null, status, severity, active, start, end, updated, tags, raw} = incident
  const payload: IncidentPayload = {
    id,
    source,
    title,
    status,
    severity,
    active,
    start: isoTime(start),
    end: isoTime(end),
    updated: isoTime(updated),
    // Defines `__proto__` as an entry of its own.
    tags: Object.fromEntries([...tags].map(([name, values]) => [name, [...values]])),
    raw,
  }
  return JSON.stringify(payload)
}

const isoTime = (ms: number | undefined): string | null =>
  ms === undefined ? null : new Date(ms).toISOString()

/** The other way round, for text that {@link serialiseIncident} wrote. */
export function deserialiseIncident(json: string): Incident {
  const {title, start, end, updated, tags, ...rest} = JSON.parse(json) as IncidentPayload
  return {
    ...rest,
    title: title ?? undefined,
    start: milliseconds(start),
    end: milliseconds(end),
    updated: milliseconds(updated),
    tags: new Map(Object.entries(tags).map(([name, values]) => [name, new Set(values)])),
  }
}

const milliseconds = (time: string | null): number | undefined =>
  time === null ? undefined : Date.parse(time)
