import type {Cluster} from '../cluster.js'
import {fetchRecords} from '../fetch-records.js'
import {committedBatches} from '../records/committed.js'
import {decodeRecords} from '../records/decode.js'
import type {KafkaRecord, RecordBatch} from '../records/types.js'
import {sleep} from '../retry.js'
import {UNANSWERED} from '../scatter.js'
import {aborted} from './aborted.js'
import {passOver} from './pass-over.js'
import {patienceOf, ReadPartition} from './read-partition.js'
import {LOOK_MS, type ReadOptions} from './read.js'
import type {ConsumedPartition, PlannedPartition} from './types.js'

/** Of each partition: one answer of each is in memory. */
const PARTITION_BYTES = 128 * 1024
/** Of one answer of a broker; who gets nothing is asked again. */
const MAX_BYTES = 16 << 20

type Options = Omit<ReadOptions, 'onRecord'> & {
  onRecord(record: KafkaRecord, at: ReadPartition): boolean
}

/**
 * Reads partitions to their ends, merged by the times of their records; within a partition the order stays that of
 * the log. The first that cannot be read is left out from there on.
 */
export async function inTimeOrder(
  cluster: Cluster,
  plan: readonly PlannedPartition[],
  options: Options,
): Promise<ConsumedPartition[]> {
  const all = plan.map((planned) => (planned.error ? {...planned, next: -1n} : new ReadPartition(planned)))
  const queues = all
    .filter((one): one is ReadPartition => one instanceof ReadPartition)
    .map((partition) => new Queue(partition))
  // What waits for a broker or for whoever takes the records must not hold up the end.
  await Promise.race([merge(cluster, queues, options), aborted(options.signal)])
  return all
}

async function merge(cluster: Cluster, queues: readonly Queue[], options: Options): Promise<void> {
  for (;;) {
    await refill(cluster, queues, options)
    // As long as each that is open has a record, the earliest of them is the next one of all.
    while (!queues.some(({isEmpty, partition}) => isEmpty && partition.open)) {
      const first = earliest(queues)
      const record = first?.shift()
      if (!first || !record) return
      if (options.signal.aborted || !options.onRecord(record, first.partition)) return
    }
    if (options.signal.aborted) return
    await options.onPause()
  }
}

class Queue {
  private records: KafkaRecord[] = []
  private at = 0
  constructor(readonly partition: ReadPartition) {}

  get isEmpty(): boolean {
    return this.at >= this.records.length
  }

  get time(): number {
    return this.records[this.at]?.timestamp ?? Infinity
  }

  fill(records: KafkaRecord[]): void {
    this.records = records
    this.at = 0
  }

  shift(): KafkaRecord | undefined {
    const record = this.records[this.at++]
    if (record) this.partition.next = record.offset + 1n
    return record
  }
}

function earliest(queues: readonly Queue[]): Queue | undefined {
  let first: Queue | undefined
  for (const queue of queues) {
    if (!queue.isEmpty && (!first || queue.time < first.time)) first = queue
  }
  return first
}

async function recordsOf(
  batches: readonly RecordBatch[],
  partition: ReadPartition,
  options: Options,
): Promise<KafkaRecord[]> {
  const records: KafkaRecord[][] = []
  for (const batch of batches) {
    try {
      records.push(await decodeRecords(batch))
    } catch (error) {
      if (!passOver(error, batch, partition, options)) break
    }
  }
  return records.flat()
}

/** Until each partition that is open has a record. */
async function refill(cluster: Cluster, queues: readonly Queue[], options: Options): Promise<void> {
  for (;;) {
    const empty = queues.filter(({isEmpty, partition}) => isEmpty && partition.open)
    if (empty.length === 0 || options.signal.aborted) return
    const ready = empty.filter(({partition}) => partition.notBefore <= Date.now())
    if (ready.length === 0) {
      await sleep(LOOK_MS)
      continue
    }
    const {committed, partitionBytes = PARTITION_BYTES} = options
    const fetched = await fetchRecords(
      cluster,
      ready.map(({partition}) => partition),
      {
        ...{maxBytes: MAX_BYTES, partitionMaxBytes: partitionBytes},
        isolation: committed ? 'committed' : 'uncommitted',
      },
    )
    for (const [index, queue] of ready.entries()) {
      const {partition} = queue
      const answer = fetched[index]
      if (!answer || answer.error) {
        const error = answer?.error ?? UNANSWERED
        if (partition.retries(error, patienceOf(cluster.requestTimeoutMs)))
          options.onTrouble(partition, error)
        continue
      }
      const {batches, nextOffset} = answer
      const visible = committed
        ? committedBatches(batches, answer.aborted)
        : batches.filter(({control}) => !control)
      const records = await recordsOf(visible, partition, options)
      const {offset, to = nextOffset} = partition
      queue.fill(records.filter((record) => record.offset >= offset && record.offset < to))
      partition.advance(nextOffset)
    }
  }
}
