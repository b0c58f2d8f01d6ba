import type {Cluster} from '../cluster.js'
import {readRecords} from '../consume/read.js'
import {planConsume} from '../consume/plan.js'
import type {ConsumedPartition} from '../consume/types.js'

export interface PerfConsumeRequest {
  readonly topic: string
  /** End after so many… */
  readonly messages: number
  /** …or when none came for so long (milliseconds). */
  readonly timeoutMs: number
  /** Bytes of one partition in an answer. */
  readonly fetchBytes: number
  readonly fromLatest: boolean
  readonly intervalMs: number
}

export interface PerfConsumed {
  readonly records: number
  /** Of keys and values. */
  readonly bytes: number
  /** From the first request to the last record: waiting for records that do not come is left out. */
  readonly ms: number
}

export interface PerfConsumeResult extends PerfConsumed {
  readonly ended: 'enough' | 'timeout' | 'stopped'
  readonly partitions: readonly ConsumedPartition[]
}

/** Reads records as fast as they come, each of them decoded, and throws them away. */
export async function perfConsume(
  cluster: Cluster,
  request: PerfConsumeRequest,
  {signal, onWindow}: {signal: AbortSignal; onWindow: (window: PerfConsumed) => void},
): Promise<PerfConsumeResult> {
  const from = {at: request.fromLatest ? 'end' : 'start'} as const
  const plan = await planConsume(cluster, {
    ...{topic: request.topic, partitions: undefined, from, to: undefined, committed: false},
  })
  const started = performance.now()
  let [records, bytes, seen, lastAt] = [0, 0, 0, started]
  let window = {records: 0, bytes: 0, at: started}
  const idle = new AbortController()
  const timer = setTimeout(() => idle.abort(), request.timeoutMs)
  const reports = setInterval(() => {
    const now = performance.now()
    onWindow({records: records - window.records, bytes: bytes - window.bytes, ms: now - window.at})
    window = {records, bytes, at: now}
  }, request.intervalMs)
  try {
    const partitions = await readRecords(cluster, plan, {
      committed: false,
      partitionBytes: request.fetchBytes,
      signal: AbortSignal.any([signal, idle.signal]),
      onRecord(record) {
        bytes += record.size
        return ++records < request.messages
      },
      onPause() {
        if (records > seen) {
          seen = records
          lastAt = performance.now()
          timer.refresh()
        }
        return Promise.resolve()
      },
      onLost: () => undefined,
      onSkipped: (partition, _from, _to, error) => (partition.error ??= error),
      onTrouble: () => undefined,
    })
    if (records >= request.messages) lastAt = performance.now()
    const ended = records >= request.messages ? 'enough' : signal.aborted ? 'stopped' : 'timeout'
    return {records, bytes, ms: lastAt - started, ended, partitions}
  } finally {
    clearTimeout(timer)
    clearInterval(reports)
  }
}
