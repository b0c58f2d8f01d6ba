import type {KbookError} from '../../errors.js'
import type {PartitionStart} from '../engine/events.js'
import type {MessagePlace, SourcePartition, SourcePosition} from '../history/store.js'
import type {SourceMessage} from '../types.js'

/** Messages of one partition, in order, as one poll brought them. */
export interface SourceBatch extends SourcePartition {
  /** Empty where the source had only to pass over records of its own, such as transaction markers. */
  readonly messages: readonly SourceMessage[]
  /** Position at which the message of that number is the next one; after the batch for their count. */
  positionAt(index: number): SourcePosition
  /** Messages behind the end of the partition after this batch, where the source knows. */
  readonly lag: bigint | undefined
}

/** How much of a batch is durable. */
export interface BatchResult {
  /** Everything before it; only this may be committed. Before the end of the batch only when the run ends. */
  readonly position: SourcePosition
  /** Set when the partition has to stand still for so long (milliseconds) and be read again from there. */
  readonly retryAfterMs?: number
}

/** What the loop offers to a source. */
export interface SourceHandler {
  /** Batches of one partition come one after the other. Rejects when the run cannot go on. */
  batch(batch: SourceBatch): Promise<BatchResult>
  /** Partitions were given to us. Reading starts at the answered positions. */
  assigned(partitions: readonly PartitionStart[]): Promise<void>
  revoked(partitions: readonly SourcePartition[]): Promise<void>
  connected(): void
  disconnected(error: KbookError): void
  /** Whether the source holds its place among the readers: `reason` tells why not. */
  membership(reason: string | undefined): void
  lost(lost: SourcePartition & {from: bigint; to: bigint}): void
  /** The last line has no end yet. */
  unterminated(place: MessagePlace): void
  warning(message: string): void
}

/** Where incidents come from. */
export interface IncidentSource {
  readonly kind: 'kafka' | 'file'
  /** Group id or path, for people. */
  readonly name: string
  /** False where a position means nothing to a later run. */
  readonly keepsPositions: boolean
  /** Reads until `stop`, or until the input ends. Rejects when it can never go on. */
  run(handler: SourceHandler): Promise<'end-of-input' | 'stopped'>
  /** Stops fetching; what was fetched already still reaches the handler. */
  pause(): void
  resume(): void
  /** Stops intake; resolves when no batch is with the handler any more. The group is not left yet. */
  stop(): Promise<void>
  /** Commits what is durable, leaves the group and disconnects. */
  close(): Promise<void>
}
