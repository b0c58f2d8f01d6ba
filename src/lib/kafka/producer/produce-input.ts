import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {contentSize} from '../records/batch-builder.js'
import {LineSplitter} from './input/line-splitter.js'
import type {InputRecord, ParseLine} from './input/types.js'
import {partitionOfKey} from './murmur2.js'
import {Producer} from './producer.js'
import type {PartitionTally, ProducerOptions, UncertainRecords} from './types.js'
import {writableTopic} from './writable-topic.js'

/** Without an answer, after it was told to end. */
const GRACE_MS = 3000

export interface ProduceRequest {
  readonly topic: string
  readonly parse: ParseLine
  readonly producer: ProducerOptions
}

/** What became of an input. */
export interface ProduceResult {
  readonly topic: string
  readonly records: number
  /** Of keys, values and headers, before compression. */
  readonly bytes: number
  readonly ms: number
  readonly partitions: readonly PartitionTally[]
  /** Lines that were read. */
  readonly lines: number
  readonly interrupted: boolean
  /** Why it ended early. */
  readonly error?: KbookError | undefined
  /** Every line before this one is in, where something failed. Later ones may be in, too. */
  readonly firstLineMissing?: number | undefined
  /** Lines that may be in or not: sent, and no answer told. They are not among `records`. */
  readonly unknown?: UncertainRecords | undefined
}

/** How far it is. */
export interface Sent {
  readonly records: number
  readonly bytes: number
  readonly ms: number
}

export interface ProduceControl {
  /** Ends the reading; what was read is still sent. */
  readonly signal: AbortSignal
  /** Waits for no further answer, and tells what is known. */
  readonly abandon?: AbortSignal
  readonly onProgress?: (sent: Sent) => void
}

/**
 * Sends an input line by line. A line that is no record ends it, as a record that cannot be delivered does; what was
 * read before is delivered. @throws KbookError when nothing could be begun.
 */
export async function produceInput(
  cluster: Cluster,
  {topic, parse, producer: options}: ProduceRequest,
  input: AsyncIterable<Buffer>,
  {signal, abandon, onProgress}: ProduceControl,
): Promise<ProduceResult> {
  const producer = await Producer.open(cluster, topic, options)
  const started = performance.now()
  const splitter = new LineSplitter()
  const send = (bytes: Buffer, line: number): void => {
    const record = parse(bytes, line)
    producer.append(partitionOf(record, producer, line), stamped(record), line)
  }
  const release = abandonAfterStop(producer, signal, abandon)
  let error: KbookError | undefined
  try {
    for await (const chunk of input) {
      if (signal.aborted) break
      splitter.push(chunk, send)
      if (producer.full) await producer.room()
      if (producer.failure) break
      onProgress?.({...totals(producer), ms: performance.now() - started})
    }
    if (!signal.aborted && !producer.failure) splitter.end(send)
  } catch (caught) {
    if (!(caught instanceof KbookError)) throw caught
    error = caught
  }
  await producer.flush()
  release()
  const {failure, firstUndelivered, uncertain} = producer
  if (failure) error = ofLine(failure.error, failure.source)
  return {
    topic,
    ...totals(producer),
    ms: performance.now() - started,
    partitions: producer.delivery,
    lines: splitter.lines,
    interrupted: signal.aborted,
    ...(error && {error, firstLineMissing: firstUndelivered ?? splitter.lines}),
    ...(uncertain && {unknown: uncertain}),
  }
}

/** Once it is to end, a broker that gives no more answers is waited for only so long. Gives what ends the watch. */
function abandonAfterStop(producer: Producer, signal: AbortSignal, abandon?: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined
  let seen = -1
  const watch = (): void => {
    const {records} = totals(producer)
    if (records === seen) producer.abandon()
    else {
      seen = records
      timer = setTimeout(watch, GRACE_MS)
    }
  }
  const now = (): void => producer.abandon()
  signal.addEventListener('abort', watch, {once: true})
  abandon?.addEventListener('abort', now, {once: true})
  if (signal.aborted) watch()
  return () => {
    clearTimeout(timer)
    signal.removeEventListener('abort', watch)
    abandon?.removeEventListener('abort', now)
  }
}

/** The same without sending: what would be sent. @throws KbookError for the first line that is no record */
export async function countInput(
  cluster: Cluster,
  {topic, parse}: Pick<ProduceRequest, 'topic' | 'parse'>,
  input: AsyncIterable<Buffer>,
): Promise<{topic: string; records: number; bytes: number}> {
  const {partitions} = await writableTopic(cluster, topic)
  const splitter = new LineSplitter()
  let bytes = 0
  const look = (text: Buffer, line: number): void => {
    const record = parse(text, line)
    const {partition = 0} = record
    if (partition >= partitions.length) throw noPartition(line, partition, partitions.length)
    bytes += contentSize(record)
  }
  for await (const chunk of input) splitter.push(chunk, look)
  splitter.end(look)
  return {topic, records: splitter.lines, bytes}
}

function partitionOf({key, partition}: InputRecord, producer: Producer, line: number): number {
  const {partitionCount} = producer
  if (partition === undefined) return key ? partitionOfKey(key, partitionCount) : producer.stickyPartition
  if (partition < partitionCount) return partition
  throw noPartition(line, partition, partitionCount)
}

const noPartition = (line: number, partition: number, count: number): KbookError =>
  new KbookError('BAD_INPUT', `line ${line} is for partition ${partition}, and the topic has ${count}`, {
    hint: 'Partitions count from 0. --repartition chooses them anew, by key.',
  })

function stamped({key, value, headers, timestamp = Date.now()}: InputRecord): {
  key: Buffer | null
  value: Buffer | null
  headers: InputRecord['headers']
  timestamp: number
} {
  return {key, value, headers, timestamp}
}

function totals({delivery}: Producer): {records: number; bytes: number} {
  let [records, bytes] = [0, 0]
  for (const tally of delivery) {
    records += tally.records
    bytes += tally.bytes
  }
  return {records, bytes}
}

const ofLine = (error: KbookError, line: number): KbookError =>
  new KbookError(error.code, `line ${line}: ${error.message}`, {
    hint: error.hints,
    cause: error,
    ...(error.details && {details: {...error.details, line}}),
  })
