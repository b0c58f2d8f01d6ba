import type {Finding, HealthLevel, HealthReport} from '../kafka/health/types.js'
import {count, plural} from '../output/format.js'
import type {CheckResult, PerfDatum} from './check-result.js'
import type {CheckStatus} from './status.js'

export interface ClusterCheck extends CheckResult {
  readonly findings: readonly Finding[]
}

const STATUS: Readonly<Record<HealthLevel, CheckStatus>> = {
  ok: 'ok',
  info: 'ok',
  warning: 'warning',
  critical: 'critical',
  unknown: 'unknown',
}

/** A health report as a check: its findings worst first, what could not be read UNKNOWN. */
export function judgeHealth({cluster, status, findings}: HealthReport): ClusterCheck {
  const bad = findings.filter(({level}) => STATUS[level] !== 'ok')
  const [worst] = bad
  const more = bad.length > 1 ? ` (and ${count(bad.length - 1)} more)` : ''
  return {
    ...{check: 'cluster', cluster, status: STATUS[status]},
    summary: worst ? `${worst.title}${more}` : `${cluster}: ${plural(findings.length, 'check')} fine`,
    details: bad.map(({level, check, title}) => `${level.toUpperCase()} ${check}: ${title}`),
    perfdata: (['critical', 'unknown', 'warning', 'ok'] as const).map((level): PerfDatum => ({
      label: level,
      value: findings.filter((finding) => STATUS[finding.level] === level).length,
      min: 0,
      metric: 'findings',
      labels: {level},
    })),
    findings,
  }
}
