import type {KbookError} from '../../errors.js'
import type {ImportReport} from '../history/query.js'
import type {ActionState, MessagePlace, OnUnknown, SkipReason, SourcePartition} from '../history/store.js'
import type {Severity, Undecodable} from '../types.js'

/** What a line about an incident needs; its values come from messages: make them printable before showing. */
export interface IncidentLabel {
  readonly id: string
  readonly source: string
  readonly severity: Severity
  /** A human title, where the format has one. */
  readonly title?: string
}

/** Which action of which incident an event is about. */
export interface ActionLabel {
  readonly key: string
  readonly action: string
  readonly incidentId: string
}

/** Why a partition starts where it does. */
export type PositionReason =
  /** Where the group has committed, which the history agrees with. */
  | 'committed'
  /** The group's commit has expired or was never made; the history knows better. */
  | 'history'
  /** Nothing is known: the configured start of a new group. */
  | 'start-from'
  /** Asked for on the command line. */
  | 'asked'
  /** A partition or topic that is new since the last run: read whole. */
  | 'new-partition'
  /** Another tool moved the group's commit. */
  | 'moved'
  /** The place is gone: the log begins later. */
  | 'log-start'

export interface PartitionStart extends SourcePartition {
  readonly offset: bigint
  readonly reason: PositionReason
}

export interface RunCounts {
  messages: number
  incidents: number
  /** Messages of which no incident matched. */
  unmatched: number
  matched: number
  succeeded: number
  failed: number
  unknown: number
  skipped: Record<SkipReason, number>
  dead: number
  retries: number
}

/** Why the run ended. */
export type StopReason = 'end-of-input' | 'max-messages' | 'requested' | 'failed'

export interface RunSummary {
  readonly reason: StopReason
  readonly counts: RunCounts
  /** Claimed but not run: they are run at the next start. */
  readonly pending: number
  /** Where dead letters went, if there were any. */
  readonly deadLetters: string | undefined
  readonly history: string
  readonly durationMs: number
}

/** Everything that happens in a run, in order. The log, the metrics and the tests live on this alone. */
export type ConsumerEvent = {readonly at: number} & (
  | {
      readonly type: 'ready'
      /** Group id, or the file. */
      readonly name: string
      readonly source: 'kafka' | 'file'
      readonly topics: readonly string[]
      readonly partitions: number
      readonly actionsKnown: number
      readonly mode: ConsumerMode
    }
  /** The source has connected; the first time and after an outage. */
  | {readonly type: 'connected'}
  | {readonly type: 'disconnected'; readonly error: KbookError}
  | {readonly type: 'joined'; readonly group: string; readonly partitions: readonly PartitionStart[]}
  | {readonly type: 'revoked'; readonly partitions: readonly SourcePartition[]}
  /** Messages that were deleted before they were read: the one loss that nobody can prevent here. */
  | (SourcePartition & {readonly type: 'lost'; readonly from: bigint; readonly to: bigint})
  /** Only with `trace`: each message, before it is parsed. */
  | {readonly type: 'message'; readonly place: MessagePlace}
  /** Only with `why`: one for each incident and condition. */
  | {
      readonly type: 'explained'
      readonly place: MessagePlace
      readonly incident: IncidentLabel
      readonly condition: string
      readonly matched: boolean
      readonly reasons: readonly string[]
    }
  | {
      readonly type: 'matched'
      readonly place: MessagePlace
      readonly incident: IncidentLabel
      readonly actions: readonly string[]
    }
  | (ActionLabel & {
      readonly type: 'skipped'
      readonly reason: SkipReason
      /** For `repeated`: what became of the action, and when. */
      readonly earlier?: {readonly state: ActionState; readonly at: number}
    })
  /** Would run now, were this not a dry run. */
  | (ActionLabel & {readonly type: 'would-run'})
  | (ActionLabel & {readonly type: 'awaiting-approval'})
  | (ActionLabel & {readonly type: 'running'; readonly attempt: number; readonly timeoutMs: number})
  | (ActionLabel & {
      readonly type: 'succeeded'
      readonly attempt: number
      readonly durationMs: number
      readonly output?: string
    })
  | (ActionLabel & {
      readonly type: 'retrying'
      readonly attempt: number
      readonly attempts: number
      readonly delayMs: number
      readonly error: string
      readonly output?: string
    })
  | (ActionLabel & {
      readonly type: 'failed'
      readonly attempt: number
      readonly durationMs: number
      readonly error: string
      readonly output?: string
    })
  /** Started, end not known: `hold` waits for somebody to resolve it, `retry` runs it again. */
  | (ActionLabel & {readonly type: 'unknown'; readonly policy: OnUnknown; readonly error: string})
  | {
      readonly type: 'dead'
      readonly place: MessagePlace
      readonly cause: Undecodable
      /** Topic or file that holds it now. */
      readonly to: string
    }
  /** The partition stands still until it works: nothing is skipped. */
  | {
      readonly type: 'dead-letter-failed'
      readonly place: MessagePlace
      readonly error: KbookError
      readonly retryInMs: number
    }
  | {readonly type: 'breaker-opened'; readonly count: number; readonly perMs: number}
  /** Enough is in flight: partitions wait until it drains. */
  | {readonly type: 'throttled'; readonly inFlight: number}
  | {readonly type: 'unthrottled'; readonly inFlight: number}
  | {readonly type: 'paused'; readonly by?: string; readonly reason?: string}
  | {readonly type: 'resumed'}
  /** A history that an older consumer kept as JSON was taken over, once. */
  | ({readonly type: 'imported'; readonly from: string; readonly to: string} & ImportReport)
  /** The last line of a file has no line end yet. */
  | {readonly type: 'unterminated'; readonly place: MessagePlace}
  | {readonly type: 'warning'; readonly message: string}
  | {
      readonly type: 'stopping'
      readonly reason: StopReason
      readonly running: number
      readonly graceMs: number
    }
  | {readonly type: 'stopped'; readonly summary: RunSummary}
)

/**
 * `run` acts. `no-commit` acts, but reads without joining the group and commits no offset. `dry-run` reads the
 * same way and starts nothing.
 */
export type ConsumerMode = 'run' | 'no-commit' | 'dry-run'

type Body<E> = E extends ConsumerEvent ? Omit<E, 'at'> : never
/** An event before it is stamped with its time. */
export type NewEvent = Body<ConsumerEvent>
