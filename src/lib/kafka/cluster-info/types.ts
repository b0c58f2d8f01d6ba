import type {KbookError} from '../../errors.js'
import type {BrokerInfo} from '../types.js'

export interface BrokerReport extends BrokerInfo {
  /** Such as `4.1`, from the newest metadata version that it knows; undefined where it does not tell. */
  readonly version: string | undefined
  /** Replicas of partitions on it, and partitions that it leads. */
  readonly replicas: number
  readonly leads: number
  /** Why it could not be asked itself. */
  readonly error: KbookError | undefined
}

export interface FeatureReport {
  readonly name: string
  /** Level in force. */
  readonly level: number
  /** Highest that every broker knows, so that the feature could be raised to it. */
  readonly supported: number
  /** Such as `4.1-IV1`; undefined for features whose levels have no other name. */
  readonly release: string | undefined
}

export interface ClusterReport {
  readonly name: string
  readonly clusterId: string | undefined
  /** Node id, of a broker or of a node that is a controller only; undefined when nobody could tell. */
  readonly controllerId: number | undefined
  readonly brokers: readonly BrokerReport[]
  /** Ids that hold replicas and are no broker that is alive, with the number of these replicas. */
  readonly missingBrokers: readonly {readonly id: number; readonly replicas: number}[]
  readonly features: readonly FeatureReport[]
  readonly topics: {readonly total: number; readonly internal: number}
  readonly partitions: number
  readonly replicas: number
  /** Partitions with replicas that are not in sync. */
  readonly underReplicated: number
  /** Partitions without a leader. */
  readonly offline: number
  /** Topics that could not be read. */
  readonly failed: readonly {readonly topic: string; readonly error: KbookError}[]
}
