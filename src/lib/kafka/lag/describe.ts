import {setTimeout as sleep} from 'node:timers/promises'
import type {Cluster} from '../cluster.js'
import {LagReader, type LagOptions} from './lag-reader.js'
import type {LagReport} from './report.js'
import type {GroupSelection} from './selection.js'
import {LagTrends} from './trend.js'

export interface DescribeLagOptions extends LagOptions {
  /** Take a second sample after so many milliseconds, and tell from both where the lag is going. */
  readonly overMs?: number
}

/** The lag of the selected groups, worst first. */
export async function describeLag(
  cluster: Cluster,
  selection: GroupSelection,
  {overMs, ...options}: DescribeLagOptions = {},
): Promise<LagReport> {
  const reader = new LagReader(cluster, selection, options)
  const report = await reader.read()
  if (overMs === undefined) return report
  const trends = new LagTrends()
  trends.add(report)
  await sleep(overMs)
  return trends.add(await reader.read())
}
