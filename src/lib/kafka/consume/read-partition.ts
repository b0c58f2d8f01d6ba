import type {KbookError} from '../../errors.js'
import type {FetchPosition} from '../fetch-records.js'
import type {ConsumedPartition, PlannedPartition} from './types.js'

type Readable = Exclude<PlannedPartition, {error: KbookError}>

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

  constructor({topic, partition, topicId, from, to}: Readable) {
    this.topic = topic
    this.partition = partition
    this.topicId = topicId
    this.offset = this.next = from
    this.to = to
  }

  /** There is more to ask for. */
  get open(): boolean {
    return this.error === undefined && (this.to === undefined || this.offset < this.to)
  }
}
