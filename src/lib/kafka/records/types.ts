/** A record as the log keeps it. Bytes are views into the answer that they came in. */
export interface KafkaRecord {
  readonly offset: bigint
  /** Milliseconds since the epoch; -1 when the producer gave none. */
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  /** In order; a name may stand more than once and a value may be null. */
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[]
}

export type Compression = 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd'

/** The header of a batch (magic 2), and its records as they came, possibly compressed. */
export interface RecordBatch {
  readonly baseOffset: bigint
  /** Of a compacted batch the last record may be gone: reading goes on after this one all the same. */
  readonly lastOffset: bigint
  readonly leaderEpoch: number
  readonly compression: Compression
  /** `append` times are the broker's, `create` times the producer's and may be wrong. */
  readonly timestampType: 'create' | 'append'
  readonly transactional: boolean
  /** Holds transaction markers, no records for consumers. */
  readonly control: boolean
  /** Milliseconds since the epoch. */
  readonly baseTimestamp: number
  readonly maxTimestamp: number
  /** -1 without idempotence. */
  readonly producerId: bigint
  readonly producerEpoch: number
  readonly baseSequence: number
  readonly count: number
  readonly payload: Buffer
}
