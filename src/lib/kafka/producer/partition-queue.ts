import {BatchBuilder, type BatchOrigin, type Headers} from '../records/batch-builder.js'

/** A batch on its way. */
export interface QueuedBatch {
  readonly records: number
  /** Before compression. */
  readonly plainBytes: number
  /** Of keys, values and headers alone. */
  readonly contentBytes: number
  /** Undefined while it is being compressed. */
  bytes: Buffer | undefined
  readonly baseSequence: number
  /** Where each record came from. */
  readonly sources: readonly number[]
  readonly appendedAt: readonly number[]
  /** When it was closed, as `performance.now()` tells. */
  readonly closedAt: number
  /** It was sent, and nobody has said that it is in, or that it is not: the broker may have it. */
  uncertain: boolean
}

/** What is filled before it becomes a batch. */
class OpenBatch {
  readonly sources: number[] = []
  readonly appendedAt: number[] = []
  constructor(readonly builder: BatchBuilder) {}
}

const SEQUENCES = 2 ** 31

/** What waits for one partition: the batch that is being filled, and those that are not acknowledged, in order. */
export class PartitionQueue {
  open: OpenBatch | undefined
  /** Not acknowledged yet, in order. The first `sent` of them were sent. */
  batches: QueuedBatch[] = []
  sent = 0
  /** Batches that were sent and have no answer. */
  inFlight = 0
  /** Set when a batch failed: nothing is sent until all answers are there, then all again from the first one. */
  rewindAt: number | undefined
  /** When its first failure in a row happened, as `performance.now()` tells. */
  failingSince: number | undefined
  attempts = 0
  private nextSequence = 0
  private isKnown = false

  /** `ordered`: a broker checks the sequences of its batches. */
  constructor(
    readonly partition: number,
    private readonly ordered: boolean,
  ) {}

  append(
    buffer: () => Buffer | undefined,
    record: {timestamp: number; key: Buffer | null; value: Buffer | null; headers: Headers},
    source: number,
    appendedAt: number | undefined,
  ): number {
    this.open ??= new OpenBatch(new BatchBuilder(buffer()))
    const {builder, sources, appendedAt: times} = this.open
    const before = builder.size
    builder.append(record.timestamp, record.key, record.value, record.headers)
    sources.push(source)
    if (appendedAt !== undefined) times.push(appendedAt)
    return builder.size - before
  }

  /** Ends the batch that is being filled. */
  close(): {batch: QueuedBatch; builder: BatchBuilder} | undefined {
    const {open} = this
    if (!open) return undefined
    this.open = undefined
    const {builder, sources, appendedAt} = open
    const batch: QueuedBatch = {
      records: builder.count,
      plainBytes: builder.size,
      contentBytes: builder.content,
      bytes: undefined,
      baseSequence: this.nextSequence,
      sources,
      appendedAt,
      closedAt: performance.now(),
      uncertain: false,
    }
    this.nextSequence = (this.nextSequence + batch.records) % SEQUENCES
    this.batches.push(batch)
    return {batch, builder}
  }

  /** The next one to be sent. */
  get next(): (QueuedBatch & {bytes: Buffer}) | undefined {
    if (this.rewindAt !== undefined) return undefined
    // A broker takes whatever comes first from a producer that it has not seen: the second batch in place of the first.
    if (this.ordered && !this.isKnown && this.inFlight > 0) return undefined
    const batch = this.batches[this.sent]
    return batch?.bytes ? (batch as QueuedBatch & {bytes: Buffer}) : undefined
  }

  /** Acknowledged. Usually it is the first one. */
  remove(batch: QueuedBatch): void {
    this.isKnown = true
    const at = this.batches.indexOf(batch)
    if (at < 0) return
    this.batches.splice(at, 1)
    if (at < this.sent) this.sent--
  }

  /** Puts smaller batches in the place of one; their sequences follow on from its own. */
  replace(batch: QueuedBatch, parts: readonly QueuedBatch[]): void {
    const at = this.batches.indexOf(batch)
    if (at >= 0) this.batches.splice(at, 1, ...parts)
  }
}

/** Who the batch is from; without an id there are no sequences either. */
export const originOf = (
  {baseSequence}: Pick<QueuedBatch, 'baseSequence'>,
  identity: Omit<BatchOrigin, 'baseSequence'>,
): BatchOrigin => ({...identity, baseSequence: identity.producerId < 0n ? -1 : baseSequence})
