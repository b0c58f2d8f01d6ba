import type {KbookError} from '../errors.js'

export interface TopicPartition {
  readonly topic: string
  readonly partition: number
}

export interface BrokerInfo {
  readonly id: number
  /** What the broker advertises, not what was dialled to find it. */
  readonly host: string
  readonly port: number
  readonly rack: string | undefined
}

export interface ClusterInfo {
  /** Undefined only for brokers that do not tell (before Kafka 0.10.1). */
  readonly clusterId: string | undefined
  readonly controllerId: number | undefined
  readonly brokers: readonly BrokerInfo[]
}

export interface PartitionInfo extends TopicPartition {
  /** Node id; undefined when the partition has no leader. */
  readonly leader: number | undefined
  readonly leaderEpoch: number | undefined
  readonly replicas: readonly number[]
  readonly isr: readonly number[]
  readonly offlineReplicas: readonly number[]
  /** Why the partition cannot be used, such as having no leader. */
  readonly error: KbookError | undefined
}

export interface TopicInfo {
  readonly name: string
  /** Base64url text as Kafka's own tools print it; undefined where the broker has no topic ids. */
  readonly topicId: string | undefined
  readonly internal: boolean
  /** In the order of their numbers. */
  readonly partitions: readonly PartitionInfo[]
  /** Why the topic cannot be read: unknown, not authorised, … `partitions` is empty then. */
  readonly error: KbookError | undefined
}

/** Kafka's names: `unknown` where the broker is too old to tell. */
export type GroupType = 'classic' | 'consumer' | 'share' | 'streams' | 'unknown'

/**
 * Kafka's own word, such as `Stable`, `Empty`, `PreparingRebalance`, `CompletingRebalance`, `Assigning`,
 * `Reconciling`, `Dead`; `Unknown` where the broker does not tell.
 */
export type GroupState = string

/** A broker that could not answer: what it knows is missing from the result. */
export interface BrokerFailure {
  readonly broker: number
  readonly error: KbookError
}

export interface ListedGroup {
  readonly groupId: string
  readonly type: GroupType
  readonly state: GroupState
  /** `consumer` for consumer groups, other words for Connect, Schema Registry, …, empty for a bare offset store. */
  readonly protocolType: string
  /** Node id of the coordinator that listed it. */
  readonly coordinator: number
}

export interface GroupListing {
  readonly groups: readonly ListedGroup[]
  readonly failed: readonly BrokerFailure[]
}

export interface GroupMember {
  readonly memberId: string
  /** `group.instance.id` of a static member. */
  readonly instanceId: string | undefined
  readonly clientId: string
  /** Without the slash that Java puts before an address. */
  readonly host: string
  /** Undefined where the protocol is not a consumer's or the bytes could not be read. */
  readonly assignment: readonly TopicPartition[] | undefined
  /** How far it has followed the group's epoch; only where the broker assigns partitions. */
  readonly epoch?: number
  readonly rack?: string
}

export interface GroupDescription {
  readonly groupId: string
  readonly type: GroupType
  readonly state: GroupState
  /** Assignor, such as `range` or `uniform`; empty when there is none. */
  readonly assignor: string
  /** Generation or group epoch, where the protocol tells it. */
  readonly epoch: number | undefined
  readonly coordinator: number | undefined
  readonly members: readonly GroupMember[]
  /** `GROUP_NOT_FOUND` for a group that does not exist; the other fields are empty whenever it is set. */
  readonly error: KbookError | undefined
}

export interface CommittedOffset extends TopicPartition {
  /** The next offset that the group reads; undefined when it has never committed here. */
  readonly offset: bigint | undefined
  readonly leaderEpoch: number | undefined
  readonly metadata: string
  readonly error: KbookError | undefined
}

export interface GroupOffsets {
  readonly groupId: string
  readonly partitions: readonly CommittedOffset[]
  /** Why nothing could be read of this group. */
  readonly error: KbookError | undefined
}

/** `latest` is the high watermark. A timestamp is in milliseconds since the epoch. */
export type OffsetSpec = 'earliest' | 'latest' | 'lastStable' | 'maxTimestamp' | {readonly timestamp: number}

export interface ListedOffset extends TopicPartition {
  /** Undefined when there is an error, or no record at or after the timestamp. */
  readonly offset: bigint | undefined
  /** Milliseconds since the epoch, for timestamp queries. */
  readonly timestamp: number | undefined
  readonly leaderEpoch: number | undefined
  readonly error: KbookError | undefined
}

/** Read in this order: log start, last stable offset, high watermark; so none is ever ahead of the next. */
export type PartitionEnds = TopicPartition &
  (
    | {
        readonly logStart: bigint
        readonly lastStable: bigint
        readonly highWatermark: bigint
        readonly error?: undefined
      }
    | {readonly error: KbookError}
  )
