import type {Gate} from '../../consumer/source/gate.js'
import type {SourceHandler} from '../../consumer/source/source.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaErrorName} from '../error-map.js'
import {fetchRecords, type FetchedPartition} from '../fetch-records.js'
import {partitionEnds} from '../partition-ends.js'
import {Failure} from '../scatter.js'
import {byTopic, leadersOf} from '../topic-partitions.js'
import type {PartitionEnds} from '../types.js'
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

type KnownEnds = Exclude<PartitionEnds, {error: KbookError}>

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
      const topics = await this.cluster.topics([...byTopic(open).keys()])
      const groups = new Map<number, ReadPartition[]>()
      for (const [partition, leader] of leaders) {
        partition.namedId = topics.get(partition.topic)?.topicId ?? ''
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
      // Before anything of the new topic is handed over.
      for (const partition of group) if (partition.isReplaced) await this.beginAnew(partition)
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
        positions.map(({partition: {topic, topicId, partition}, offset}) => ({
          topic,
          topicId: topicId === '' ? undefined : topicId,
          partition,
          offset,
        })),
        {
          maxBytes: MAX_BYTES,
          partitionMaxBytes: PARTITION_MAX_BYTES,
          maxWaitMs: MAX_WAIT_MS,
          isolation: 'committed',
          sameLeader: true,
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
    const {leaderEpoch} = fetched
    if (leaderEpoch !== undefined) {
      // They only grow while a topic lives, and the leader has just agreed to this one.
      if (leaderEpoch < (partition.leaderEpoch ?? leaderEpoch)) return this.beginAnew(partition)
      partition.leaderEpoch = leaderEpoch
    }
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
    const name = kafkaErrorName(error)
    if (name !== 'OFFSET_OUT_OF_RANGE') {
      this.park(partition, error)
      // Which topic has the name now is told by the look for the leaders.
      if (name === 'UNKNOWN_TOPIC_ID' || name === 'INCONSISTENT_TOPIC_ID') this.regroupAt = 0
      return
    }
    const ends = await this.endsOf(partition)
    if (!ends) return
    const {topic, partition: number, next} = partition
    const {logStart} = ends
    if (next < logStart) this.options.handler.lost({topic, partition: number, from: next, to: logStart})
    else {
      this.options.handler.warning(
        `${topic}[${number}] ends at ${ends.highWatermark}, before ${next}: it was made anew or lost its end, ` +
          `and is read from its start ${logStart}; what was acted on is not acted on again`,
      )
    }
    await this.beginAt(partition, ends)
  }

  /** The topic was deleted, and another one has its name: its offsets mean other messages. */
  private async beginAnew(partition: ReadPartition): Promise<void> {
    const {topic, partition: number, next} = partition
    // Asked after the id: what is made anew once more meanwhile has yet another one.
    const ends = await this.endsOf(partition)
    if (!ends) return
    this.options.handler.warning(
      `${topic}[${number}] was made anew while it was read: the new one is read from its start ` +
        `${ends.logStart}; what the old one had from ${next} on is gone`,
    )
    partition.replace()
    partition.leaderEpoch = undefined
    await this.beginAt(partition, ends)
  }

  /** Undefined where they cannot be told now. */
  private async endsOf(partition: ReadPartition): Promise<KnownEnds | undefined> {
    const [ends] = (await this.gate.unlessStopped(partitionEnds(this.cluster, [partition]))) ?? []
    if (ends && !ends.error) return ends
    if (ends) this.park(partition, ends.error)
    return undefined
  }

  /** Goes on at the start of the log, which is durable before anything is read from there. */
  private async beginAt(partition: ReadPartition, {logStart, lastStable}: KnownEnds): Promise<void> {
    const {topic, partition: number} = partition
    partition.next = logStart
    partition.notBefore = 0
    if (partition.end !== undefined) partition.end = lastStable
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
