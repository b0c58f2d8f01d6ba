import type {Cluster} from '../cluster.js'
import type {PartitionEnds, PartitionInfo} from '../types.js'
import {buildReport, type GroupRows} from './build-report.js'
import {readPosition} from './calculate.js'
import {compactedTopics} from './compacted-topics.js'
import {findGroups, type FoundGroup} from './find-groups.js'
import {groupRows, topicsOf, type GroupRow} from './group-rows.js'
import {nextRecords, type ReadPosition} from './next-records.js'
import {overdueTransactions} from './open-transactions.js'
import {partitionKey} from './partition-key.js'
import {readEnds} from './read-ends.js'
import type {LagReport} from './report.js'
import {requireTopics} from './require-topics.js'
import {EVERY_TOPIC, needsListing, type GroupSelection, type TopicScope} from './selection.js'
import {StalledStableOffsets} from './stalled-stable-offsets.js'
import type {BlockingTransaction, NextRecord} from './types.js'

export interface LagOptions {
  /** Every topic when left out. */
  readonly scope?: TopicScope
  /** False leaves out how long messages have been waiting: that takes a look at a record of each partition. */
  readonly time?: boolean
}

type Ends = ReadonlyMap<PartitionInfo, PartitionEnds>

/**
 * Among all groups only a lag of so few messages is looked at for transaction markers, with nothing to read: as
 * many as 100 producers leave at once. Where groups are named, any is.
 */
const FEW = 100n

/** Reads the lag of the selected groups, once or again and again. */
export class LagReader {
  private readonly compacted = new Map<string, boolean>()
  private readonly stalled = new StalledStableOffsets()
  private readonly scope: TopicScope
  private readonly time: boolean
  private reads = 0

  constructor(
    private readonly cluster: Cluster,
    private readonly selection: GroupSelection,
    {scope = EVERY_TOPIC, time = true}: LagOptions = {},
  ) {
    this.scope = scope
    this.time = time
  }

  /**
   * One sample. Commits are read before ends, so that lag is never understated; a partition or group that fails
   * carries its error. Throws when nothing that was asked for exists, or no broker answers.
   */
  async read(): Promise<LagReport> {
    const {cluster, compacted} = this
    const {groups: found, failed} = await findGroups(cluster, this.selection)
    const groups = await this.withRows(found)
    const rows = groups.flatMap((group) => group.rows)
    const infos = new Set(rows.map(({info}) => info))
    const [ends] = await Promise.all([readEnds(cluster, infos), this.learnCompacted(infos)])
    const [next, blocked] = await Promise.all([this.nextRecords(rows, ends), this.blocked(ends)])
    return buildReport({
      cluster: cluster.name,
      at: Date.now(),
      groups,
      failed,
      ends,
      next,
      blocked,
      compacted,
    })
  }

  private async withRows(found: readonly FoundGroup[]): Promise<GroupRows[]> {
    const names = new Set(found.flatMap((group) => [...topicsOf(group)]))
    const topics = await this.cluster.topics([...names], {refresh: this.reads++ > 0})
    const groups = found.map((group) => ({group, rows: groupRows(group, topics, this.scope)}))
    requireTopics(this.scope, found, new Set(groups.flatMap(({rows}) => rows.map(({info}) => info.topic))))
    if (found.length === 1 || this.scope === EVERY_TOPIC) return groups
    return groups.filter(({rows, group}) => rows.length > 0 || group.offsets.error)
  }

  private async learnCompacted(partitions: ReadonlySet<PartitionInfo>): Promise<void> {
    const topics = new Set(
      [...partitions].map(({topic}) => topic).filter((topic) => !this.compacted.has(topic)),
    )
    for (const [topic, compacted] of await compactedTopics(this.cluster, [...topics])) {
      this.compacted.set(topic, compacted)
    }
  }

  private async nextRecords(
    rows: readonly GroupRow[],
    ends: Ends,
  ): Promise<ReadonlyMap<GroupRow, NextRecord>> {
    const looksAtAll = this.time || !needsListing(this.selection)
    const lagging = rows.flatMap((row) => {
      const position = positionOf(row, ends.get(row.info))
      return position && (looksAtAll || position.end - position.from <= FEW) ? [{row, position}] : []
    })
    const found = await nextRecords(
      this.cluster,
      lagging.map(({position}) => position),
      {markersOnly: !this.time},
    )
    return new Map(
      lagging.flatMap(({row}, index) => {
        const next = found[index]
        return next ? [[row, next] as const] : []
      }),
    )
  }

  private async blocked(ends: Ends): Promise<ReadonlyMap<PartitionInfo, BlockingTransaction>> {
    const now = Date.now()
    const stalled = this.stalled.add(ends.values(), now)
    const held = [...ends].flatMap(([info, one]) =>
      one.error || info.leader === undefined || one.lastStable === one.highWatermark
        ? []
        : [{...info, lastStable: one.lastStable, info}],
    )
    const overdue = await overdueTransactions(this.cluster, held, now)
    return new Map(
      held.flatMap(({info}, index) => {
        const openForMs = stalled.get(partitionKey(info))
        const transaction = overdue[index] ?? (openForMs === undefined ? undefined : {openForMs})
        return transaction ? [[info, transaction] as const] : []
      }),
    )
  }
}

function positionOf({commit, info}: GroupRow, ends: PartitionEnds | undefined): ReadPosition | undefined {
  const {topic, partition, leader} = info
  if (!ends || ends.error || commit.error || leader === undefined) return undefined
  const [from, end] = [readPosition(commit.offset, ends), ends.highWatermark]
  return from < end ? {topic, partition, leader, from, end} : undefined
}
