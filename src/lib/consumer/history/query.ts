import type {ActionRecord, ActionState, AttemptRecord, Namespace, PauseChange, PauseSwitch} from './store.js'

/** Which records to list. Times in milliseconds since the epoch; `action` and `incident` match exactly. */
export interface HistoryFilter {
  readonly states?: readonly ActionState[]
  readonly action?: string
  readonly incident?: string
  /** Last touched at or after. */
  readonly since?: number
  readonly namespace?: Namespace
  readonly limit?: number
}

export interface HistoryListing {
  /** Those that need somebody first (unknown, failed), then newest first. */
  readonly records: readonly ActionRecord[]
  /** All that match, also beyond the limit, by state. */
  readonly totals: Readonly<Partial<Record<ActionState, number>>>
}

export interface ActionStory extends ActionRecord {
  /** The incident as the action got it, as JSON; `null` once it has succeeded. */
  readonly payload: string
  readonly attemptRecords: readonly AttemptRecord[]
}

export interface HistoryInfo {
  readonly path: string
  readonly uuid: string
  readonly clusterId: string | undefined
  readonly group: string | undefined
  readonly pause: PauseSwitch
  /** The process that holds the history now. */
  readonly holder: {readonly pid: number; readonly host: string; readonly since: number} | undefined
  readonly totals: Readonly<Partial<Record<ActionState, number>>>
}

export type Resolution = 'succeeded' | 'failed' | 'retry'

/** What `resolve` will do, to be shown before it is done. */
export interface ResolvePlan {
  readonly record: ActionRecord
  readonly as: Resolution
}

export interface PrunePlan {
  /** Finished before this time. */
  readonly before: number
  /** Records that go. Claims of incidents that are still open stay for ever. */
  readonly remove: number
  /** Old, but kept since their incident is open. */
  readonly keptOpen: number
}

export interface ImportReport {
  readonly imported: number
  /** In the history already. */
  readonly known: number
  /** Entries that could not be understood: where they stand in the file and why. */
  readonly unread: readonly {readonly at: string; readonly why: string}[]
}

/**
 * A history opened for looking and for small changes, without the consumer's exclusive lock: it works while a
 * consumer runs. Throws `NOT_FOUND` when there is no such file.
 */
export interface HistoryView {
  info(): HistoryInfo
  list(filter?: HistoryFilter): HistoryListing
  /** `NOT_FOUND`, naming keys that look like it, when there is no such record. */
  show(key: string, namespace?: Namespace): ActionStory
  /** Every record of the main namespace, oldest first. */
  all(): Iterable<ActionStory>
  planResolve(key: string, as: Resolution): ResolvePlan
  applyResolve(plan: ResolvePlan, by: string): ActionRecord
  planPrune(before: number): PrunePlan
  applyPrune(plan: PrunePlan): {readonly removed: number}
  /** Reads what older consumers kept as JSON: `{key: entry}`, `{incident: {action: entry}}` or a list. */
  importJson(text: string): ImportReport
  setPause(change: PauseChange): PauseSwitch
  close(): void
}
