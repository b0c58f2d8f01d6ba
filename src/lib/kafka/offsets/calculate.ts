import {KbookError} from '../../errors.js'
import {readPosition} from '../lag/calculate.js'
import type {CommittedOffset, ListedOffset, PartitionEnds} from '../types.js'
import type {OffsetEffect, PlannedGroup, PlannedOffset, PlanTotals, Position} from './types.js'

/** What was read about one partition of a group, and where it is to be put. */
export interface OffsetFacts {
  readonly commit: CommittedOffset
  readonly ends: PartitionEnds
  readonly position: Position
  /** For a position by time: the first record from then on. */
  readonly atTime?: ListedOffset | undefined
}

type KnownEnds = Exclude<PartitionEnds, {error: object}>

interface Target {
  readonly target: bigint | undefined
  readonly leaderEpoch?: number | undefined
  readonly metadata?: string
  readonly clampedFrom?: bigint
  readonly beyondEnd?: true
  readonly afterLastRecord?: true
}

/** Current and target offset of one partition, and what the change means. */
export function plannedOffset(facts: OffsetFacts): PlannedOffset {
  const {commit, ends} = facts
  const target = commit.error ?? targetOf(facts)
  if (target instanceof KbookError) {
    return {...before(commit, ends), target: undefined, lagAfter: undefined, effect: undefined, error: target}
  }
  const lagAfter =
    ends.error || target.target === undefined
      ? undefined
      : ends.highWatermark - readPosition(target.target, ends)
  return {...before(commit, ends), ...target, lagAfter, ...effectOf(commit.offset, target.target, ends)}
}

function before(
  {topic, partition, offset, leaderEpoch, metadata}: CommittedOffset,
  ends: PartitionEnds,
): Omit<PlannedOffset, 'target' | 'lagAfter' | 'effect'> {
  const known = ends.error ? undefined : ends
  return {
    topic,
    partition,
    current: offset,
    ...(leaderEpoch !== undefined && {currentLeaderEpoch: leaderEpoch}),
    ...(metadata !== '' && {currentMetadata: metadata}),
    logStart: known?.logStart,
    end: known?.highWatermark,
    lagNow: known && offset !== undefined ? known.highWatermark - readPosition(offset, known) : undefined,
    messages: 0n,
  }
}

/** Kept within the log, as Kafka's own tool does, unless it is exact. */
function targetOf({commit, ends, position, atTime}: OffsetFacts): Target | KbookError {
  if (position.to === 'nothing') return {target: undefined}
  // Brokers take a commit for a partition that has no leader just now, but not for one that does not exist.
  if (ends.error?.code === 'TOPIC_NOT_FOUND') return ends.error
  if (position.to === 'current' && commit.offset !== undefined) return {target: commit.offset}
  if (position.to === 'offset' && position.exact) {
    const {offset, leaderEpoch, metadata} = position
    return {
      target: offset,
      ...(leaderEpoch !== undefined && {leaderEpoch}),
      ...(metadata && {metadata}),
      ...(!ends.error && offset > ends.highWatermark && {beyondEnd: true}),
    }
  }
  if (ends.error) return ends.error
  switch (position.to) {
    case 'start':
      return {target: ends.logStart}
    case 'end':
    case 'current':
      return {target: ends.highWatermark}
    case 'offset':
      return clamped(position.offset, ends)
    case 'shift':
      return commit.offset === undefined ? nothingToShift(commit) : clamped(commit.offset + position.by, ends)
    case 'time':
      if (atTime?.error) return atTime.error
      return atTime?.offset === undefined
        ? {target: ends.highWatermark, afterLastRecord: true}
        : {target: atTime.offset}
  }
}

function clamped(wanted: bigint, {logStart, highWatermark}: KnownEnds): Target {
  const target = wanted > highWatermark ? highWatermark : wanted < logStart ? logStart : wanted
  return target === wanted ? {target} : {target, clampedFrom: wanted}
}

const nothingToShift = ({topic, partition}: CommittedOffset): KbookError =>
  new KbookError('BAD_INPUT', `${topic}-${partition} has no committed offset to shift`, {
    hint: 'Leave it out with --topic, or give it a position first: --to-offset, start or end.',
  })

function effectOf(
  current: bigint | undefined,
  target: bigint | undefined,
  ends: PartitionEnds,
): {effect: OffsetEffect; messages: bigint} {
  if (current === target) return {effect: 'none', messages: 0n}
  if (target === undefined) return {effect: 'deletes', messages: 0n}
  if (current === undefined) return {effect: 'new', messages: 0n}
  // Where a group reads on from beyond the end of the log is up to its auto.offset.reset.
  if (!ends.error && (current > ends.highWatermark || target > ends.highWatermark)) {
    return {effect: 'moves', messages: 0n}
  }
  const [from, to] = ends.error
    ? [current, target]
    : [readPosition(current, ends), readPosition(target, ends)]
  if (from === to) return {effect: 'moves', messages: 0n}
  return to < from ? {effect: 'replays', messages: from - to} : {effect: 'skips', messages: to - from}
}

/** True when the change has something to do there. */
export const isChange = ({effect}: PlannedOffset): boolean => effect !== undefined && effect !== 'none'

export function totals(groups: readonly PlannedGroup[]): PlanTotals {
  let [changed, unchanged, failed, replays, skips] = [0, 0, 0, 0n, 0n]
  for (const group of groups) {
    if (group.error) failed++
    for (const offset of group.offsets) {
      if (offset.error) failed++
      else if (isChange(offset)) changed++
      else unchanged++
      if (offset.effect === 'replays') replays += offset.messages
      if (offset.effect === 'skips') skips += offset.messages
    }
  }
  return {changed, unchanged, failed, replays, skips}
}
