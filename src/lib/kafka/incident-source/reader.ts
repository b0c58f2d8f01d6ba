import type {Gate} from '../../consumer/source/gate.js'
import type {SourceHandler} from '../../consumer/source/source.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaErrorName} from '../error-map.js'
import {fetchRecords, type FetchedPartition} from '../fetch-records.js'
import {partitionEnds} from '../partition-ends.js'
import {Failure} from '../scatter.js'
import {leadersOf} from '../topic-partitions.js'
import {fetchedBatch} from './batch.js'
import type {ReadPartition} from './partition.js'

/** How long a broker may wait for messages to come. */
const MAX_WAIT_MS = 500
/** Of one answer, and of each partition in it. Two answers are in memory at a time, and what they asked for. */
const MAX_BYTES = 4 << 20
const PARTITION_MAX_BYTES = 512 << 10
const RETRY_MS = 1000
/** How soon moved leaders and new partitions are noticed where nothing fails. */
const METADATA_MAX_AGE_MS = 60_000

export interface ReaderOptions {
  /** Partitions that will be added in all. */
  readonly total: number
  /** Ends when all of them are at their end. */
  readonly once: boolean
  readonly handler: SourceHandler
  /** Everything before `next` of the partition is durable. */
  onDone(partition: ReadPartition): void
  onContact(): void
  onTrouble(error: KbookError): void
  onPartitionTrouble(partition: ReadPartition, error: KbookError): void
}

/** What was asked of one partition, and the answer. */
interface Answer {
  readonly partition: ReadPartition
  readonly offset: bigint
  readonly fetched: FetchedPartition
}

/**
 * Reads partitions and hands their messages over, until stopped or, where they have an end, until there. While
 * messages are worked on, the next ones are being fetched; each broker is asked for itself.
 */
export class Reader {
  private readonly partitions: ReadPartition[] = []
  private regroupAt = 0
  private wake: () => void = () => undefined

  constructor(
    private readonly cluster: Cluster,
    /** Ends the reading when it is stopped, and keeps messages back while it is held. */
    private readonly gate: Gate,
    private readonly options: ReaderOptions,
  ) {}

  add(partitions: readonly ReadPartition[]): void {
    this.partitions.push(...partitions)
    this.regroupAt = 0
    this.wake()
  }

  /** Resolves when no message is being worked on any more. */
  async run(): Promise<'at-end' | 'stopped'> {
    while (!this.gate.stopped) {
      if (this.isAtEnd) return 'at-end'
      const groups = await this.gate.unlessStopped(this.byLeader())
      if (!groups) break
      const loops = groups.map(async (group) => this.readGroup(group))
      const results = await Promise.allSettled(loops)
      const failed = results.find((result) => result.status === 'rejected')
      if (failed) throw failed.reason
      if (groups.length === 0) await this.gate.unlessStopped(this.idle())
    }
    return 'stopped'
  }

  private get isAtEnd(): boolean {
    const {once, total} = this.options
    return once && this.partitions.length === total && this.partitions.every(({atEnd}) => atEnd)
  }

  /** Nothing to read: until partitions are added, or those without a leader may have one. */
  private idle(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RETRY_MS)
      this.wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  private get mustRegroup(): boolean {
    return this.gate.stopped || Date.now() >= this.regroupAt
  }

  /** Partitions that have a leader, by it. The others wait for one. */
  private async byLeader(): Promise<ReadPartition[][]> {
    const open = this.partitions.filter(({atEnd}) => !atEnd)
    this.regroupAt = Date.now() + METADATA_MAX_AGE_MS
    try {
      const leaders = await leadersOf(this.cluster, open, true)
      const groups = new Map<number, ReadPartition[]>()
      for (const [partition, leader] of leaders) {
        if (leader instanceof Failure) this.park(partition, leader.error)
        else groups.set(leader, [...(groups.get(leader) ?? []), partition])
      }
      return [...groups.values()]
    } catch (error) {
      this.options.onTrouble(asKbookError(error))
      return []
    }
  }

