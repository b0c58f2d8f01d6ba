/** One record as a source hands it over. Bytes are the source's own: never altered, never decoded here. */
export interface SourceMessage {
  topic: string
  partition: number
  offset: bigint
  key: Buffer | null
  value: Buffer | null
  /** In order; a name may stand more than once and a value may be null. */
  headers: readonly (readonly [name: string, value: Buffer | null])[]
  /** Milliseconds since the epoch; undefined where the source has none. */
  timestamp: number | undefined
}

export type Severity = 'critical' | 'warning' | 'unknown' | 'ok'

/** An incident of any monitoring system in one shape. */
export interface Incident {
  /** Unique within its source; the same for each update that is sent again. */
  readonly id: string
  /** Name of the format it came in: `bigpanda`, `alertmanager`, `fields`, … */
  readonly source: string
  /** One line for people, where the message has one. */
  readonly title: string | undefined
  readonly status: string
  readonly severity: Severity
  /** False once it is resolved. */
  readonly active: boolean
  /** Milliseconds since the epoch. */
  readonly start: number | undefined
  readonly end: number | undefined
  readonly updated: number | undefined
  /** Lower-case names; every value that an incident tag or one of its alerts' tags had. */
  readonly tags: ReadonlyMap<string, ReadonlySet<string>>
  /** The parsed body of this incident, for actions. Never merged into another object (`__proto__` stays data). */
  readonly raw: unknown
}

/** Why a message cannot become incidents. It goes to the dead letters as it came. */
export interface Undecodable {
  stage: 'decode' | 'parse' | 'validate'
  /** Short name of the kind of failure, such as `NotJson`, `NotUtf8`, `NoIncidentId`. */
  kind: string
  /** One sentence with the place, such as `not JSON at byte 12`. Holds no value of the message. */
  message: string
}

export type ParseResult = {incidents: readonly Incident[]} | {undecodable: Undecodable}
