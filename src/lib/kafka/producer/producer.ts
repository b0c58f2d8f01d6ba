import type {Cluster} from '../cluster.js'
import {KbookError} from '../../errors.js'
import type {Headers} from '../records/batch-builder.js'
import {compressor} from '../records/compress.js'
import {producerIdentity, type ProducerIdentity} from './identity.js'
import {originOf, PartitionQueue, type QueuedBatch} from './partition-queue.js'
import {Sender} from './sender.js'
import type {TopicInfo} from '../types.js'
import {writableTopic} from './writable-topic.js'
import type {
  DeliveredBatch,
  PartitionTally,
  ProduceFailure,
  ProducerOptions,
  UncertainRecords,
} from './types.js'

/** Buffers that are kept for further batches. */
const SPARE_BUFFERS = 32

type Compress = Awaited<ReturnType<typeof compressor>>

/**
 * Appends records to a topic: batched by partition, several requests under way to each broker, idempotent with all
 * acks, so that a retry neither loses nor repeats a record nor changes their order. The first record that cannot be
 * delivered ends it: see `failure`.
 */
export class Producer {
  readonly partitionCount: number
  private readonly queues: PartitionQueue[]
  private readonly tallies: PartitionTally[]
  private readonly opened = new Set<PartitionQueue>()
  private readonly sender: Sender
  private readonly spare: Buffer[] = []
  private buffered = 0
  private compressing = 0
  private linger: NodeJS.Timeout | undefined
  private waiting: (() => void)[] = []
  private sticky = 0
  private abandoned = false

  /** @throws KbookError `TOPIC_NOT_FOUND`, `NOT_AUTHORIZED`, `UNSUPPORTED` */
  static async open(cluster: Cluster, topic: string, options: ProducerOptions): Promise<Producer> {
    const [info, identity, compress] = await Promise.all([
      writableTopic(cluster, topic),
      producerIdentity(cluster, options.acks),
      compressor(options.compression),
    ])
    return new Producer(cluster, info, identity, compress, options)
  }

  private constructor(
    cluster: Cluster,
    info: TopicInfo,
    private readonly identity: ProducerIdentity,
    private readonly compress: Compress,
    private readonly options: ProducerOptions,
  ) {
    const partitions = (this.partitionCount = info.partitions.length)
    this.queues = info.partitions.map(({partition}) => new PartitionQueue(partition, options.acks === -1))
    this.tallies = this.queues.map(({partition}) => ({
      ...{partition, records: 0, bytes: 0},
      ...{firstOffset: undefined, lastOffset: undefined},
    }))
    this.sticky = Math.floor(Math.random() * partitions)
    this.sender = new Sender(cluster, info, identity, compress, options, {
      delivered: (queue, batch, baseOffset) => this.delivered(queue, batch, baseOffset),
      failed: () => this.wake(),
    })
  }

  /** Set once a record could not be delivered; nothing is sent from then on. */
  get failure(): ProduceFailure | undefined {
    return this.sender.failure
  }

  /** True when `room()` must be awaited before more is appended. */
  get full(): boolean {
    return this.buffered >= this.options.bufferBytes || this.failure !== undefined
  }

  /** What was delivered, by partition; partitions that got nothing are left out. */
  get delivery(): readonly PartitionTally[] {
    return this.tallies.filter(({records}) => records > 0)
  }

  /** The partition for the next record without a key: the same until a batch is full, as Kafka's own clients do. */
  get stickyPartition(): number {
    return this.sticky
  }

  /** `source` is the caller's number for where the record came from. */
  append(
    partition: number,
    record: {timestamp: number; key: Buffer | null; value: Buffer | null; headers: Headers},
    source: number,
  ): void {
    const queue = this.queues[partition]
    if (!queue) throw noSuchPartition(partition, this.partitionCount)
    if (!queue.open) this.opened.add(queue)
    const at = this.options.timed ? performance.now() : undefined
    this.buffered += queue.append(() => this.spare.pop(), record, source, at)
    if ((queue.open?.builder.size ?? 0) >= this.options.batchBytes) {
      this.close(queue)
      if (partition === this.sticky) this.sticky = this.sender.nextLed(partition, this.partitionCount)
    } else {
      this.linger ??= setTimeout(() => this.closeAll(), this.options.lingerMs)
    }
  }

