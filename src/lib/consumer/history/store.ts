/**
 * What an action of one incident has come to. `claimed` is ours to run; `started` may have had an effect;
 * `unknown` was started and nobody knows how it ended. The last four are final until somebody resolves them.
 */
export type ActionState =
  'claimed' | 'awaiting_approval' | 'started' | 'succeeded' | 'failed' | 'unknown' | 'skipped'

export const ACTION_STATES = [
  'unknown',
  'failed',
  'started',
  'claimed',
  'awaiting_approval',
  'succeeded',
  'skipped',
] as const satisfies readonly ActionState[]

/** Why a matched action is not run. Each is recorded in the history, except a mere repetition. */
export type SkipReason =
  /** Its key is in the history already: the incident was sent again. */
  | 'repeated'
  /** The action is switched off in the configuration. */
  | 'disabled'
  /** The incident is older than `max_incident_age`. */
  | 'stale'
  /** A later message said that the incident is resolved. */
  | 'closed'
  /** The circuit breaker `max_actions` is open. */
  | 'breaker'
  /** The configuration does not define the action any more. */
  | 'undefined-action'

export type OnUnknown = 'hold' | 'retry'

/** Dry runs keep their own records and never consume a claim. */
export type Namespace = 'main' | 'dry-run'

/** Where a message stood. */
export interface MessagePlace {
  readonly topic: string
  readonly partition: number
  /** Kafka offset; the line number (from 1) for a file. */
  readonly offset: bigint
}

/** How far a source partition has been claimed. */
export interface SourcePosition {
  readonly topic: string
  /** Tells a recreated topic or a replaced file from the old one. Empty where the source cannot tell. */
  readonly topicId: string
  readonly partition: number
  /** Next offset to be read. */
  readonly next: bigint
  /** Whatever else the source needs to find the place again. */
  readonly detail?: string
}

export interface SourcePartition {
  readonly topic: string
  readonly partition: number
}

/** One action to be done for one incident, with all that doing it needs. */
export interface NewClaim {
  /** `source:incident[:occurrence or window]:action`, unique within a namespace. */
  readonly key: string
  readonly action: string
  /** Same for each message about the incident: `source:incident`. */
  readonly incidentKey: string
  readonly incidentId: string
  readonly source: string
  readonly severity: string
  /** Whether the incident was open in the message that claimed it; only then does closing it end the claim. */
  readonly active: boolean
  readonly place: MessagePlace
  /** Milliseconds since the epoch; attempts of the action reuse it. */
  readonly claimedAt: number
  /** The normalised incident as JSON, as the action gets it. Handed out again when an attempt starts. */
  readonly payload: string
  /** Claims that have the same one never run at the same time. */
  readonly concurrencyKey: string | undefined
  readonly onUnknown: OnUnknown
  /** `skipped` with its reason records a match that must not run. */
  readonly state: 'claimed' | 'awaiting_approval' | 'skipped'
  readonly reason?: SkipReason
}

/** A claim as it waits for its turn: small, however large the incident is. */
export interface ClaimedAction extends Omit<NewClaim, 'state' | 'reason' | 'payload'> {
  /** Attempts that have been started so far. */
  readonly attempts: number
  /** Those of them that were before it was last claimed, or released by hand: the policy counts afresh. */
  readonly attemptsBefore: number
  /** Not to be started before this time (milliseconds), after a failed attempt. */
  readonly notBefore: number
  /** Somebody decided that it is to be run: it is, however long it has waited. */
  readonly released: boolean
}

/** What the history holds of one action of one incident. */
export interface ActionRecord extends ClaimedAction {
  readonly namespace: Namespace
  readonly state: ActionState
  readonly reason: SkipReason | undefined
  readonly startedAt: number | undefined
  readonly finishedAt: number | undefined
  /** One sentence: the error, or how it was resolved. */
  readonly note: string | undefined
  /** How often the incident was sent again after the claim, and when last. */
  readonly repeats: number
  readonly lastSeenAt: number
  /** When a message said that the incident is resolved. */
  readonly closedAt: number | undefined
}

/** One start of an action. */
export interface AttemptRecord {
  readonly attempt: number
  readonly startedAt: number
  readonly finishedAt: number | undefined
  readonly outcome: 'succeeded' | 'failed' | 'unknown' | undefined
  readonly note: string | undefined
  /** Exit code of a process or HTTP status. */
  readonly code: number | undefined
  /** Last bytes of what it printed or answered, secrets masked. */
  readonly output: string | undefined
}

export type ClaimStep =
  | {readonly claim: NewClaim}
  /** A message said that the incident is resolved: what is claimed for it and not running is skipped. */
  | {readonly closed: {readonly incidentKey: string; readonly at: number}}

