import type {GroupLag, LagReport} from '../kafka/lag/report.js'
import {count, duration, plural} from '../output/format.js'
import type {CheckResult, PerfDatum} from './check-result.js'
import type {Limits} from './limits.js'
import {breach, type Range} from './range.js'
import {byWorst, worstStatus, type CheckStatus} from './status.js'

export interface LagLimits {
  /** Unread messages of a group. */
  readonly warning: Limits
  readonly critical: Limits
  /** Seconds that the oldest unread message of a group has been waiting. */
  readonly warningBehind: Limits
  readonly criticalBehind: Limits
}

/** What one group comes to. */
export interface JudgedGroup {
  readonly group: string
  readonly status: CheckStatus
  /** Why it is not ok; otherwise how far it is. */
  readonly text: string
  readonly lag?: bigint | undefined
  /** Seconds. */
  readonly behind?: number | undefined
}

export interface LagCheck extends CheckResult {
  readonly groups: readonly JudgedGroup[]
}

/** Groups with performance data of their own: more of them, and agents would cut the line somewhere. */
const MEASURED = 50
/** Groups named in the status line. */
const NAMED = 3

/** Judges a reading. What could not be read is UNKNOWN, unless what was read is critical. */
export function judgeLag(report: LagReport, limits: LagLimits, named: boolean): LagCheck {
  const groups = report.groups
    .map((group) => judgeGroup(group, limits, named))
    .sort((a, b) => byWorst(a.status, b.status))
  const gaps = [
    ...report.unanswered.map(
      ({broker, error}) => `broker ${broker} did not list its groups: ${error.message}`,
    ),
    ...absent(report, limits).map((name) => `there is no group "${name}", which has a limit of its own`),
  ]
  // Whoever checks all groups has some: none is a user who may see none, or another cluster.
  const statuses: CheckStatus[] = groups.length === 0 ? ['unknown'] : groups.map((group) => group.status)
  const status = worstStatus([...statuses, ...gaps.map(() => 'unknown' as const)])
  const bad = groups.filter((group) => group.status !== 'ok')
  return {
    check: 'lag',
    cluster: report.cluster,
    status,
    summary: summaryOf(groups, bad, gaps),
    details: [
      ...(groups.length > 1
        ? bad.map(({group, status, text}) => `${status.toUpperCase()} ${group}: ${text}`)
        : []),
      ...gaps,
    ],
    perfdata: perfdataOf(report.groups, limits),
    groups,
  }
}

function summaryOf(
  groups: readonly JudgedGroup[],
  bad: readonly JudgedGroup[],
  [gap]: readonly string[],
): string {
  const [first] = groups
  if (bad.length === 0 && gap !== undefined) return gap
  if (!first) return 'there is no group, or none that this user may see'
  if (groups.length === 1) return `${first.group} ${first.text}`
  if (bad.length === 0) return `${plural(groups.length, 'group')}, worst ${worstOf(groups)}`
  const names = bad.slice(0, NAMED).map(({group, lag}) => `${group} ${lag === undefined ? '?' : count(lag)}`)
  return `${count(bad.length)} of ${plural(groups.length, 'group')}: ${names.join(', ')}${bad.length > NAMED ? ', …' : ''}`
}

/** A mistyped name, or a group that is gone: either way its limit watches nothing. */
function absent(report: LagReport, limits: LagLimits): string[] {
  const names = new Set(Object.values(limits).flatMap((limit: Limits) => limit.names))
  return [...names].filter((name) => !report.group(name))
}

function worstOf(groups: readonly JudgedGroup[]): string {
  const worst = groups.reduce((a, b) => ((b.lag ?? 0n) > (a.lag ?? 0n) ? b : a))
  return `${worst.group} ${worst.text}`
}

function judgeGroup(lag: GroupLag, limits: LagLimits, named: boolean): JudgedGroup {
  const {group, total, error} = lag
  const behind = total.oldest?.ms === undefined ? undefined : Math.round(total.oldest.ms / 1000)
  const judged = {group, lag: total.lag, behind}
  if (error && total.partitions === 0) return {...judged, status: 'unknown', text: error.message}
  if (total.partitions === 0) {
    // Of all groups many never commit; who names one wants to know about it.
    return {
      ...judged,
      status: named ? 'unknown' : 'ok',
      text: 'has nothing to measure: nothing is committed or assigned',
    }
  }
  const critical = breaches(judged, limits.critical.of(group), limits.criticalBehind.of(group))
  const warning = breaches(judged, limits.warning.of(group), limits.warningBehind.of(group))
  const missing = unreadText(lag)
  const status = critical ? 'critical' : missing ? 'unknown' : warning ? 'warning' : 'ok'
  const why = critical ?? warning
  const text = [
    `lag ${total.lag === undefined ? '?' : `${total.upperBound ? 'up to ' : ''}${count(total.lag)}`}${why ? ` (${why})` : ''}`,
  ]
  if (behind !== undefined) text.push(`oldest ${duration(behind * 1000)}`)
  if ((total.lost ?? 0n) > 0n) text.push(`lost ${count(total.lost ?? 0n)}`)
  if (missing) text.push(missing)
  return {...judged, status, text: text.join(', ')}
}

function breaches(
  {lag, behind}: Pick<JudgedGroup, 'lag' | 'behind'>,
  messages: Range | undefined,
  seconds: Range | undefined,
): string | undefined {
  const byLag = lag === undefined ? undefined : breach(messages, Number(lag), count)
  const byTime = behind === undefined ? undefined : breach(seconds, behind, (limit) => duration(limit * 1000))
  return byLag ?? (byTime === undefined ? undefined : `waiting ${byTime}`)
}

function unreadText({total, error}: GroupLag): string | undefined {
  if (total.failed > 0) return `${plural(total.failed, 'partition')} unreadable`
  return error?.message
}

function perfdataOf(groups: readonly GroupLag[], limits: LagLimits): PerfDatum[] {
  const known = groups.flatMap(({total}) => (total.lag === undefined ? [] : [total.lag]))
  const sum: PerfDatum[] = [
    {label: 'groups', value: groups.length, min: 0, metric: 'groups'},
    {label: 'lag', value: known.reduce((all, lag) => all + lag, 0n), min: 0, metric: 'lag_sum'},
  ]
  if (groups.length > MEASURED) return sum
  // By name, so that a graph keeps its lines in order.
  const each = [...groups]
    .sort((a, b) => (a.group < b.group ? -1 : 1))
    .flatMap((group) => measured(group, limits))
  return groups.length === 1 ? each : [...sum, ...each]
}

function measured({group, total}: GroupLag, limits: LagLimits): PerfDatum[] {
  const labels = {group}
  const [warning, critical] = [limits.warning.of(group)?.text, limits.critical.of(group)?.text]
  const lag: PerfDatum = {
    label: `${group} lag`,
    value: total.lag,
    warning,
    critical,
    min: 0,
    metric: 'lag',
    labels,
  }
  if (total.oldest?.ms === undefined) return [lag]
  return [
    lag,
    {
      label: `${group} behind`,
      value: Math.round(total.oldest.ms / 1000),
      unit: 's',
      warning: limits.warningBehind.of(group)?.text,
      critical: limits.criticalBehind.of(group)?.text,
      min: 0,
      metric: 'behind_seconds',
      labels,
    },
  ]
}
