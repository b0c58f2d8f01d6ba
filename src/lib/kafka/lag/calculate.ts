import type {KbookError} from '../../errors.js'
import type {CommittedOffset, GroupMember, PartitionEnds} from '../types.js'
import {timeLag} from './time-lag.js'
import type {BlockingTransaction, LagError, NextRecord, PartitionFlag, PartitionLag} from './types.js'

/** Everything that was read about one partition of one group. */
export interface PartitionFacts {
  readonly commit: CommittedOffset
  readonly ends: PartitionEnds
  /** The cluster knows of no leader. */
  readonly leaderless: boolean
  /** Offsets may be missing from the log; undefined when the topic's configuration could not be read. */
  readonly compacted: boolean | undefined
  /** Share groups: the start offset moves on only when everything before it is acknowledged. */
  readonly share: boolean
  /** What stands at {@link readPosition}; undefined when it was not looked up. */
  readonly next?: NextRecord | undefined
  readonly transaction?: BlockingTransaction | undefined
  readonly member?: GroupMember | undefined
}

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b)

type KnownEnds = Exclude<PartitionEnds, {error: object}>

/** True when committed lies beyond the end of the log. */
const isAhead = (committed: bigint, ends: KnownEnds): boolean => committed > ends.highWatermark

/**
 * Where the group would read on. A commit before the log start is moved up to it; one beyond the end belongs
 * to a log that is gone, so that nothing of this log counts as read.
 */
export function readPosition(committed: bigint | undefined, ends: KnownEnds): bigint {
  return committed === undefined || isAhead(committed, ends) ? ends.logStart : max(committed, ends.logStart)
}

/** The lag of one partition at the instant `now` (milliseconds since the epoch). */
export function partitionLag(facts: PartitionFacts, now: number): PartitionLag {
  const {commit, ends, member} = facts
  if (ends.error)
    return unknownLag(facts, undefined, facts.leaderless ? 'leaderless' : 'unreadable', ends.error)
  if (commit.error) return unknownLag(facts, ends, 'unreadable', commit.error)
  const flags = flagsOf(facts, ends)
  const from = readPosition(commit.offset, ends)
  const lag = facts.next?.kind === 'none' ? 0n : ends.highWatermark - from
  const inexact =
    facts.compacted === true || facts.share || flags.includes('no-commit') || flags.includes('ahead')
  // One literal, since overviews make tens of thousands of these.
  return {
    topic: commit.topic,
    partition: commit.partition,
    flags,
    committed: commit.offset,
    logStart: ends.logStart,
    lastStable: ends.lastStable,
    highWatermark: ends.highWatermark,
    lag,
    stableLag: lag === 0n ? 0n : max(ends.lastStable - from, 0n),
    lost: commit.offset === undefined ? 0n : max(ends.logStart - commit.offset, 0n),
    upperBound: inexact && lag > 0n ? true : undefined,
    compacted: facts.compacted === true ? true : undefined,
    time: lag > 0n ? timeLag(facts.next, flags, now) : undefined,
    transaction: flags.includes('txn-blocked') ? facts.transaction : undefined,
    memberId: member?.memberId,
    clientId: member?.clientId,
    host: member?.host,
  }
}

const unknownLag = (
  {commit, member}: PartitionFacts,
  ends: KnownEnds | undefined,
  flag: PartitionFlag,
  error: KbookError,
): PartitionLag => ({
  topic: commit.topic,
  partition: commit.partition,
  flags: [flag],
  committed: commit.offset,
  logStart: ends?.logStart,
  lastStable: ends?.lastStable,
  highWatermark: ends?.highWatermark,
  memberId: member?.memberId,
  clientId: member?.clientId,
  host: member?.host,
  error: plain(error),
})

/** The part of an error that a result carries. */
export const plain = ({code, message}: KbookError): LagError => ({code, message})

const ORDINARY: readonly PartitionFlag[] = ['ok']

function flagsOf({commit, transaction}: PartitionFacts, ends: KnownEnds): readonly PartitionFlag[] {
  const problems: PartitionFlag[] = []
  if (commit.offset === undefined) problems.push('no-commit')
  else if (commit.offset < ends.logStart) problems.push('expired')
  else if (isAhead(commit.offset, ends)) problems.push('ahead')
  if (transaction && ends.lastStable < ends.highWatermark) problems.push('txn-blocked')
  const flags = problems.length === 0 ? ORDINARY : problems
  return ends.logStart === ends.highWatermark ? [...flags, 'empty'] : flags
}