  /** Resolves when there is room for more, or when it has failed. */
  async room(): Promise<void> {
    while (this.buffered >= this.options.bufferBytes && !this.failure) {
      // What is being filled would never leave otherwise.
      if (this.sender.idle && this.compressing === 0) this.closeAll()
      await this.change()
    }
  }

  /** Resolves when everything that was appended is delivered, or when it has failed and nothing is under way. */
  async flush(): Promise<void> {
    this.closeAll()
    while (
      !this.abandoned &&
      (this.failure ? !this.sender.idle : this.opened.size + this.compressing > 0 || !this.sender.done)
    ) {
      await this.change()
    }
  }

  /** Lowest source that was not delivered; undefined when everything was. */
  get firstUndelivered(): number | undefined {
    let first: number | undefined
    for (const {batches, open} of this.queues) {
      for (const {sources} of open ? [...batches, open] : batches) {
        for (const source of sources) if (first === undefined || source < first) first = source
      }
    }
    return first
  }

  /** What may be in or not: it was sent, and no answer told. */
  get uncertain(): UncertainRecords | undefined {
    let [records, first, last] = [0, Infinity, -Infinity]
    for (const {batches} of this.queues) {
      for (const {uncertain, sources} of batches) {
        if (!uncertain) continue
        records += sources.length
        for (const source of sources) {
          if (source < first) first = source
          if (source > last) last = source
        }
      }
    }
    return records === 0 ? undefined : {records, first, last}
  }

  /** Waits for no further answer: `flush` and `room` end with a failure, unless everything is delivered. */
  abandon(): void {
    this.abandoned = true
    clearTimeout(this.linger)
    const source = this.firstUndelivered
    const queue = this.queues.find((one) => one.batches.length > 0 || one.open)
    if (source !== undefined && queue) {
      this.sender.abandon({partition: queue.partition, source, records: queue.batches[0]?.records ?? 0})
    }
    this.wake()
  }

  private closeAll(): void {
    clearTimeout(this.linger)
    this.linger = undefined
    for (const queue of this.opened) this.close(queue)
    if (this.queues[this.sticky]?.open === undefined) {
      this.sticky = this.sender.nextLed(this.sticky, this.partitionCount)
    }
  }

  private close(queue: PartitionQueue): void {
    this.opened.delete(queue)
    const closed = queue.close()
    if (!closed) return
    const {batch, builder} = closed
    const origin = originOf(batch, this.identity)
    if (!this.compress) {
      batch.bytes = builder.finish(origin)
      this.sender.add(queue)
      return
    }
    this.compressing++
    void this.compress(builder.payload).then((compressed) => {
      this.compressing--
      batch.bytes = builder.finish(origin, this.options.compression, compressed)
      this.sender.add(queue)
    })
  }

  private delivered(queue: PartitionQueue, batch: QueuedBatch, baseOffset: bigint | undefined): void {
    const {partition} = queue
    const {records, plainBytes, contentBytes, bytes, appendedAt} = batch
    this.buffered -= plainBytes
    const tally = this.tallies[partition]
    if (tally) {
      tally.records += records
      tally.bytes += contentBytes
      tally.firstOffset ??= baseOffset
      if (baseOffset !== undefined) tally.lastOffset = baseOffset + BigInt(records) - 1n
    }
    if (bytes && !this.compress && this.spare.length < SPARE_BUFFERS) this.keep(bytes)
    const report: DeliveredBatch = {partition, records, bytes: contentBytes, baseOffset, appendedAt}
    this.options.onDelivered?.(report)
    this.wake()
  }

  /** Only those of the usual size: one huge record must not make all of them huge. */
  private keep(bytes: Buffer): void {
    const whole = Buffer.from(bytes.buffer)
    if (bytes.byteOffset === 0 && whole.length <= this.options.batchBytes * 2) this.spare.push(whole)
  }

  private change(): Promise<void> {
    return new Promise((resolve) => this.waiting.push(resolve))
  }

  private wake(): void {
    const {waiting} = this
    this.waiting = []
    for (const resolve of waiting) resolve()
  }
}

const noSuchPartition = (partition: number, count: number): KbookError =>
  new KbookError('BAD_INPUT', `there is no partition ${partition}`, {
    hint: count === 1 ? 'The topic has only partition 0.' : `The topic has partitions 0 to ${count - 1}.`,
  })
