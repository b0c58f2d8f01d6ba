import type {PlannedStart} from '../../consumer/engine/positions.js'
import type {SourcePosition} from '../../consumer/history/store.js'
import type {TopicPartition} from '../types.js'

/** One partition while it is read. */
export class ReadPartition implements TopicPartition {
  readonly topic: string
  readonly partition: number
  /** Ids of topics that had the name before: a broker that lags behind may still tell them. */
  private readonly formerIds = new Set<string>()
  /** Of the topic that is read; empty where the brokers have no ids. */
  topicId: string
  /** Of the topic that has the name now, as the cluster told last; empty where nothing is known. */
  namedId: string
  /** Highest that its leader had; stays undefined where the topic has an id. */
  leaderEpoch: number | undefined
  /** Next offset to be handed over. */
  next: bigint
  /** Not to be read before this time (milliseconds): it stands still after a failure. */
  notBefore = 0
  constructor(
    {topic, partition, topicId, offset}: PlannedStart,
    /** For runs that end with what was there at their start. */
    public end: bigint | undefined,
  ) {
    this.topic = topic
    this.partition = partition
    this.topicId = topicId
    this.namedId = topicId
    this.next = offset
  }

  get atEnd(): boolean {
    return this.end !== undefined && this.next >= this.end
  }

  /** Another topic has taken the name of the one that is read. */
  get isReplaced(): boolean {
    const {topicId, namedId, formerIds} = this
    return topicId !== '' && namedId !== '' && topicId !== namedId && !formerIds.has(namedId)
  }

  /** From here on the topic is read that has the name now. */
  replace(): void {
    if (!this.isReplaced) return
    this.formerIds.add(this.topicId)
    this.topicId = this.namedId
  }

  readonly position = (next: bigint): SourcePosition => {
    const {topic, partition, topicId} = this
    return {topic, topicId, partition, next}
  }
}
