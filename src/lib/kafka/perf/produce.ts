import type {Cluster} from '../cluster.js'
import type {KbookError} from '../../errors.js'
import {Producer} from '../producer/producer.js'
import type {ProducerOptions} from '../producer/types.js'
import {sleep} from '../retry.js'
import {Histogram, latencyOf, type Latency} from './histogram.js'
import type {Payload} from './payload.js'

export interface PerfProduceRequest {
  readonly topic: string
  readonly records: number
  readonly payload: Payload
  /** Records a second; undefined for as many as go. */
  readonly throughput: number | undefined
  readonly producer: ProducerOptions
  readonly intervalMs: number
}

/** Rates of a stretch of time. */
export interface PerfWindow {
  readonly records: number
  readonly bytes: number
  readonly ms: number
  readonly latency: Latency
}

export interface PerfProduced extends PerfWindow {
  /** Batches that were sent, for their mean size. */
  readonly batches: number
  readonly error?: KbookError | undefined
  readonly interrupted: boolean
}

export interface PerfControl {
  readonly signal: AbortSignal
  readonly onWindow: (window: PerfWindow) => void
}

/** Milliseconds for which records are appended before the answers are looked at. */
const SLICE_MS = 2

/** Sends records as fast as told and measures from the append of each to its acknowledgement. */
export async function perfProduce(
  cluster: Cluster,
  request: PerfProduceRequest,
  {signal, onWindow}: PerfControl,
): Promise<PerfProduced> {
  const all = new Measured()
  let window = new Measured()
  let batches = 0
  const producer = await Producer.open(cluster, request.topic, {
    ...request.producer,
    timed: true,
    onDelivered({records, bytes, appendedAt}) {
      batches++
      const now = performance.now()
      for (const measured of [all, window]) measured.add(records, bytes, appendedAt, now)
    },
  })
  all.restart()
  const timer = setInterval(() => {
    onWindow(window.result())
    window = new Measured()
  }, request.intervalMs)
  try {
    await appendAll(producer, request, signal, all.startedAt)
    await producer.flush()
  } finally {
    clearInterval(timer)
  }
  return {...all.result(), batches, error: producer.failure?.error, interrupted: signal.aborted}
}

async function appendAll(
  producer: Producer,
  {records, payload, throughput = Infinity}: PerfProduceRequest,
  signal: AbortSignal,
  startedAt: number,
): Promise<void> {
  for (let n = 0; n < records && !signal.aborted;) {
    if (producer.full) await producer.room()
    if (producer.failure) return
    const now = performance.now()
    const due = Math.min(records, Math.ceil(((now - startedAt) / 1000) * throughput) || 1)
    for (const from = n; n < due && !producer.full; n++) {
      if (((n - from) & 63) === 63 && performance.now() - now > SLICE_MS) break
      const record = {timestamp: Date.now(), key: null, value: payload(n), headers: []}
      producer.append(producer.stickyPartition, record, n)
    }
    if (n >= due && n < records) await sleep(1)
    else await new Promise((resolve) => setImmediate(resolve))
  }
}

class Measured {
  startedAt = performance.now()
  private readonly times = new Histogram()
  private records = 0
  private bytes = 0

  restart(): void {
    this.startedAt = performance.now()
  }

  add(records: number, bytes: number, appendedAt: readonly number[], now: number): void {
    this.records += records
    this.bytes += bytes
    for (const at of appendedAt) this.times.add(now - at)
  }

  result(): PerfWindow {
    const {records, bytes} = this
    return {records, bytes, ms: performance.now() - this.startedAt, latency: latencyOf(this.times)}
  }
}
