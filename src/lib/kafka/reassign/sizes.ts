import type {Cluster} from '../cluster.js'
import {describeLogDirs, type BrokerLogDirs} from '../log-dirs.js'
import type {TopicPartition} from '../types.js'

export const partitionName = ({topic, partition}: TopicPartition): string => `${topic}-${partition}`

/** Bytes of each copy of some partitions, and what each broker has left. */
export class ReplicaSizes {
  private readonly sizes = new Map<string, Map<number, bigint>>()
  private readonly usable = new Map<number, bigint>()

  constructor(brokers: readonly BrokerLogDirs[]) {
    for (const {broker, dirs} of brokers) {
      const free = dirs.map(({usableBytes}) => usableBytes)
      if (free.length > 0 && free.every((bytes) => bytes !== undefined)) {
        this.usable.set(
          broker,
          free.reduce((sum, bytes) => sum + bytes, 0n),
        )
      }
      for (const replica of dirs.flatMap(({replicas}) => replicas)) {
        if (replica.future) continue
        const name = partitionName(replica)
        const copies = this.sizes.get(name) ?? new Map<number, bigint>()
        this.sizes.set(name, copies.set(broker, replica.bytes))
      }
    }
  }

  /** Undefined where the broker has no copy, or did not tell. */
  of(partition: TopicPartition, broker: number): bigint | undefined {
    return this.sizes.get(partitionName(partition))?.get(broker)
  }

  /** What a new copy will have: as much as the leader's, or else as the largest that is known. */
  whole(partition: TopicPartition, leader: number | undefined): bigint | undefined {
    const copies = this.sizes.get(partitionName(partition))
    const ofLeader = leader === undefined ? undefined : copies?.get(leader)
    if (ofLeader !== undefined || !copies) return ofLeader
    return [...copies.values()].reduce((most, bytes) => (bytes > most ? bytes : most), 0n)
  }

  usableOn(broker: number): bigint | undefined {
    return this.usable.get(broker)
  }
}

/** One request a broker. A broker that does not answer leaves its sizes unknown. */
export async function replicaSizes(
  cluster: Cluster,
  partitions: readonly TopicPartition[],
): Promise<ReplicaSizes> {
  return new ReplicaSizes(partitions.length === 0 ? [] : await describeLogDirs(cluster, {partitions}))
}