/** What one polled batch brings into the history: written in one transaction, all or nothing. */
export interface ClaimBatch {
  /** In the order of the messages, since an incident may be opened, closed and opened again in one batch. */
  readonly steps: readonly ClaimStep[]
  /** Position after the batch. Undefined where reading must leave no trace. */
  readonly position: SourcePosition | undefined
}

/** What became of a step: its own claim, or claims that it ended. */
export type ClaimResult =
  | {readonly claimed: ClaimedAction}
  | {readonly awaitingApproval: ClaimedAction}
  | {readonly skipped: ActionRecord; readonly reason: SkipReason}
  | {readonly ended: readonly ActionRecord[]}

export interface AttemptStart {
  readonly key: string
  readonly at: number
}

/** What is known once a start is durable. */
export interface StartedAttempt {
  /** As it was claimed. */
  readonly payload: string
  /** One more than all that the history holds of the action. */
  readonly attempt: number
}

export interface AttemptEnd {
  readonly key: string
  readonly attempt: number
  readonly at: number
  readonly outcome: 'succeeded' | 'failed' | 'unknown'
  readonly note?: string
  readonly code?: number
  readonly output?: string
  /** Set when a failed attempt is to be tried again: the action is `claimed` until then. */
  readonly retryAt?: number
}

/** What was found of a source partition when it was assigned. */
export interface Restored {
  /** To be run, oldest first: claimed but never started, or waiting for another attempt. */
  readonly pending: readonly ClaimedAction[]
  /** Started by an earlier process, without an outcome. They are `unknown` in the history now. */
  readonly unknown: readonly ClaimedAction[]
  /** Milliseconds for which nobody held the history before this process did: known to some ten seconds. */
  readonly idleMs: number
}

/** The kill switch. Set by anybody who can open the history, seen by the running consumer. */
export interface PauseSwitch {
  readonly paused: boolean
  readonly at: number | undefined
  readonly by: string | undefined
  readonly reason: string | undefined
}

export interface PauseChange {
  readonly paused: boolean
  readonly by: string
  readonly reason?: string | undefined
}

/** Changes that another process made. */
export interface OutsideChanges {
  readonly pause: PauseSwitch
  /** Resolved as `retry` (or approved) by somebody: to be run. */
  readonly released: readonly ClaimedAction[]
}

/** Which history this is and what it belongs to. */
export interface HistoryIdentity {
  /** Travels in the metadata of the group's offset commits. */
  readonly uuid: string
  /** Undefined until the history is bound by its first use. */
  readonly clusterId: string | undefined
  readonly group: string | undefined
}

/**
 * Durable memory of what was claimed, started and done. Each promise resolves when the change would survive a
 * crash of the machine, never before; implementations group concurrent calls into one commit. Claims belong to
 * the source partition that they came from, so that a store can be shared by several replicas, each of which
 * holds what it was assigned.
 *
 * Every method throws `STORAGE_FAILED` when the store cannot be written any more (disk full, corrupt), after
 * which nothing may be started.
 */
export interface HistoryStore {
  identity(): HistoryIdentity
  /** Binds an unbound history. Bound to something else: `HISTORY_MISMATCH`. */
  bind(owner: {readonly clusterId: string; readonly group: string}): Promise<void>

  /** Positions that the claims reach, of every partition ever claimed from. */
  positions(): Promise<readonly SourcePosition[]>
  /** Takes over partitions: actions found `started` become `unknown`, what is left to do is handed over. */
  assign(partitions: readonly SourcePartition[]): Promise<Restored>
  /** Gives partitions up. What they have in flight must be finished or dropped before. */
  revoke(partitions: readonly SourcePartition[]): Promise<void>
  /** Takes a position as it is: start of a new group, or an accepted reset. */
  reposition(positions: readonly SourcePosition[]): Promise<void>

  /**
   * Results in the order of `batch.steps`. A skipped key can be claimed again, unless it must be held and an
   * attempt of it may have had its effect: then it is `unknown`.
   */
  claim(batch: ClaimBatch): Promise<readonly ClaimResult[]>
  /**
   * Nothing may be spawned before this resolves. Undefined: it is not claimed any more (it was ended, or is
   * started already), do not run it.
   */
  start(start: AttemptStart): Promise<StartedAttempt | undefined>
  /** What has succeeded can never run again: its payload is dropped. */
  finish(end: AttemptEnd): Promise<void>
  /** Ends a claim without running it. */
  skip(key: string, reason: SkipReason, at: number): Promise<void>
  /** Puts an `unknown` action back to `claimed`: the policy `on_unknown: retry`. False: it is not unknown. */
  reclaim(key: string): Promise<boolean>

  /** Starts since a time, for the circuit breaker to go on where it was. */
  startsSince(time: number): Promise<readonly number[]>
  setPause(change: PauseChange): Promise<PauseSwitch>
  /** Cheap enough to be asked each second. */
  outsideChanges(): Promise<OutsideChanges>
  /** Actions that the history knows, for the greeting line. */
  count(): Promise<number>
  close(): Promise<void>
}
