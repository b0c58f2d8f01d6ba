/** Steps per doubling: a percentile is told to within 1 %. */
const STEPS = 100
const SMALLEST_MS = 0.01

/** Times in milliseconds, counted in bounded memory. */
export class Histogram {
  count = 0
  max = 0
  private sum = 0
  private readonly buckets: number[] = []

  add(ms: number): void {
    const bucket = Math.max(0, Math.ceil(Math.log2(Math.max(ms, SMALLEST_MS) / SMALLEST_MS) * STEPS))
    this.buckets[bucket] = (this.buckets[bucket] ?? 0) + 1
    this.count++
    this.sum += ms
    if (ms > this.max) this.max = ms
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count
  }

  /** The time that this part of all (0 to 1) did not exceed. */
  percentile(part: number): number {
    const rank = Math.ceil(this.count * part)
    let seen = 0
    // An array with holes: forEach would skip them too, and could not end early.
    for (const [bucket, n = 0] of this.buckets.entries()) {
      seen += n
      if (seen >= rank && n > 0) return Math.min(this.max, SMALLEST_MS * 2 ** (bucket / STEPS))
    }
    return this.max
  }
}

export interface Latency {
  readonly meanMs: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
}

export const latencyOf = (times: Histogram): Latency => ({
  meanMs: rounded(times.mean),
  p50Ms: rounded(times.percentile(0.5)),
  p95Ms: rounded(times.percentile(0.95)),
  p99Ms: rounded(times.percentile(0.99)),
  p999Ms: rounded(times.percentile(0.999)),
  maxMs: rounded(times.max),
})

const rounded = (ms: number): number => Math.round(ms * 100) / 100
