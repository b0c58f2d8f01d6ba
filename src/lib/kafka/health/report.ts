import type {Cluster} from '../cluster.js'
import {takeSnapshot} from './collect.js'
import type {MetricsSources} from './metrics/types.js'
import {RULES, type HealthLimits} from './rules/index.js'
import {unseen} from './visibility.js'
import {
  HEALTH_CHECKS,
  type Finding,
  type HealthCheck,
  type HealthLevel,
  type HealthReport,
  type HealthSnapshot,
  type HealthSource,
  type Visibility,
} from './types.js'

export interface HealthOptions extends Partial<HealthLimits> {
  /** All that need nothing but the Kafka protocol when left out. */
  readonly checks?: readonly HealthCheck[] | undefined
  /** Where to find the figures of the brokers' machines; without it they are not judged. */
  readonly metrics?: MetricsSources | undefined
  /** What was found otherwise, such as by a canary: told among the rest. */
  readonly more?: readonly Finding[]
}

/**
 * Everything that the cluster tells about its health, in one pass. What cannot be read is a finding too.
 *
 * @throws KbookError only when no broker can be reached at all.
 */
export async function readHealth(cluster: Cluster, options: HealthOptions = {}): Promise<HealthReport> {
  const snapshot = await takeSnapshot(cluster, sourcesOf(options), {metrics: options.metrics})
  return judgeHealth(cluster.name, snapshot, options)
}

/** What has to be read for the checks that are asked for. */
export const sourcesOf = (options: HealthOptions = {}): ReadonlySet<HealthSource> =>
  new Set(
    rulesOf(options).flatMap(({needs, sees}): readonly HealthSource[] =>
      sees ? [...needs, 'visibility'] : needs,
    ),
  )

const rulesOf = ({checks = HEALTH_CHECKS, metrics}: HealthOptions): typeof RULES =>
  RULES.filter(({check}) => checks.includes(check) && (check !== 'metrics' || metrics !== undefined))

/** The verdict on what was read. Pure. */
export function judgeHealth(
  cluster: string,
  snapshot: HealthSnapshot,
  options: HealthOptions = {},
): HealthReport {
  const {more = [], lagLimit = () => DEFAULT_LAG} = options
  const rules = rulesOf(options)
  const hidden = hiddenOf(snapshot.visibility)
  const findings = rules.flatMap(({judge, sees = []}) => {
    const found = judge(snapshot, {lagLimit})
    // What is well of what is shown says nothing about the rest.
    return sees.some((what) => hidden[what]) ? found.filter(({level}) => level !== 'ok') : found
  })
  const blind = (['topics', 'groups'] as const).flatMap((what) => {
    const blinded = rules.filter(({sees}) => sees?.includes(what)).map(({check}) => check)
    return hidden[what] ? unseen(what, hidden[what], blinded) : []
  })
  return healthReport(cluster, snapshot.info.clusterId, snapshot.at, [...findings, ...blind, ...more])
}

const hiddenOf = (visibility: HealthSnapshot['visibility']): Visibility =>
  'value' in visibility ? visibility.value : {topics: visibility.error, groups: visibility.error}

/** Normal below a thousand messages, critical above ten thousand. */
export const DEFAULT_LAG = {warning: 1000n, critical: 10_000n}

/** Findings in order, worst first, with what they come to. */
export function healthReport(
  cluster: string,
  clusterId: string | undefined,
  at: number,
  findings: readonly Finding[],
): HealthReport {
  const sorted = [...findings].sort((a, b) => rank(b.level) - rank(a.level) || place(a) - place(b))
  return {
    cluster,
    clusterId,
    at: new Date(at).toISOString(),
    status: sorted[0]?.level ?? 'unknown',
    findings: sorted,
  }
}

const LEVELS: readonly HealthLevel[] = ['ok', 'info', 'warning', 'unknown', 'critical']
const rank = (level: HealthLevel): number => LEVELS.indexOf(level)
const place = ({check}: Finding): number => HEALTH_CHECKS.indexOf(check)

/** Critical, warning and unknown are not healthy; with `critical` warnings are let pass, what is unknown never. */
export const isUnhealthy = (status: HealthLevel, failOn: 'warning' | 'critical' = 'warning'): boolean =>
  status === 'critical' || status === 'unknown' || (status === 'warning' && failOn === 'warning')
