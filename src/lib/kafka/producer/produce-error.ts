import {KbookError} from '../../errors.js'
import {kafkaError} from '../error-map.js'
import {ERROR_CODE, errorName, isRetriable} from '../protocol/errors.js'
import {TransportError} from '../transport-error.js'
import type {BatchAnswer} from './send-batches.js'

const DUPLICATE_SEQUENCE = 46
const OUT_OF_ORDER_SEQUENCE = 45
const RECORD_LIST_TOO_LARGE = 18
const UNKNOWN_TOPIC_MS = 5000

/** What to do about the answer for one batch. */
export type Verdict =
  | {readonly kind: 'delivered'}
  | {readonly kind: 'split'; readonly error: KbookError}
  /** Sent again for so long, counted from the partition's first failure. */
  | {readonly kind: 'retry'; readonly error: KbookError; readonly patienceMs: number}
  /** `index`: of the record in the batch, where it is known. */
  | {readonly kind: 'fatal'; readonly error: KbookError; readonly index?: number | undefined}

/** The leader may have appended it, though it did not say that the record is safe. */
const MAYBE_APPENDED = new Set([-1, 6, 7, 13, 20, 56])

/**
 * A refusal after which the batch may be in all the same: the leader changed, the replicas were too slow or too few
 * when it was appended already, or the broker does not know itself.
 */
export const mayHaveAppended = ({code}: Pick<BatchAnswer, 'code'>): boolean => MAYBE_APPENDED.has(code)

/** `first`: nothing that was sent before it is without an answer. */
export function judge(
  {code, reason, index}: BatchAnswer,
  batch: {topic: string; records: number; first: boolean},
): Verdict {
  const {topic, records, first} = batch
  if (code === ERROR_CODE.none || code === DUPLICATE_SEQUENCE) return {kind: 'delivered'}
  const error = produceError(code, topic, reason)
  const tooLarge = code === ERROR_CODE.messageTooLarge || code === RECORD_LIST_TOO_LARGE
  if (tooLarge && records > 1) return {kind: 'split', error}
  // What stands before it has failed, and comes first when both are sent again.
  if (code === OUT_OF_ORDER_SEQUENCE && !first) return {kind: 'retry', error, patienceMs: Infinity}
  if (!isRetriable(code)) return {kind: 'fatal', error, index}
  const gone = code === ERROR_CODE.unknownTopicOrPartition || code === ERROR_CODE.unknownTopicId
  return {kind: 'retry', error, patienceMs: gone ? UNKNOWN_TOPIC_MS : Infinity}
}

/** Of a request without an answer. Whatever is no {@link KbookError} is a bug and thrown on. */
export function judgeFailure(error: unknown): Verdict {
  if (!(error instanceof KbookError)) throw error
  const lasting = !(error instanceof TransportError) || error.patienceMs === 0
  return lasting ? {kind: 'fatal', error} : {kind: 'retry', error, patienceMs: Infinity}
}

function produceError(code: number, topic: string, reason: string | null | undefined): KbookError {
  const subject = `topic "${topic}"`
  const error = kafkaError(code, subject, reason, {operation: 'Write', type: 'topic', name: topic})
  const options = {hint: error.hints, details: {kafka: errorName(code), code}}
  if (code === OUT_OF_ORDER_SEQUENCE) {
    return new KbookError('REQUEST_FAILED', `the broker has lost what was written to ${subject} before`, {
      ...options,
      hint: 'A leader was elected that was not in sync, or records were deleted meanwhile.',
    })
  }
  if (errorName(code) === 'INVALID_RECORD') {
    return new KbookError('BAD_INPUT', `${subject} refuses a record${reason ? `: ${reason}` : ''}`, {
      ...options,
      hint: 'A compacted topic takes no record without a key.',
    })
  }
  return error
}
