import type {KbookError} from '../../errors.js'
import type {RegisteredBroker} from '../brokers/registered.js'
import type {EligibleLeaders} from '../topics/eligible-leaders.js'
import type {ClusterInfo, TopicInfo} from '../types.js'
import type {BrokerLogDirs} from '../log-dirs.js'
import type {LagReport} from '../lag/report.js'
import type {MetricsReport} from './metrics/types.js'
import type {Quorum} from '../quorum/types.js'
import type {Reassignment} from '../reassign/list.js'
import type {HangingReport} from '../transactions/types.js'

/** What is judged, in the order in which it is told when nothing is wrong. */
export const HEALTH_CHECKS = [
  'controller',
  'brokers',
  'listeners',
  'quorum',
  'partitions',
  'min-isr',
  'replication',
  'leaders',
  'transactions',
  'logdirs',
  'coordinators',
  'groups',
  'lag',
  'metrics',
  'canary',
] as const
export type HealthCheck = (typeof HEALTH_CHECKS)[number]

/**
 * - `ok`: read, and nothing is wrong
 * - `info`: worth knowing, or something that this cluster does not tell
 * - `warning`: goes on working, and needs somebody
 * - `critical`: something does not work, or soon will not
 * - `unknown`: it should be readable and was not, so that nobody can call it healthy
 */
export type HealthLevel = 'ok' | 'info' | 'warning' | 'critical' | 'unknown'

/** One thing that a finding is about: a partition, a group, a broker, a directory. */
export interface Evidence {
  readonly subject: string
  readonly detail: string
}

/** One thing that is so, with what it means and what to do next. */
export interface Finding {
  readonly check: HealthCheck
  readonly level: HealthLevel
  /** One line, such as `3 of 12,010 partitions have no leader`. */
  readonly title: string
  /** What follows from it; none when all is well. */
  readonly meaning?: string
  /** The worst of what it is about, at most {@link EVIDENCE_LIMIT} of `count`. */
  readonly evidence: readonly Evidence[]
  readonly count: number
  /** Commands of kbook that look closer or mend it. */
  readonly next: readonly string[]
}

export const EVIDENCE_LIMIT = 20

/** All findings at one instant, worst first. */
export interface HealthReport {
  readonly cluster: string
  readonly clusterId: string | undefined
  /** ISO 8601, UTC. */
  readonly at: string
  /** That of the worst finding; `unknown` ranks between critical and warning. */
  readonly status: HealthLevel
  readonly findings: readonly Finding[]
}

/** Something that was read, or why it could not be. */
export type Reading<T> = {readonly value: T} | {readonly error: KbookError}

/** How one broker sees the cluster, asked at the address that it advertises. */
export interface BrokerView {
  readonly broker: number
  readonly view: Reading<ClusterInfo>
}

/** Lag of a group's messages in all its partitions together. `critical` is worse than that many. */
export interface LagLimit {
  readonly warning: bigint
  readonly critical: bigint
}

/** Why there may be more than what this user is shown; undefined where all is shown. */
export interface Visibility {
  readonly topics: KbookError | undefined
  readonly groups: KbookError | undefined
}

/** What the rules judge: each part is read at once and fails alone. */
export interface HealthFacts {
  readonly views: readonly BrokerView[]
  /** Without those that do not exist. */
  readonly topics: ReadonlyMap<string, TopicInfo>
  readonly visibility: Visibility
  /** Brokers that the controllers know of. */
  readonly registered: readonly RegisteredBroker[]
  /** Who may still lead the partitions of topics that have one without a leader. */
  readonly eligible: ReadonlyMap<string, EligibleLeaders>
  /** min.insync.replicas by topic. */
  readonly minIsr: ReadonlyMap<string, number | KbookError>
  readonly reassignments: readonly Reassignment[]
  readonly quorum: Quorum
  readonly transactions: HangingReport
  readonly logDirs: readonly BrokerLogDirs[]
  /** Groups of all kinds with their lag. */
  readonly lag: LagReport
  /** Groups that were rebalancing, and still were a moment later. */
  readonly rebalancing: readonly string[]
  /** Of the brokers' machines, where it was said where to find it. */
  readonly metrics: MetricsReport
}

export type HealthSource = keyof HealthFacts

/** One look at a cluster. */
export type HealthSnapshot = {readonly [K in HealthSource]: Reading<HealthFacts[K]>} & {
  readonly info: ClusterInfo
  /** Milliseconds since the epoch. */
  readonly at: number
}
