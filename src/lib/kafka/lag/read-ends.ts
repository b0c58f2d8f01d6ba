import type {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {kafkaError} from '../error-map.js'
import {partitionEnds} from '../partition-ends.js'
import {ERROR_CODE} from '../protocol/errors.js'
import type {PartitionEnds, PartitionInfo} from '../types.js'

/**
 * Log start, last stable offset and high watermark of each partition. One that the cluster knows to be without a
 * leader is not asked for: waiting for it would hold up the others.
 */
export async function readEnds(
  cluster: Cluster,
  partitions: ReadonlySet<PartitionInfo>,
): Promise<ReadonlyMap<PartitionInfo, PartitionEnds>> {
  const ends = new Map<PartitionInfo, PartitionEnds>()
  const readable: PartitionInfo[] = []
  for (const info of partitions) {
    const {topic, partition, leader} = info
    const error = info.error ?? (leader === undefined ? noLeader(info) : undefined)
    if (error) ends.set(info, {topic, partition, error})
    else readable.push(info)
  }
  const answers = await partitionEnds(cluster, readable)
  readable.forEach((info, index) => {
    const answer = answers[index]
    if (answer) ends.set(info, answer)
  })
  return ends
}

const noLeader = ({topic, partition}: PartitionInfo): KbookError =>
  kafkaError(ERROR_CODE.leaderNotAvailable, `${topic}-${partition}`)
