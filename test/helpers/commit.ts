import type {KafkaConnection} from '../../src/lib/config/connection.js'
import {openCluster} from '../../src/lib/kafka/cluster.js'

/** Commits offsets without joining the group, so that it is empty at once: `{topic: {partition: offset}}`. */
export async function commitMemberless(
  connection: KafkaConnection,
  groupId: string,
  offsets: Readonly<Record<string, Readonly<Record<number, number>>>>,
): Promise<void> {
  const cluster = openCluster(connection)
  try {
    const topics = Object.entries(offsets).map(([name, partitions]) => ({
      name,
      partitions: Object.entries(partitions).map(([partition, offset]) => ({
        partitionIndex: Number(partition),
        committedOffset: BigInt(offset),
        committedMetadata: '',
      })),
    }))
    const body = {groupId, generationIdOrMemberEpoch: -1, memberId: '', topics}
    const answer = await cluster.toCoordinator(groupId, 'OffsetCommit', body, {maxVersion: 8})
    const failed = answer.topics.flatMap(({partitions}) => partitions).find(({errorCode}) => errorCode !== 0)
    if (failed) throw new Error(`commit of ${groupId}: error ${failed.errorCode}`)
  } finally {
    await cluster.close()
  }
}
