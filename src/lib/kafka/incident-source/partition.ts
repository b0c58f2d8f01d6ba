import type {PlannedStart} from '../../consumer/engine/positions.js'
import type {SourcePosition} from '../../consumer/history/store.js'
import type {TopicPartition} from '../types.js'

/** One partition while it is read. */
export class ReadPartition implements TopicPartition {
  readonly topic: string
  readonly partition: number
  readonly topicId: string
  /** Next offset to be handed over. */
  next: bigint
  /** Not to be read before this time (milliseconds): it stands still after a failure. */
  notBefore = 0
  constructor(
    {topic, partition, topicId, offset}: PlannedStart,
    /** For runs that end with what was there at their start. */
    readonly end: bigint | undefined,
  ) {
    this.topic = topic
    this.partition = partition
    this.topicId = topicId
    this.next = offset
  }

  get atEnd(): boolean {
    return this.end !== undefined && this.next >= this.end
  }

  readonly position = (next: bigint): SourcePosition => {
    const {topic, partition, topicId} = this
    return {topic, topicId, partition, next}
  }
}
