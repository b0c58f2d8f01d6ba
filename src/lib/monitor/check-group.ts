import type {Cluster} from '../kafka/cluster.js'
import {describeLag} from '../kafka/lag/describe.js'
import {partitionKey} from '../kafka/lag/partition-key.js'
import type {GroupLag} from '../kafka/lag/report.js'
import {topicScope, type GroupSelection} from '../kafka/lag/selection.js'
import {count, duration, plural} from '../output/format.js'
import type {CheckResult, PerfDatum} from './check-result.js'
import {byWorst, worstStatus, type CheckStatus} from './status.js'
import {checkStatusOf, judgePartition, type WindowStatus} from './window/judge.js'
import {completeness, sampleOf} from './window/sample.js'
import {keepSample, type KeptSamples} from './window/store.js'

export interface CheckGroupOptions {
  readonly windowMs: number
  /** Partitions with a lag below this are fine. */
  readonly minLag: bigint
  /** `TOPIC`, `TOPIC:0,1` or `/PATTERN/`; every topic when empty. */
  readonly topics: readonly string[]
  /** Where samples are kept; the state folder unless told. */
  readonly folder?: string
}

export interface JudgedPartition {
  readonly topic: string
  readonly partition: number
  readonly status: WindowStatus
  readonly lag?: bigint | undefined
}

/** What a group did over the window. */
export interface WindowedGroup {
  readonly group: string
  readonly status: CheckStatus
  /** That of its worst partition; `UNKNOWN` until the window is full. */
  readonly verdict: WindowStatus
  /** How much of the window is known, from 0 to 1. */
  readonly complete: number
  readonly samples: number
  readonly lag?: bigint | undefined
  /** Those that are not `OK`, worst first. */
  readonly partitions: readonly JudgedPartition[]
  readonly text: string
}

export interface GroupCheck extends CheckResult {
  readonly windowMs: number
  readonly groups: readonly WindowedGroup[]
}

/** Takes a sample of each group and judges it by those of the window. */
export async function checkGroups(
  cluster: Cluster,
  selection: GroupSelection,
  options: CheckGroupOptions,
): Promise<GroupCheck> {
  const {windowMs, topics, folder} = options
  const report = await describeLag(cluster, selection, {scope: topicScope(topics), time: false})
  const {clusterId = cluster.name} = await cluster.info()
  const at = Date.parse(report.at)
  const [groups, notes]: [WindowedGroup[], string[]] = [[], []]
  for (const lag of report.groups) {
    const key = {clusterId, group: lag.group, windowMs, topics}
    const kept = await keepSample(key, sampleOf(lag, at), folder)
    if (kept.startedOver) notes.push(`${lag.group}: the kept samples were damaged, the window begins anew`)
    groups.push(judgeGroup(lag, kept, options))
  }
  groups.sort((a, b) => byWorst(a.status, b.status))
  notes.push(...report.unanswered.map(({broker, error}) => `broker ${broker}: ${error.message}`))
  const status = worstStatus([
    ...groups.map((group) => group.status),
    ...report.unanswered.map(() => 'unknown' as const),
  ])
  return {
    ...{check: 'group', cluster: cluster.name, status, windowMs},
    summary: summaryOf(groups),
    details: [
      ...groups.filter((group) => group.status !== 'ok').flatMap((group) => detailsOf(group, groups.length)),
      ...notes,
    ],
    perfdata: groups.flatMap(perfdataOf),
    groups,
  }
}

/** The verdict about one group; nothing is called good or bad before the window is full. */
export function judgeGroup(
  lag: GroupLag,
  {samples}: Pick<KeptSamples, 'samples'>,
  {windowMs, minLag}: Pick<CheckGroupOptions, 'windowMs' | 'minLag'>,
): WindowedGroup {
  const rules = {hasMembers: lag.members.length > 0, minLag}
  const judged = lag.partitions
    .map(({topic, partition, lag: now}): JudgedPartition => {
      const key = partitionKey({topic, partition})
      const history = samples.flatMap(({partitions}) => partitions.get(key) ?? [])
      return {topic, partition, status: judgePartition(history, rules), lag: now}
    })
    .sort((a, b) => byWorst(checkStatusOf(a.status), checkStatusOf(b.status)))
  const complete = completeness(samples, windowMs)
  const unreadable = lag.error !== undefined || judged.length === 0
  const worst = unreadable ? 'UNKNOWN' : (judged[0]?.status ?? 'UNKNOWN')
  const verdict = complete < 1 ? 'UNKNOWN' : worst
  const partitions = judged.filter(({status}) => status !== 'OK')
  return {
    group: lag.group,
    status: checkStatusOf(verdict),
    verdict,
    complete: Math.floor(complete * 100) / 100,
    samples: samples.length,
    lag: lag.total.lag,
    partitions,
    text: textOf(lag, {complete, partitions, verdict, windowMs, all: judged.length}),
  }
}

interface Facts {
  readonly complete: number
  readonly partitions: readonly JudgedPartition[]
  readonly verdict: WindowStatus
  readonly windowMs: number
  readonly all: number
}

function textOf({error, total}: GroupLag, {complete, partitions, verdict, windowMs, all}: Facts): string {
  const known = `complete ${Math.floor(complete * 100)}%`
  if (error) return `${error.message}; ${known}`
  if (all === 0) return `has nothing to measure: nothing is committed or assigned; ${known}`
  if (complete < 1) return `window of ${duration(windowMs)} not full yet; ${known}`
  const lag = total.lag === undefined ? '' : `, lag ${count(total.lag)}`
  const [worst] = partitions
  if (!worst) return `OK, ${plural(all, 'partition')} over ${duration(windowMs)}${lag}; ${known}`
  return `${verdict} ${worst.topic}[${worst.partition}], ${count(partitions.length)} of ${plural(all, 'partition')} over ${duration(windowMs)}${lag}; ${known}`
}

function summaryOf(groups: readonly WindowedGroup[]): string {
  const [first, second] = groups
  if (!first) return 'there is no group'
  if (!second) return `${first.group} ${first.text}`
  const bad = groups.filter(({status}) => status !== 'ok')
  if (bad.length === 0) return `${plural(groups.length, 'group')} OK`
  return `${count(bad.length)} of ${plural(groups.length, 'group')}: ${first.group} ${first.text}`
}

/** Partitions named of one group. */
const NAMED = 5

function detailsOf({group, partitions, text, complete}: WindowedGroup, groups: number): string[] {
  if (complete < 1 || partitions.length === 0) return groups > 1 ? [`${group} ${text}`] : []
  return partitions.slice(0, NAMED).map(({topic, partition, status, lag}) => {
    return `${status} ${group} ${topic}[${partition}] lag ${lag === undefined ? '?' : count(lag)}`
  })
}

function perfdataOf({group, lag, partitions, complete}: WindowedGroup): PerfDatum[] {
  const labels = {group}
  return [
    {label: `${group} lag`, value: lag, min: 0, metric: 'lag', labels},
    {label: `${group} bad partitions`, value: partitions.length, min: 0, metric: 'bad_partitions', labels},
    {
      label: `${group} complete`,
      value: Math.floor(complete * 100),
      unit: '%',
      ...{min: 0, max: 100, metric: 'window_complete_percent', labels},
    },
  ]
}
