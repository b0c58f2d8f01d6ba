import type {Severity} from '../types.js'

/** Where something stands in a file; counted from 1. */
export interface FilePlace {
  /** As it was given. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * One incident consumer: everything checked, every default filled in, `${…}` replaced. Times are milliseconds,
 * paths are absolute (a relative one starts at the folder of the file that names it).
 */
export interface ConsumerConfig {
  /** The files that it was read from: the configuration, then the actions if they have a file of their own. */
  readonly files: readonly [string, ...string[]]
  /** Name for people and metrics. */
  readonly name: string
  /** Profile of the cluster, where the file names one. */
  readonly profile: string | undefined
  /** JSON lines to read instead of Kafka. */
  readonly sourceFile: string | undefined
  /** Undefined only where `sourceFile` is given. */
  readonly kafka: KafkaSettings | undefined
  /** In the order of the file. */
  readonly conditions: readonly ConditionConfig[]
  readonly actions: ReadonlyMap<string, ActionConfig>
  /** Named by a condition that is switched on, but defined nowhere. A real run is refused while there are any. */
  readonly undefinedActions: readonly UndefinedAction[]
  /** Circuit breaker: no more than `count` starts within `perMs`. */
  readonly maxActions: {readonly count: number; readonly perMs: number} | undefined
  /** Older incidents are recorded as skipped. Undefined: no incident is too old. */
  readonly maxIncidentAgeMs: number | undefined
  readonly incidents: IncidentFormatConfig
  readonly history: HistoryConfig
  /** Undefined: `<topic>.dlq`, or a file beside the history for a file source. */
  readonly deadLetter: DeadLetterTarget | undefined
  /** Actions that run at the same time. */
  readonly concurrency: number
  /** Claimed and not yet ended: with more than this, intake waits. */
  readonly maxInFlight: number
  readonly waitFor: {readonly files: readonly string[]; readonly timeoutMs: number}
  /** How long running actions may take after SIGTERM. */
  readonly graceMs: number
  /** `[HOST:]PORT` of probes and metrics. */
  readonly listen: string | undefined
  readonly pidFile: string | undefined
  readonly readyAfterMs: number
  /** Values to be masked wherever output of an action is shown or kept. */
  readonly secrets: readonly string[]
}

export interface KafkaSettings {
  readonly groupId: string
  readonly topics: readonly [string, ...string[]]
  /** Undefined: the profile's. */
  readonly brokers: readonly string[] | undefined
  readonly sessionTimeoutMs: number
  readonly heartbeatIntervalMs: number
  readonly maxPollRecords: number
  /** Where a group without commits begins. */
  readonly startFrom: StartFrom
}

/** A time is in milliseconds since the epoch. */
export type StartFrom = 'beginning' | 'end' | {readonly time: number}

export interface HistoryConfig {
  /** Undefined: whatever the command line or the environment says, or a default. */
  readonly path: string | undefined
  readonly store: 'sqlite'
  /** Outcomes of closed incidents are kept this long. */
  readonly retentionMs: number
}

export type DeadLetterTarget = {readonly topic: string} | {readonly file: string}

export interface ConditionConfig {
  /** From 1, in the order of the file. */
  readonly number: number
  /** For people: its own name, else the names of its actions. */
  readonly label: string
  readonly enabled: boolean
  /** Which incidents it is about. */
  readonly state: 'open' | 'closed'
  /** All must hold. Names are in lower case. */
  readonly tags: ReadonlyMap<string, readonly TagTest[]>
  /** Names of actions, each once. */
  readonly actions: readonly string[]
  readonly place: FilePlace
}

/**
 * A test of one tag, which may have several values. `in` and `matches` hold when one of the values fits,
 * `not` when its own test does not hold.
 */
export type TagTest =
  | {readonly kind: 'in'; readonly values: ReadonlySet<string>}
  | {readonly kind: 'matches'; readonly pattern: string; readonly syntax: 'regex' | 'glob'}
  | {readonly kind: 'exists'; readonly wanted: boolean}
  | {readonly kind: 'not'; readonly test: TagTest}

export interface UndefinedAction {
  readonly name: string
  readonly place: FilePlace
}

export type ActionConfig = ExecActionConfig | HttpActionConfig

interface ActionSettings {
  readonly name: string
  readonly enabled: boolean
  /** Of one attempt. */
  readonly timeoutMs: number
  /** Starts at most, when attempts fail. */
  readonly attempts: number
  /** Wait before the second attempt; doubles with each further one up to `maxMs`. */
  readonly backoff: {readonly initialMs: number; readonly maxMs: number}
  readonly oncePer: OncePer
  /** Actions whose key has the same text never run at the same time. */
  readonly concurrencyKey: TextTemplate | undefined
  readonly onUnknown: 'hold' | 'retry'
  /** Waits until somebody approves it. */
  readonly approval: boolean
  readonly place: FilePlace
}

/** What an action runs once for. Windows are aligned to the epoch. */
export type OncePer = 'incident' | 'occurrence' | {readonly windowMs: number}

export interface ExecActionConfig extends ActionSettings {
  readonly type: 'exec'
  /** Program and arguments, never read by a shell. The program is always a plain text. */
  readonly command: readonly [string, ...TextTemplate[]]
  readonly cwd: string
  /** Added to the environment of the process. */
  readonly env: ReadonlyMap<string, TextTemplate>
}

export interface HttpActionConfig extends ActionSettings {
  readonly type: 'http'
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  /** Names as written, values without line breaks. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: HttpBody
}

export type HttpBody =
  /** The normalised incident as JSON. */
  | {readonly kind: 'incident'}
  | {readonly kind: 'none'}
  | {readonly kind: 'text'; readonly text: string}
  | {readonly kind: 'json'; readonly template: JsonTemplate}

/** A text of the file as it is, or a whole value of the incident. Never a mixture, so nothing can be injected. */
export type TextTemplate = string | FieldReference

/** Data of the file, with values of the incident where references stand. */
export type JsonTemplate =
  | string
  | number
  | boolean
  | null
  | FieldReference
  | readonly JsonTemplate[]
  | ReadonlyMap<string, JsonTemplate>

/** A value of the incident: `id`, `title`, `status`, …, `tags.<name>`, or a JSON pointer (`/a/b`) into its raw body. */
export interface FieldReference {
  readonly field: string
  /** Used when the incident has no such value. Without it the action fails. */
  readonly fallback: string | undefined
}

export type IncidentFormatConfig =
  | {readonly format: 'auto' | 'bigpanda' | 'alertmanager'}
  | {readonly format: 'fields'; readonly fields: FieldMapping}

/** The reference tokens of a JSON pointer (RFC 6901). */
export type JsonPointer = readonly string[]

/** Where to find the parts of an incident in a message of any shape. */
export interface FieldMapping {
  readonly id: JsonPointer
  readonly title: JsonPointer | undefined
  readonly status: JsonPointer | undefined
  readonly severity: JsonPointer | undefined
  /** Severity of each value that is not one of ours, by its text in lower case. */
  readonly severities: ReadonlyMap<string, Severity>
  readonly active: JsonPointer | undefined
  /** Texts in lower case of `status` or `active` that mean closed. */
  readonly closed: ReadonlySet<string>
  readonly start: JsonPointer | undefined
  readonly end: JsonPointer | undefined
  readonly updated: JsonPointer | undefined
  /** Objects or lists of names and values, all of whose entries become tags. */
  readonly tagSets: readonly JsonPointer[]
  /** Single tags by name (lower case). */
  readonly tags: ReadonlyMap<string, JsonPointer>
}
