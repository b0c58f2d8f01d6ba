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
    return failed(subject, code === undefined ? UNANSWERED : refused(code, group, row, operation))
  })
}

const ABOUT_GROUP: readonly number[] = [
  ERROR_CODE.unknownMemberId,
  ERROR_CODE.rebalanceInProgress,
  ERROR_CODE.groupAuthorizationFailed,
  ERROR_CODE.nonEmptyGroup,
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
  return kafkaError(code, `${topic}-${partition}`, undefined, {operation: 'Read', type: 'topic', name: topic})
}

export function groupRefused(
  code: number,
  group: string,
  operation: NeededAcl['operation'],
  reason?: string | null,
): KbookError {
  return kafkaError(code, `group "${group}"`, reason, {operation, type: 'group', name: group})
}
