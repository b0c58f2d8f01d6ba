import type {Cluster} from '../cluster.js'
import {KbookError} from '../../errors.js'
import type {compressor} from '../records/compress.js'
import {pauseBefore} from '../retry.js'
import type {ProducerIdentity} from './identity.js'
import {Leaders} from './leaders.js'
import type {PartitionQueue, QueuedBatch} from './partition-queue.js'
import {judge, judgeFailure, mayHaveAppended, type Verdict} from './produce-error.js'
import {sendBatches, type BatchAnswer, type Outgoing} from './send-batches.js'
import {splitBatch} from './split-batch.js'
import {TransportError} from '../transport-error.js'
import type {TopicInfo} from '../types.js'
import type {ProduceFailure, ProducerOptions} from './types.js'

/** Of one request, unless one batch alone is larger. */
const REQUEST_BYTES = 1024 * 1024
const TROUBLE_EVERY_MS = 1000
/** With acks 0 what was sent is taken as delivered. */
const NO_ANSWER: BatchAnswer = {code: 0, reason: undefined, index: undefined, baseOffset: -1n}

export interface SenderEvents {
  delivered(queue: PartitionQueue, batch: QueuedBatch, baseOffset: bigint | undefined): void
  failed(): void
}

/** Sends what waits in the queues: to each leader for itself, in the order of each partition. */
export class Sender {
  failure: ProduceFailure | undefined
  /** Queues that have something to send, or something under way. */
  private readonly active = new Set<PartitionQueue>()
  private readonly underWay = new Map<number, number>()
  private readonly topic: string
  private readonly leaders: Leaders
  private trouble: KbookError | undefined
  private troubleAt = 0
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly cluster: Cluster,
    info: TopicInfo,
    private readonly identity: ProducerIdentity,
    private readonly compress: Awaited<ReturnType<typeof compressor>>,
    private readonly options: ProducerOptions,
    private readonly events: SenderEvents,
  ) {
    this.topic = info.name
    this.leaders = new Leaders(cluster, info)
  }

  /** Nothing waits for an answer. */
  get idle(): boolean {
    return this.underWay.size === 0
  }

  /** Everything was delivered. */
  get done(): boolean {
    return this.active.size === 0
  }

  /** The partition after this one that has a leader. */
  nextLed(partition: number, count: number): number {
    for (let step = 1; step <= count; step++) {
      const candidate = (partition + step) % count
      if (this.leaders.of(candidate) !== undefined) return candidate
    }
    return (partition + 1) % count
  }

  add(queue: PartitionQueue): void {
    this.active.add(queue)
    this.pump()
  }

  private pump(): void {
    if (this.failure) return
    const now = performance.now()
    for (const [leader, queues] of this.ready(now)) {
      while ((this.underWay.get(leader) ?? 0) < this.options.maxInFlight) {
        const outgoing = take(queues)
        if (outgoing.length === 0) break
        void this.send(leader, outgoing)
      }
    }
  }

  /** Queues with something to send, by the broker that leads them. Those of no leader are looked up again. */
  private ready(now: number): Map<number, PartitionQueue[]> {
    const byLeader = new Map<number, PartitionQueue[]>()
    let wakeAt = Infinity
    for (const queue of this.active) {
      if (queue.rewindAt !== undefined) {
        if (queue.inFlight > 0) continue
        if (now < queue.rewindAt) {
          wakeAt = Math.min(wakeAt, queue.rewindAt)
          continue
        }
        queue.sent = 0
        queue.rewindAt = undefined
      }
      if (!queue.next) continue
      const leader = this.leaders.of(queue.partition)
      if (leader === undefined) {
        wakeAt = Math.min(wakeAt, this.retry(queue, this.leaders.missing(queue.partition), Infinity))
      } else {
        const group = byLeader.get(leader)
        if (group) group.push(queue)
        else byLeader.set(leader, [queue])
      }
    }
    if (wakeAt !== Infinity) this.wakeIn(wakeAt - now)
    return byLeader
  }

  private wakeIn(ms: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.leaders.refresh().then(() => this.pump()), Math.max(0, ms))
  }

  private async send(leader: number, outgoing: readonly Outgoing[]): Promise<void> {
    this.underWay.set(leader, (this.underWay.get(leader) ?? 0) + 1)
    for (const {queue} of outgoing) {
      queue.sent++
      queue.inFlight++
    }
    // Until somebody says what became of it, a broker may have what is on its way.
    const before = outgoing.map(({batch}) => batch.uncertain)
    for (const {batch} of outgoing) batch.uncertain = true
    let verdicts: readonly {verdict: Verdict; baseOffset: bigint | undefined}[]
    try {
      const answers = await sendBatches(this.cluster, leader, this.topic, outgoing, this.options)
      verdicts = outgoing.map(({queue, batch}, index) => {
        const answer = answers[index] ?? NO_ANSWER
        const first = queue.batches[0] === batch
        batch.uncertain = before[index] === true || mayHaveAppended(answer)
        const verdict = judge(answer, {topic: this.topic, records: batch.records, first})
        return {verdict, baseOffset: answer.baseOffset < 0n ? undefined : answer.baseOffset}
      })
    } catch (error) {
      const verdict = judgeFailure(error)
      const reached = !(error instanceof TransportError) || error.sent
      for (const [index, {batch}] of outgoing.entries()) batch.uncertain = reached || before[index] === true
      verdicts = outgoing.map(() => ({verdict, baseOffset: undefined}))
    }
    const left = (this.underWay.get(leader) ?? 1) - 1
    if (left === 0) this.underWay.delete(leader)
    else this.underWay.set(leader, left)
    for (const [index, {queue, batch}] of outgoing.entries()) {
      queue.inFlight--
      const {verdict, baseOffset} = verdicts[index] as (typeof verdicts)[number]
      await this.settle(queue, batch, verdict, baseOffset)
    }
    this.pump()
    if (this.failure) this.events.failed()
  }

  private async settle(
    queue: PartitionQueue,
    batch: QueuedBatch & {bytes: Buffer},
    verdict: Verdict,
    baseOffset: bigint | undefined,
  ): Promise<void> {
    switch (verdict.kind) {
      case 'delivered':
        queue.remove(batch)
        queue.failingSince = undefined
        queue.attempts = 0
        if (queue.batches.length === 0) this.active.delete(queue)
        this.events.delivered(queue, batch, baseOffset)
        return
      case 'retry':
        this.retry(queue, verdict.error, verdict.patienceMs, batch)
        return
      case 'split':
        queue.rewindAt = Infinity
        queue.replace(batch, await splitBatch(batch, this.identity, this.options.compression, this.compress))
        queue.rewindAt = 0
        return
      case 'fatal':
        this.fail(queue, batch, verdict.error, verdict.index)
    }
  }

  /** All that is not acknowledged of the partition is sent again, once every answer is there. Gives the time. */
  private retry(
    queue: PartitionQueue,
    error: KbookError,
    patienceMs: number,
    batch: QueuedBatch | undefined = queue.batches[0],
  ): number {
    const now = performance.now()
    queue.failingSince ??= now
    this.trouble = error
    queue.attempts++
    queue.rewindAt = Math.max(queue.rewindAt ?? 0, now + pauseBefore(queue.attempts))
    this.leaders.forget(queue.partition)
    if (now - queue.failingSince > Math.min(patienceMs, this.options.deliveryTimeoutMs)) {
      this.fail(queue, batch, error)
    } else if (now - this.troubleAt > TROUBLE_EVERY_MS && now - queue.failingSince > TROUBLE_EVERY_MS) {
      this.troubleAt = now
      this.options.onTrouble?.(error)
    }
    return queue.rewindAt
  }

  /** Ends it here: what is under way is waited for no longer. */
  abandon(failure: Omit<ProduceFailure, 'error'>): void {
    clearTimeout(this.timer)
    const why = this.trouble?.line
    const error = new KbookError('UNREACHABLE', 'nothing more was acknowledged when it was to end', {
      ...(why !== undefined && {hint: why}),
    })
    this.failure ??= {...failure, error}
  }

  private fail(queue: PartitionQueue, batch: QueuedBatch | undefined, error: KbookError, index = 0): void {
    clearTimeout(this.timer)
    this.failure ??= {
      error,
      partition: queue.partition,
      source: batch?.sources[index] ?? 0,
      records: batch?.records ?? 0,
    }
    this.events.failed()
  }
}

/** At most one batch of each partition, as the protocol wants it, and no more than fits one request. */
function take(queues: readonly PartitionQueue[]): Outgoing[] {
  const outgoing: Outgoing[] = []
  let bytes = 0
  for (const queue of queues) {
    const {next} = queue
    if (!next) continue
    if (bytes > 0 && bytes + next.bytes.length > REQUEST_BYTES) continue
    bytes += next.bytes.length
    outgoing.push({queue, batch: next})
  }
  return outgoing
}
