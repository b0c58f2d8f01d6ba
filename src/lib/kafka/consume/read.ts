import type {Cluster} from '../cluster.js'
import type {KbookError} from '../../errors.js'
import {kafkaErrorName} from '../error-map.js'
import {fetchRecords, type FetchedPartition} from '../fetch-records.js'
import {partitionEnds} from '../partition-ends.js'
import {committedBatches} from '../records/committed.js'
import {eachRecord} from '../records/decode.js'
import type {RecordBatch} from '../records/types.js'
import type {RecordCursor} from '../records/cursor.js'
import {sleep} from '../retry.js'
import {leadersOf} from '../topic-partitions.js'
import {aborted} from './aborted.js'
import {passOver} from './pass-over.js'
import {patienceOf, ReadPartition} from './read-partition.js'
import type {ConsumedPartition, PlannedPartition} from './types.js'

const MAX_WAIT_MS = 500
/** Of one answer. Two of each leader are in memory at a time. */
const MAX_BYTES = 16 << 20
const PARTITION_BYTES = 2 << 20
/** Between looks at partitions that stand still. */
export const LOOK_MS = 250

export interface ReadOptions {
  readonly committed: boolean
  /** Bytes of one partition in an answer; less for those who want few records. */
  readonly partitionBytes?: number
  readonly signal: AbortSignal
  /** The cursor is the record during the call. False ends the reading. */
  onRecord(record: RecordCursor, partition: ReadPartition): boolean
  /** After the records of one answer: resolves when more can be taken. */
  onPause(): Promise<void>
  /** Records were deleted before they were read. */
  onLost(partition: ReadPartition, from: bigint, to: bigint): void
  /** Records that cannot be read; what comes after them can. */
  onSkipped(partition: ReadPartition, from: bigint, to: bigint, error: KbookError): void
  /** A partition cannot be read now, and is tried again. */
  onTrouble(partition: ReadPartition, error: KbookError): void
}

/**
 * Reads partitions to their ends, or until stopped: each in its order, those of different leaders beside each other,
 * the next answer on its way while one is worked on. A partition that fails does not hold up others.
 */
export async function readRecords(
  cluster: Cluster,
  plan: readonly PlannedPartition[],
  options: ReadOptions,
): Promise<ConsumedPartition[]> {
  const all = plan.map((planned) => (planned.error ? {...planned, next: -1n} : new ReadPartition(planned)))
  const open = all.filter((one): one is ReadPartition => one instanceof ReadPartition && one.open)
  const stop = new AbortController()
  options.signal.addEventListener('abort', () => stop.abort())
  if (options.signal.aborted) stop.abort()
  // What waits for a broker or for whoever takes the records must not hold up the end.
  const stopped = aborted(stop.signal)
  const groups = new Map<unknown, ReadPartition[]>()
  for (const [partition, leader] of await leadersOf(cluster, open, false)) {
    // One without a leader waits for itself alone.
    const key = typeof leader === 'number' ? leader : partition
    groups.set(key, [...(groups.get(key) ?? []), partition])
  }
  const loops = [...groups.values()].map((group) => new GroupLoop(cluster, group, options, stop).run())
  await Promise.race([Promise.all(loops), stopped]).finally(() => stop.abort())
  return all
}

/** Reads the partitions of one leader. */
class GroupLoop {
  constructor(
    private readonly cluster: Cluster,
    private group: readonly ReadPartition[],
    private readonly options: ReadOptions,
    private readonly stop: AbortController,
  ) {}

  async run(): Promise<void> {
    let ahead = this.fetch()
    for (;;) {
      const answers = await ahead
      if (answers.length === 0) return
      const parts = await Promise.all(answers.map(([partition, fetched]) => this.take(partition, fetched)))
      ahead = this.fetch()
      // Its error is thrown when it is waited for.
      ahead.catch(() => undefined)
      for (const part of parts) if (part && !this.stopped()) await this.deliver(part)
      if (this.stopped()) return
      await this.options.onPause()
    }
  }

  private stopped(): boolean {
    return this.stop.signal.aborted
  }

  /** Empty when nothing is left to be asked for. */
  private async fetch(): Promise<(readonly [ReadPartition, FetchedPartition])[]> {
    for (;;) {
      const open = this.group.filter((partition) => partition.open)
      if (open.length === 0 || this.stopped()) return []
      const ready = open.filter(({notBefore}) => notBefore <= Date.now())
      if (ready.length > 0) {
        // The first ones are filled first: each has its turn.
        this.group = [...open.slice(1), ...open.slice(0, 1)]
        const {committed, partitionBytes = PARTITION_BYTES} = this.options
        const fetched = await fetchRecords(this.cluster, ready, {
          ...{maxBytes: MAX_BYTES, partitionMaxBytes: partitionBytes, maxWaitMs: MAX_WAIT_MS},
          isolation: committed ? 'committed' : 'uncommitted',
        })
        return ready.map((partition, index) => [partition, fetched[index] as FetchedPartition] as const)
      }
      await sleep(LOOK_MS)
    }
  }

  /** Moves on past what came, so that the next fetch can begin. */
  private async take(partition: ReadPartition, fetched: FetchedPartition): Promise<Part | undefined> {
    if (fetched.error) {
      await this.recover(partition, fetched.error)
      return undefined
    }
    const {batches, nextOffset} = fetched
    partition.advance(nextOffset)
    const visible = this.options.committed
      ? committedBatches(batches, fetched.aborted)
      : batches.filter(({control}) => !control)
    return {partition, batches: visible, nextOffset}
  }

  private async deliver({partition, batches, nextOffset}: Part): Promise<void> {
    const {next: from, to} = partition
    if (partition.error) return
    const reading = {on: true}
    for (const batch of batches) {
      const first = Number(from - batch.baseOffset)
      const last = to === undefined ? Infinity : Number(to - batch.baseOffset)
      try {
        await eachRecord(batch, (record) => {
          // A batch may begin before what was asked for.
          if (record.delta < first) return true
          if (record.delta >= last) return false
          reading.on = !this.stopped() && this.options.onRecord(record, partition)
          if (!reading.on) partition.next = record.offset + 1n
          return reading.on
        })
      } catch (error) {
        if (!passOver(error, batch, partition, this.options)) return
      }
      if (!reading.on) {
        this.stop.abort()
        return
      }
    }
    partition.next = nextOffset
  }

  private async recover(partition: ReadPartition, error: KbookError): Promise<void> {
    if (kafkaErrorName(error) === 'OFFSET_OUT_OF_RANGE') {
      const [ends] = await partitionEnds(this.cluster, [partition])
      if (ends && !ends.error && ends.logStart > partition.offset) {
        this.options.onLost(partition, partition.offset, ends.logStart)
        partition.offset = partition.next = ends.logStart
        return
      }
    }
    if (partition.retries(error, patienceOf(this.cluster.requestTimeoutMs))) {
      this.options.onTrouble(partition, error)
    }
  }
}

interface Part {
  readonly partition: ReadPartition
  readonly batches: readonly RecordBatch[]
  readonly nextOffset: bigint
}
