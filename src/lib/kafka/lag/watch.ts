import type {Cluster} from '../cluster.js'
import {sampled, type SamplingGap, type SamplingOptions} from '../sampled.js'
import {LagReader, type LagOptions} from './lag-reader.js'
import type {LagReport} from './report.js'
import type {GroupSelection} from './selection.js'
import {LagTrends} from './trend.js'

export interface WatchLagOptions extends LagOptions, SamplingOptions {}

/** What a watch has to tell. */
export type LagEvent = {readonly kind: 'sample'; readonly report: LagReport} | SamplingGap

/**
 * Samples again and again until told to stop. What fails at the first sample is thrown, such as a group that does
 * not exist; after that the cluster may go away and come back.
 */
export async function* watchLag(
  cluster: Cluster,
  selection: GroupSelection,
  options: WatchLagOptions,
): AsyncGenerator<LagEvent, void, void> {
  const reader = new LagReader(cluster, selection, options)
  const trends = new LagTrends()
  for await (const event of sampled(() => reader.read(), options)) {
    if (event.kind === 'failed') trends.addGap(event.at)
    yield event.kind === 'sample' ? {kind: 'sample', report: trends.add(event.value)} : event
  }
}