  private async readGroup(group: readonly ReadPartition[]): Promise<void> {
    let ahead: Promise<Answer[]> | undefined
    try {
      while (!this.mustRegroup) {
        if (!ahead && !(await this.gate.pass())) return
        const answers = await this.gate.unlessStopped(ahead ?? this.fetch(group))
        if (!answers) return
        // Where something failed, its broker may hang: it is not waited for again before leaders are looked up.
        const failed = answers.some(({fetched}) => fetched.error)
        ahead = failed || this.gate.isHeld ? undefined : this.fetch(group, answers)
        ahead?.catch(() => undefined)
        await settled(answers.map((answer) => this.deliver(answer)))
        if (group.every(({atEnd}) => atEnd)) this.regroupAt = 0
      }
    } catch (error) {
      this.regroupAt = 0
      throw error
    }
  }

  /** Fetches on from where the earlier answers end, which are not worked on yet. */
  private async fetch(group: readonly ReadPartition[], earlier: readonly Answer[] = []): Promise<Answer[]> {
    const now = Date.now()
    const positions = group
      .filter(({notBefore, atEnd}) => notBefore <= now && !atEnd)
      .map((partition) => ({partition, offset: nextAfter(partition, earlier)}))
    if (positions.length === 0) {
      await this.gate.sleep(MAX_WAIT_MS)
      return []
    }
    try {
      const fetched = await fetchRecords(
        this.cluster,
        positions.map(({partition: {topic, partition}, offset}) => ({topic, partition, offset})),
        {
          maxBytes: MAX_BYTES,
          partitionMaxBytes: PARTITION_MAX_BYTES,
          maxWaitMs: MAX_WAIT_MS,
          isolation: 'committed',
        },
      )
      return positions.map(({partition, offset}, index) => ({
        partition,
        offset,
        fetched: fetched[index] as FetchedPartition,
      }))
    } catch (error) {
      this.options.onTrouble(asKbookError(error))
      this.regroupAt = 0
      await this.gate.sleep(RETRY_MS)
      return []
    }
  }

  private async deliver({partition, offset, fetched}: Answer): Promise<void> {
    if (fetched.error) return this.recover(partition, fetched.error)
    this.options.onContact()
    // It was fetched ahead, and the partition has gone another way since.
    if (offset !== partition.next || fetched.nextOffset === offset) return
    if (!(await this.gate.pass())) return
    const batch = await fetchedBatch(fetched, offset, partition.position)
    const {position, retryAfterMs} = await this.options.handler.batch(batch)
    partition.next = position.next
    if (retryAfterMs !== undefined) partition.notBefore = Date.now() + retryAfterMs
    this.options.onDone(partition)
  }

  private async recover(partition: ReadPartition, error: KbookError): Promise<void> {
    if (kafkaErrorName(error) !== 'OFFSET_OUT_OF_RANGE') {
      this.park(partition, error)
      return
    }
    const [ends] = (await this.gate.unlessStopped(partitionEnds(this.cluster, [partition]))) ?? []
    if (!ends || ends.error) {
      this.park(partition, ends?.error ?? error)
      return
    }
    const {topic, partition: number, next} = partition
    const {logStart} = ends
    if (next < logStart) this.options.handler.lost({topic, partition: number, from: next, to: logStart})
    else {
      this.options.handler.warning(
        `${topic}[${number}] ends at ${ends.highWatermark}, before ${next}: it was made anew or lost its end, ` +
          `and is read from its start ${logStart}; what was acted on is not acted on again`,
      )
    }
    partition.next = logStart
    await this.options.handler.batch({
      topic,
      partition: number,
      messages: [],
      lag: undefined,
      positionAt: () => partition.position(logStart),
    })
    this.options.onDone(partition)
  }

  /** Leaves it alone for a while. */
  private park(partition: ReadPartition, error: KbookError): void {
    partition.notBefore = Date.now() + RETRY_MS
    this.regroupAt = Math.min(this.regroupAt, partition.notBefore)
    this.options.onPartitionTrouble(partition, error)
  }
}

function nextAfter(partition: ReadPartition, earlier: readonly Answer[]): bigint {
  const answer = earlier.find((candidate) => candidate.partition === partition)
  return answer && !answer.fetched.error && answer.offset === partition.next
    ? answer.fetched.nextOffset
    : partition.next
}

/** Waits for all of them, then throws what the first one threw: none is left working. */
async function settled(promises: readonly Promise<void>[]): Promise<void> {
  const results = await Promise.allSettled(promises)
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

function asKbookError(error: unknown): KbookError {
  if (error instanceof KbookError) return error
  throw error
}
