import {done, failed, type RowOutcome} from '../../change/outcome.js'
import {KbookError} from '../../errors.js'
import {kafkaError, type NeededAcl} from '../error-map.js'
import {partitionKey} from '../lag/partition-key.js'
import {ERROR_CODE} from '../protocol/errors.js'
import {UNANSWERED} from '../scatter.js'
import type {TopicPartition} from '../types.js'

/** A partition of a group in words. */
export const rowName = (group: string, {topic, partition}: TopicPartition): string =>
  `group "${group}" ${topic}-${partition}`

/** Error code of each partition that an answer tells of. */
export type Codes = ReadonlyMap<string, number>

interface AnswerTopic {
  readonly name: string
  readonly partitions: readonly {readonly partitionIndex: number; readonly errorCode: number}[]
}

export const codesOf = (topics: readonly AnswerTopic[]): Codes =>
  new Map(
    topics.flatMap(({name, partitions}) =>
      partitions.map(
        ({partitionIndex: partition, errorCode}) =>
          [partitionKey({topic: name, partition}), errorCode] as const,
      ),
    ),
  )

/** What became of each row by the answer to its request, or by the error instead of one. */
export async function outcomes(
  group: string,
  rows: readonly TopicPartition[],
  operation: 'Read' | 'Delete',
  ask: () => Promise<Codes | KbookError>,
): Promise<RowOutcome[]> {
  const answer = await ask().catch((error: unknown) => {
    if (error instanceof KbookError) return error
    throw error
  })
  return rows.map((row) => {
    const subject = rowName(group, row)
    if (answer instanceof KbookError) return failed(subject, answer)
    const code = answer.get(partitionKey(row))
    if (code === ERROR_CODE.none) return done(subject)
    // Without its answer nobody knows; the coordinator says these when it wrote, and was not told that it holds.
    if (code === undefined) return {subject, status: 'unknown', error: UNANSWERED}
    const error = refused(code, group, row, operation)
    return UNSURE.includes(code) ? {subject, status: 'unknown', error} : failed(subject, error)
  })
}

const UNSURE: readonly number[] = [ERROR_CODE.requestTimedOut, ERROR_CODE.coordinatorNotAvailable]

const ABOUT_GROUP: readonly number[] = [
  ERROR_CODE.unknownMemberId,
  ERROR_CODE.rebalanceInProgress,
  ERROR_CODE.groupAuthorizationFailed,
  ERROR_CODE.nonEmptyGroup,
  ERROR_CODE.groupSubscribedToTopic,
  ERROR_CODE.groupIdNotFound,
]

/** What the broker refuses, with the ACL that is missing where it is one. */
export function refused(
  code: number,
  group: string,
  {topic, partition}: TopicPartition,
  operation: 'Read' | 'Delete',
): KbookError {
  if (ABOUT_GROUP.includes(code)) return groupRefused(code, group, operation)
  if (operation === 'Delete' && code === ERROR_CODE.unknownTopicOrPartition)
    return goneTopic(topic, partition)
  return kafkaError(code, `${topic}-${partition}`, undefined, {operation: 'Read', type: 'topic', name: topic})
}

/** Kafka deletes the commits of a topic with it, and looks a topic up before it deletes a commit on demand. */
const goneTopic = (topic: string, partition: number): KbookError =>
  new KbookError(
    'UNSUPPORTED',
    `${topic}-${partition} is gone, and this broker deletes commits of topics that exist only`,
    {
      hint: [
        'They go by themselves when the group has been empty for offsets.retention.minutes (7 days).',
        'At once: create the topic once more and delete it, which deletes its commits of all groups,',
        'or kbook group delete where nothing else is left in the group.',
      ],
    },
  )

export function groupRefused(
  code: number,
  group: string,
  operation: NeededAcl['operation'],
  reason?: string | null,
): KbookError {
  return kafkaError(code, `group "${group}"`, reason, {operation, type: 'group', name: group})
}
