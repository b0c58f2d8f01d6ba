import type {KbookError} from '../../errors.js'
import type {NewTopic} from '../topics/create-topic.js'

export const CANARY_TOPIC = 'kbook-canary'

/** A broker with the partition through which it is tried. */
export interface CanaryTarget {
  readonly broker: number
  readonly partition: number
}

export interface CanaryPlan {
  readonly topic: string
  /** The topic as it will be made; undefined when it is there. */
  readonly create: NewTopic | undefined
  readonly targets: readonly CanaryTarget[]
  /** Brokers that lead no partition of the topic that is there, so that they cannot be tried. */
  readonly untried: readonly number[]
  /** Records for each broker, one after the other. */
  readonly rounds: number
}

/** How one broker took records and gave them back. Times are in milliseconds, one for each record. */
export interface CanaryBroker extends CanaryTarget {
  /** Until all in-sync replicas had it. */
  readonly produced: readonly number[]
  /** From then until it was read. */
  readonly read: readonly number[]
  /** Records that were taken and did not come back. */
  readonly lost: number
  /** What ended it early. */
  readonly error: KbookError | undefined
}

export interface CanaryResult extends Pick<CanaryPlan, 'topic' | 'untried' | 'rounds'> {
  readonly brokers: readonly CanaryBroker[]
}
