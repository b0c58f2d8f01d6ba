import type {KbookError} from '../../errors.js'
import {kafkaErrorName} from '../error-map.js'
import type {FetchPosition} from '../fetch-records.js'
import {isOutage, TransportError} from '../transport-error.js'
import type {ConsumedPartition, PlannedPartition} from './types.js'

type Readable = Exclude<PlannedPartition, {error: KbookError}>

const RETRY_MS = 1000

/** One partition while it is read. */
export class ReadPartition implements FetchPosition, ConsumedPartition {
  readonly topic: string
  readonly partition: number
  readonly topicId: string | undefined
  readonly to: bigint | undefined
  /** Where the next fetch begins. */
  offset: bigint
  /** Everything before it was handed over. */
  next: bigint
  error: KbookError | undefined
  /** Not to be asked before this time (milliseconds): it stands still after a failure. */
  notBefore = 0
  private failingSince: number | undefined

  constructor({topic, partition, topicId, from, to}: Readable) {
    this.topic = topic
    this.partition = partition
    this.topicId = topicId
    this.offset = this.next = from
    this.to = to
  }

  /** An answer came: this is to be asked for next. */
  advance(nextOffset: bigint): void {
    this.offset = nextOffset
    this.failingSince = undefined
  }

  /**
   * Whether to ask again after a failure that may pass: for so long (milliseconds), or for ever where there is no
   * end. Sets the error when not.
   */
  retries(error: KbookError, patienceMs: number): boolean {
    const now = Date.now()
    this.failingSince ??= now
    const patient = this.to === undefined || now - this.failingSince < patienceMs
    if (patient && mayPass(error)) {
      this.notBefore = now + RETRY_MS
      return true
    }
    this.error = error
    return false
  }

  /** There is more to ask for. */
  get open(): boolean {
    return this.error === undefined && (this.to === undefined || this.offset < this.to)
  }
}

/** Bytes that are no batches stay so; a broker that is away, or said no, may come back. */
const mayPass = (error: KbookError): boolean =>
  isOutage(error) ||
  (error.code === 'REQUEST_FAILED' &&
    (error instanceof TransportError || kafkaErrorName(error) !== undefined))

/** A broker that is restarted needs longer than one request may take. */
export const patienceOf = (requestTimeoutMs: number): number => 3 * requestTimeoutMs
