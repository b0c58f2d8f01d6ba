import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import {sleep} from '../retry.js'
import type {TopicPartition} from '../types.js'
import {listReassignments, type Reassignment} from './list.js'
import {partitionName, replicaSizes} from './sizes.js'

/** A move under way, with what is left of it. Bytes are undefined where a broker does not tell. */
export interface MoveProgress extends Reassignment {
  /** Of all the copies that come. */
  readonly bytes: bigint | undefined
  readonly bytesLeft: bigint | undefined
}

export interface Progress {
  /** The most to copy first. */
  readonly moves: readonly MoveProgress[]
  /** Of the moves whose sizes are known. */
  readonly bytesLeft: bigint
  readonly unsized: number
}

/** Moves under way with the bytes that are left, of the partitions that are named or of all. */
export async function moveProgress(cluster: Cluster, only?: ReadonlySet<string>): Promise<Progress> {
  const all = await listReassignments(cluster)
  const moving = all.filter((one) => only?.has(partitionName(one)) ?? true)
  const [sizes, topics] = await Promise.all([
    replicaSizes(cluster, moving),
    cluster.topics([...new Set(moving.map(({topic}) => topic))], {refresh: true}),
  ])
  const moves = moving.map((one) => {
    const info = topics.get(one.topic)?.partitions.find(({partition}) => partition === one.partition)
    const whole = sizes.whole(one, info?.leader)
    // A copy that is in sync needs nothing more; one that was not begun has no size yet.
    const left = (broker: number, size: bigint): bigint => {
      const copied = info?.isr.includes(broker) ? size : (sizes.of(one, broker) ?? 0n)
      return size > copied ? size - copied : 0n
    }
    return {
      ...one,
      bytes: whole === undefined ? undefined : whole * BigInt(one.adding.length),
      bytesLeft:
        whole === undefined ? undefined : one.adding.reduce((sum, broker) => sum + left(broker, whole), 0n),
    }
  })
  return {
    moves: moves.sort(mostFirst),
    bytesLeft: moves.reduce((sum, {bytesLeft}) => sum + (bytesLeft ?? 0n), 0n),
    unsized: moves.filter(({bytesLeft}) => bytesLeft === undefined).length,
  }
}

function mostFirst(a: MoveProgress, b: MoveProgress): number {
  const [left, right] = [a.bytesLeft ?? 0n, b.bytesLeft ?? 0n]
  return left === right ? 0 : left < right ? 1 : -1
}

const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

/** Where a wait has come to. `bytesPerSecond` is an average since the wait began. */
export interface WaitStep {
  readonly progress: Progress
  readonly bytesPerSecond: number | undefined
  readonly etaMs: number | undefined
}

export interface WaitOptions {
  readonly signal: AbortSignal
  readonly onStep?: (step: WaitStep) => void
  readonly only?: ReadonlySet<string>
}

/** Looks until no move is under way any more, or the signal is aborted; gives what is still under way then. */
export async function waitForMoves(
  cluster: Cluster,
  {signal, onStep, only}: WaitOptions,
): Promise<readonly MoveProgress[]> {
  const started = Date.now()
  let first: bigint | undefined
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const progress = await moveProgress(cluster, only)
    if (progress.moves.length === 0) return []
    first ??= progress.bytesLeft
    onStep?.({progress, ...rate(first - progress.bytesLeft, progress.bytesLeft, Date.now() - started)})
    if (signal.aborted) return progress.moves
    await pauseUnlessAborted(pause, signal)
  }
}

function rate(copied: bigint, left: bigint, ms: number): Omit<WaitStep, 'progress'> {
  if (copied <= 0n || ms <= 0) return {bytesPerSecond: undefined, etaMs: undefined}
  const bytesPerSecond = (Number(copied) * 1000) / ms
  return {bytesPerSecond, etaMs: (Number(left) * 1000) / bytesPerSecond}
}

const pauseUnlessAborted = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
  })

/** How long brokers are given to hear of what the controller has done. */
const HEARING_MS = 5000
const HEARING_PAUSE_MS = 100

type WantedPartition = TopicPartition & {readonly to: readonly number[]}

/**
 * Whether the moves ended as they were meant to: the names of those that have other replicas now. The controller knows
 * of an end before the broker that is asked where replicas are, so that one that is elsewhere is looked at again.
 */
export async function otherwiseThanMeant(
  cluster: Cluster,
  wanted: readonly WantedPartition[],
  {hearingMs = HEARING_MS}: {readonly hearingMs?: number} = {},
): Promise<ReadonlyMap<string, KbookError>> {
  const until = Date.now() + hearingMs
  let left = wanted
  for (;;) {
    const topics = await cluster.topics([...new Set(left.map(({topic}) => topic))], {refresh: true})
    const replicas = ({topic, partition}: TopicPartition): readonly number[] | undefined =>
      topics.get(topic)?.partitions.find((one) => one.partition === partition)?.replicas
    left = left.filter((one) => replicas(one)?.join() !== one.to.join())
    if (left.length === 0 || Date.now() >= until) {
      return new Map(left.map((one) => [partitionName(one), endedElsewhere(one, replicas(one))]))
    }
    await sleep(HEARING_PAUSE_MS)
  }
}

function endedElsewhere(where: TopicPartition, replicas: readonly number[] | undefined): KbookError {
  const now = replicas ? `it is on ${replicas.join(', ')}` : 'it does not exist any more'
  const message = `the move of ${partitionName(where)} was cancelled or changed: ${now}`
  return new KbookError('REQUEST_FAILED', message)
}
