import type {ErrorCode} from '../../errors.js'

/** What an operator makes of an error. The one place of these words: kbook's own errors and `kbook explain` share them. */
export interface ErrorWords {
  /** Why it happens. */
  readonly cause: string
  /** What to check or do; the hint of kbook's own error. */
  readonly check: string
  /** Commands that show more or mend it, the first to run first. */
  readonly run?: readonly string[]
}

export interface KafkaErrorWords extends ErrorWords {
  /** Our code and a sentence about the subject, where Kafka's own name does not say it better. */
  /** The check only looks for the reason: nothing to do once the broker has given one. */
  readonly seeksReason?: true
  readonly own?: readonly [code: ErrorCode, message: (subject: string) => string]
}

/** By Kafka's names of them. */
export type KafkaErrorTable = Readonly<Record<string, KafkaErrorWords>>
