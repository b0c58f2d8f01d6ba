import type {AuditedChange} from '../change/read-audit.js'
import type {HealthReport, Reading} from '../kafka/health/types.js'
import type {GroupState} from '../kafka/types.js'

/** What the cluster is made of, and how much of it is not there. */
export interface ClusterOverview {
  readonly clusterId: string | undefined
  /** Ids of the brokers that are there. */
  readonly brokers: readonly number[]
  /** Brokers that hold replicas and are away. */
  readonly away: readonly number[]
  /** Undefined where this user may not know. */
  readonly controller: number | undefined
  /** Release by the features that a broker has, such as `4.1`; undefined where nothing tells. */
  readonly release: string | undefined
  readonly topics: number
  /** False where there may be topics that this user is not shown. */
  readonly allTopics: boolean
  readonly partitions: number
  /** Partitions without a leader. */
  readonly offline: number
  readonly underReplicated: number
}

export interface BehindGroup {
  readonly group: string
  readonly state: GroupState
  readonly members: number
  /** Messages; undefined when none of its partitions could be read. */
  readonly lag: bigint | undefined
  /** Some of it could not be read. */
  readonly partial: boolean
}

export interface LagOverview {
  readonly groups: number
  /** Groups with lag. */
  readonly behind: number
  /** Brokers that did not list their groups: these are missing here. */
  readonly unanswered: readonly number[]
  /** Messages that they are behind together. */
  readonly messages: bigint
  /** The worst few. */
  readonly worst: readonly BehindGroup[]
}

/** One screen about a cluster. Each part is there or says why it is not. */
export interface StatusReport {
  readonly cluster: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly overview: Reading<ClusterOverview>
  readonly health: Reading<HealthReport>
  readonly lag: Reading<LagOverview>
  /** The latest first. */
  readonly changes: Reading<readonly AuditedChange[]>
}
