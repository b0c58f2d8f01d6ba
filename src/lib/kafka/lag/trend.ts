import type {GroupLag, LagReport} from './report.js'
import type {PartitionLag} from './types.js'

/** Two of the five-second intervals at which most clients commit: less says nothing about standing still. */
const STILL_MS = 10_000
/** Rates are taken over this span, so that the saw-tooth of periodic commits evens out. */
const RATE_MS = 30_000
const LEAST_RATE_SAMPLES = 4
const KEPT_SAMPLES = 60

/** Where a lag is going, as the last samples tell. */
export class Trend {
  /** Messages per second, positive when growing; absent until there are two samples. */
  readonly growthPerSecond?: number
  /** Milliseconds until the lag is gone at this rate; absent unless it shrinks. */
  readonly etaMs?: number
  /** Milliseconds for which a partition's committed offset has not moved although its end did. */
  readonly stillForMs?: number
  /** Of a group: one of its committed offsets has moved lately. */
  readonly committing?: true

  constructor(
    /** The last samples, oldest first; undefined where the lag was unknown. Not part of the JSON. */
    readonly history: readonly (number | undefined)[],
    facts: Omit<Trend, 'history' | 'toJSON'> = {},
  ) {
    Object.assign(this, facts)
  }

  toJSON(): Record<string, unknown> {
    return Object.fromEntries(Object.entries(this).filter(([name]) => name !== 'history'))
  }
}

/** Slope of a least-squares line through the points, per unit of x; undefined for fewer than two. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number | undefined {
  const n = points.length
  if (n < 2) return undefined
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return under === 0 ? undefined : over / under
}

interface Position {
  committed: bigint | undefined
  end: bigint | undefined
  /** When the commit was first seen here, and where the end was then. */
  since: number
  endThen: bigint | undefined
  /** When the commit was last seen to move. */
  movedAt?: number | undefined
}

/** Remembers the samples of a watch. Memory is bounded: a fixed number of samples of what is still there. */
export class LagTrends {
  private times: number[] = []
  private series = new Map<string, (number | undefined)[]>()
  private positions = new Map<string, Position>()

  /** Takes the next sample in; gives it back with what the samples up to it tell. */
  add(report: LagReport): LagReport {
    const at = Date.parse(report.at)
    const values = new Map<string, number>()
    const positions = new Map<string, Position>()
    for (const name of this.broken(report)) this.series.delete(name)
    for (const group of report.groups) {
      if (group.total.lag !== undefined && !group.isPartial()) values.set(key(group), Number(group.total.lag))
      for (const partition of group.partitions) {
        const name = key(group, partition)
        if (partition.lag !== undefined) values.set(name, Number(partition.lag))
        positions.set(name, moved(this.positions.get(name), partition, at))
      }
    }
    this.positions = positions
    this.append(at, values)
    return report.map((group) =>
      group.withTrend(
        this.trend(key(group), this.isCommitting(group, at) ? {committing: true} : {}),
        (partition) => this.partitionTrend(group, partition),
      ),
    )
  }

  /** Leaves a gap where the cluster could not be asked. */
  addGap(at: number): void {
    this.append(at, new Map())
  }

  private append(at: number, values: ReadonlyMap<string, number>): void {
    const seen = this.times.length
    this.times = [...this.times, at].slice(-KEPT_SAMPLES)
    const series = new Map<string, (number | undefined)[]>()
    for (const name of new Set([...this.series.keys(), ...values.keys()])) {
      const before = this.series.get(name) ?? new Array<undefined>(seen).fill(undefined)
      const after = [...before, values.get(name)].slice(-KEPT_SAMPLES)
      if (after.some((value) => value !== undefined)) series.set(name, after)
    }
    this.series = series
  }

  /** What is measured on another scale from now on: a commit is gone, or the log is another one. */
  private broken(report: LagReport): ReadonlySet<string> {
    const partitions = new Map(
      report.groups.flatMap((group) => group.partitions.map((one) => [key(group, one), one] as const)),
    )
    const readable = new Set(report.groups.filter(({error}) => !error).map((group) => key(group)))
    const names = new Set<string>()
    for (const [name, before] of this.positions) {
      const group = groupKey(name)
      if (readable.has(group) && isAnother(before, partitions.get(name))) names.add(name).add(group)
    }
    return names
  }

  private isCommitting(group: GroupLag, at: number): boolean {
    return group.partitions.some(
      (partition) => at - (this.positions.get(key(group, partition))?.movedAt ?? -Infinity) <= RATE_MS,
    )
  }

  private trend(name: string, facts: Pick<Trend, 'stillForMs' | 'committing'> = {}): Trend {
    const history = this.series.get(name) ?? []
    const now = this.times.at(-1) ?? 0
    const points = history.flatMap((value, index): [number, number][] => {
      const at = this.times[index] ?? 0
      const recent = at >= now - RATE_MS || index >= history.length - LEAST_RATE_SAMPLES
      return value === undefined || !recent ? [] : [[at / 1000, value]]
    })
    const growth = slope(points)
    const last = history.at(-1)
    const shrinks = growth !== undefined && growth < 0 && last !== undefined && last > 0
    return new Trend(history, {
      ...(growth === undefined ? {} : {growthPerSecond: Math.round(growth * 100) / 100}),
      ...(shrinks ? {etaMs: Math.round((last / -growth) * 1000)} : {}),
      ...facts,
    })
  }

  private partitionTrend(group: GroupLag, partition: PartitionLag): Trend {
    const name = key(group, partition)
    const {committed, end, since, endThen} = this.positions.get(name) ?? {}
    const stillForMs = (this.times.at(-1) ?? 0) - (since ?? Infinity)
    const grew = committed !== undefined && end !== undefined && endThen !== undefined && end > endThen
    const waits = (partition.lag ?? 0n) > 0n
    return this.trend(name, grew && waits && stillForMs >= STILL_MS ? {stillForMs} : {})
  }
}

const key = (group: GroupLag, partition?: PartitionLag): string =>
  partition ? `${group.group}\n${partition.topic}\n${partition.partition}` : group.group

const groupKey = (name: string): string => name.slice(0, name.indexOf('\n'))

function isAnother({committed, end}: Position, now: PartitionLag | undefined): boolean {
  if (now?.error !== undefined) return false
  const shrank = end !== undefined && now?.highWatermark !== undefined && now.highWatermark < end
  return shrank || (committed !== undefined && now?.committed === undefined)
}

function moved(before: Position | undefined, now: PartitionLag, at: number): Position {
  const {committed, highWatermark: end} = now
  // A partition that could not be read this time has not moved as far as is known.
  if (before && (now.error !== undefined || committed === before.committed)) {
    return {...before, end: end ?? before.end, endThen: before.endThen ?? end}
  }
  const movedAt = before && committed !== undefined ? at : before?.movedAt
  return {committed, end, since: at, endThen: end, movedAt}
}
