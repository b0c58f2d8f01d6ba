import type {KafkaConnection} from '../../config/connection.js'
import type {ActionRunner} from '../actions/runner.js'
import type {ConsumerConfig} from '../config/types.js'
import type {HistoryStore} from '../history/store.js'
import type {ConsumerEvent, ConsumerMode, RunCounts, RunSummary} from './events.js'

/** Where to start instead of where the last run ended. A number is an offset (a line of a file). */
export type StartPosition = 'beginning' | 'end' | {readonly time: number} | {readonly offset: bigint}

export type SourceSelection =
  | {
      readonly kind: 'kafka'
      readonly connection: KafkaConnection
      /** Instead of the configuration's. */
      readonly topics?: readonly string[]
      /** Only these; reads without joining the group. */
      readonly partitions?: readonly number[]
    }
  | {
      readonly kind: 'file'
      /** JSON lines; `-` is the standard input, without a cursor. */
      readonly path: string
      /** Waits for more lines instead of ending. */
      readonly follow?: boolean
    }

export interface IncidentConsumerOptions {
  readonly config: ConsumerConfig
  readonly source: SourceSelection
  /** Path of the SQLite database. One that ends in `.json` is imported into a database beside it. */
  readonly history: string
  /** Accepts the group's offsets although this history did not commit them. */
  readonly newHistory?: boolean
  readonly mode?: ConsumerMode
  readonly from?: StartPosition
  /** Ends when all that is there at the start has been read and acted on. */
  readonly once?: boolean
  /** Ends after so many messages. */
  readonly maxMessages?: number
  /** How long running actions may take after `stop`. */
  readonly graceMs?: number
  /** Emits `explained` for each condition. */
  readonly why?: boolean
  /** Emits `message` for each message. */
  readonly trace?: boolean
  readonly env?: NodeJS.ProcessEnv
  /** In-process actions by name; they stand before those of the configuration. */
  readonly actions?: Readonly<Record<string, ActionRunner>>
  /** Of the program; stands in dead letters. */
  readonly version?: string
  /** The seam for other stores. */
  readonly openHistory?: () => Promise<HistoryStore>
}

/** One condition of readiness. */
export interface Condition {
  readonly name: 'broker' | 'joined' | 'history' | 'dead-letters' | 'running'
  readonly ok: boolean
  readonly reason?: string
}

export interface ConsumerState {
  readonly phase: 'starting' | 'running' | 'stopping' | 'stopped'
  /** The kill switch is on: intake stands still on purpose, which is no reason not to be ready. */
  readonly paused: boolean
  readonly conditions: readonly Condition[]
  readonly counts: Readonly<RunCounts>
  /** Claimed and waiting. */
  readonly queued: number
  readonly running: number
  /** Per partition: messages behind the end as the last fetch saw it, and the age of the last message. */
  readonly lag: readonly {
    readonly topic: string
    readonly partition: number
    readonly messages: bigint
    readonly lastTimestamp: number | undefined
  }[]
  /** Last measured time from poll to durable claim, in milliseconds. */
  readonly claimLatencyMs: number | undefined
}

export interface IncidentConsumer {
  /** Resolves when the run has ended in order; rejects with the `KbookError` that ended it. Call once. */
  run(): Promise<RunSummary>
  /** Stops intake, lets running actions end within the grace, kills the rest. `run` resolves then. */
  stop(options?: {graceMs?: number}): void
  /** The durable switch: intake stops, nothing is lost. */
  pause(options?: {by?: string; reason?: string}): Promise<void>
  resume(): Promise<void>
  state(): ConsumerState
  /** Returns the function that unsubscribes. */
  on(listener: (event: ConsumerEvent) => void): () => void
}
