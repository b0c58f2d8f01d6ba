/** A node that keeps the metadata log. */
export interface QuorumReplica {
  readonly id: number
  readonly role: 'leader' | 'voter' | 'observer'
  /** Base64url text; undefined where the quorum is not addressed by directory (before Kafka 3.9, or static voters). */
  readonly directoryId: string | undefined
  readonly logEndOffset: bigint
  /** Records of the metadata log that the leader has and this node has not yet. */
  readonly lag: bigint
  /** Milliseconds since the epoch; undefined for what the leader has never heard of or does not tell. */
  readonly lastFetchAt: number | undefined
  /** When it last had everything: what tells a node that follows from one that fell behind. */
  readonly lastCaughtUpAt: number | undefined
}

/** The KRaft quorum as its leader sees it. */
export interface Quorum {
  readonly leaderId: number
  readonly leaderEpoch: number
  readonly highWatermark: bigint
  /** The clock of this machine when the answer came, in milliseconds since the epoch. */
  readonly at: number
  /** The leader first, then by id. */
  readonly voters: readonly QuorumReplica[]
  readonly observers: readonly QuorumReplica[]
}
