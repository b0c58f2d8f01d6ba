import type {Cluster} from '../cluster.js'
import {partitionKey} from '../lag/partition-key.js'
import type {DescribeTopicPartitionsResponse as Answer} from '../protocol/apis/describe-topic-partitions.js'

/** Replicas outside the in-sync ones that may still lead a partition. */
export interface EligibleLeaders {
  /** They have everything that was acknowledged. */
  readonly eligible: readonly number[]
  /** They had it last, and went down uncleanly: something may be missing. */
  readonly lastKnown: readonly number[]
}

/** By `partitionKey`, of all partitions of the topics. @throws KbookError `UNSUPPORTED` before Kafka 3.8 and elsewhere */
export async function eligibleLeaders(
  cluster: Pick<Cluster, 'toAny'>,
  topics: readonly string[],
): Promise<ReadonlyMap<string, EligibleLeaders>> {
  const found = new Map<string, EligibleLeaders>()
  if (topics.length === 0) return found
  const names = [...topics].sort().map((name) => ({name}))
  for (let cursor: Answer['nextCursor'] = null, from = 0; ;) {
    const body = {topics: names.slice(from), cursor}
    const answer: Answer = await cluster.toAny('DescribeTopicPartitions', body)
    for (const {name, partitions} of answer.topics) {
      for (const {partitionIndex, eligibleLeaderReplicas, lastKnownElr} of partitions) {
        const key = partitionKey({topic: name ?? '', partition: partitionIndex})
        found.set(key, {eligible: eligibleLeaderReplicas ?? [], lastKnown: lastKnownElr ?? []})
      }
    }
    cursor = answer.nextCursor
    if (!cursor) return found
    const next = cursor.topicName
    from = names.findIndex(({name}) => name === next)
    if (from < 0) return found
  }
}
