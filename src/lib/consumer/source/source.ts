import type {KbookError} from '../../errors.js'
import type {PartitionStart} from '../engine/events.js'
import type {SourcePartition, SourcePosition} from '../history/store.js'
import type {SourceMessage} from '../types.js'

/** Messages of one partition, in order, as one poll brought them. */
export interface SourceBatch extends SourcePartition {
  readonly messages: readonly SourceMessage[]
  /** Position after the batch. */
  readonly position: SourcePosition
  /** Messages behind the end of the partition after this batch, where the source knows. */
  readonly lag: bigint | undefined
}

/** What the loop offers to a source. */
export interface SourceHandler {
  /**
   * Resolves when everything in the batch is durable: only then may its position be committed. Batches of one
   * partition come one after the other. When it answers `retryFrom`, the partition stands still for that long
   * and is then read again from the place.
   */
  batch(batch: SourceBatch): Promise<{retry?: {position: SourcePosition; afterMs: number}}>
  /** Partitions were given to us. Reading starts at the answered positions. */
  assigned(partitions: readonly PartitionStart[]): Promise<void>
  revoked(partitions: readonly SourcePartition[]): Promise<void>
  connected(): void
  disconnected(error: KbookError): void
  lost(lost: SourcePartition & {from: bigint; to: bigint}): void
  unterminated(position: SourcePosition): void
  warning(message: string): void
}

/** Where incidents come from. */
export interface IncidentSource {
  readonly kind: 'kafka' | 'file'
  /** Group id or path, for people. */
  readonly name: string
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
