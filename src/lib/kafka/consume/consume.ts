import type {Cluster} from '../cluster.js'
import {KbookError} from '../../errors.js'
import type {KafkaRecord} from '../records/types.js'
import type {TopicPartition} from '../types.js'
import {IdleClock} from './idle-clock.js'
import {readRecords} from './read.js'
import {inTimeOrder} from './time-order.js'
import type {ConsumedPartition, PlannedPartition} from './types.js'

/** Few records are wanted: no need to fetch megabytes. */
const FEW = 100
const FEW_BYTES = 64 * 1024

export interface ConsumeOptions {
  readonly committed: boolean
  /** End after so many records. */
  readonly num: number | undefined
  /** End when no record came for so long (milliseconds). */
  readonly idleMs: number | undefined
  /** Across partitions too; only where each has an end. */
  readonly byTime: boolean
  readonly signal: AbortSignal
  readonly test: ((record: KafkaRecord) => boolean) | undefined
  /** Valid during the call. */
  onRecord(record: KafkaRecord, at: TopicPartition): void
  /** Resolves when more can be taken. */
  onPause(): Promise<void>
  onLost(at: TopicPartition, from: bigint, to: bigint): void
  /** These cannot be read, or what takes them cannot take them (it threw a KbookError). */
  onSkipped(at: TopicPartition, from: bigint, to: bigint, error: KbookError): void
  onTrouble(at: TopicPartition, error: KbookError): void
}

export interface ConsumeResult {
  /** That were handed over. */
  readonly records: number
  /** That were read, those that the test left out included. */
  readonly seen: number
  /** Gaps of what was skipped. */
  readonly skipped: number
  readonly ended: 'at-end' | 'enough' | 'idle' | 'stopped'
  readonly partitions: readonly ConsumedPartition[]
}

/** Hands over the records of a plan. Never joins a group and commits nothing. */
export async function consume(
  cluster: Cluster,
  plan: readonly PlannedPartition[],
  options: ConsumeOptions,
): Promise<ConsumeResult> {
  const {num = Infinity, idleMs, signal, test} = options
  const idle = new AbortController()
  const stopping = AbortSignal.any([signal, idle.signal])
  const clock = idleMs === undefined ? undefined : new IdleClock(idleMs, () => idle.abort())
  let [records, seen, skipped] = [0, 0, 0]
  const onSkipped: ConsumeOptions['onSkipped'] = (...gap) => {
    skipped++
    options.onSkipped(...gap)
  }
  const read = options.byTime ? inTimeOrder : readRecords
  try {
    const partitions = await read(cluster, plan, {
      ...options,
      onSkipped,
      signal: stopping,
      ...(num <= FEW && {partitionBytes: FEW_BYTES}),
      onRecord(record, at) {
        clock?.restart()
        seen++
        if (test && !test(record)) return true
        try {
          options.onRecord(record, at)
        } catch (error) {
          if (!(error instanceof KbookError)) throw error
          onSkipped(at, record.offset, record.offset + 1n, error)
          return true
        }
        return ++records < num
      },
      async onPause() {
        clock?.pause()
        await options.onPause()
        if (!stopping.aborted) clock?.resume()
      },
    })
    const ended =
      records >= num ? 'enough' : signal.aborted ? 'stopped' : idle.signal.aborted ? 'idle' : 'at-end'
    return {records, seen, skipped, ended, partitions}
  } finally {
    clock?.pause()
  }
}
