import {failed, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {partitionKey} from '../lag/partition-key.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {byTopic} from '../topic-partitions.js'
import type {TopicPartition} from '../types.js'
import {codesOf, groupRefused, outcomes, rowName, type Codes} from './answers.js'
import type {PlannedOffset} from './types.js'

/** Sets where a share group begins (KIP-932). Everything from there on counts as not acknowledged. */
export function startShareGroup(
  cluster: Cluster,
  groupId: string,
  rows: readonly PlannedOffset[],
): Promise<RowOutcome[]> {
  return outcomes(groupId, rows, 'Read', async () => {
    const topics = [...byTopic(rows)].map(([topicName, partitions]) => ({
      topicName,
      partitions: partitions.map(({partition, target}) => ({
        partitionIndex: partition,
        startOffset: target ?? 0n,
      })),
    }))
    const answer = await cluster.toCoordinator(groupId, 'AlterShareGroupOffsets', {groupId, topics})
    if (answer.errorCode !== ERROR_CODE.none) {
      return groupRefused(answer.errorCode, groupId, 'Read', answer.errorMessage)
    }
    return codesOf(answer.responses.map(({topicName, partitions}) => ({name: topicName, partitions})))
  })
}

/** Deletes offsets of a share group: brokers can forget whole topics only, so that fewer partitions are refused. */
export async function deleteShareOffsets(
  cluster: Cluster,
  groupId: string,
  rows: readonly PlannedOffset[],
  committed: readonly TopicPartition[],
): Promise<RowOutcome[]> {
  const meant = new Set(rows.map(partitionKey))
  const torn = new Set(committed.filter((row) => !meant.has(partitionKey(row))).map(({topic}) => topic))
  const whole = rows.filter(({topic}) => !torn.has(topic))
  const rest = rows.filter(({topic}) => torn.has(topic))
  const answers = await outcomes(groupId, whole, 'Delete', async (): Promise<Codes | KbookError> => {
    const topics = [...byTopic(whole).keys()].map((topicName) => ({topicName}))
    if (topics.length === 0) return new Map()
    const answer = await cluster.toCoordinator(groupId, 'DeleteShareGroupOffsets', {groupId, topics})
    if (answer.errorCode !== ERROR_CODE.none) {
      return groupRefused(answer.errorCode, groupId, 'Delete', answer.errorMessage)
    }
    const codes = new Map(answer.responses.map(({topicName, errorCode}) => [topicName, errorCode]))
    return new Map(whole.map((row) => [partitionKey(row), codes.get(row.topic) ?? ERROR_CODE.none]))
  })
  return [...answers, ...rest.map((row) => failed(rowName(groupId, row), wholeTopicsOnly(groupId, row)))]
}

const wholeTopicsOnly = (group: string, {topic}: TopicPartition): KbookError =>
  new KbookError(
    'UNSUPPORTED',
    `share group "${group}" can forget all of topic "${topic}", not some partitions`,
  )
