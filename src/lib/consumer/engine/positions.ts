import {KbookError} from '../../errors.js'
import type {StartFrom} from '../config/types.js'
import type {SourcePosition} from '../history/store.js'
import type {PartitionStart, PositionReason} from './events.js'

/** What is known of one partition before it is read. */
export interface PartitionFacts {
  readonly topic: string
  readonly topicId: string
  readonly partition: number
  readonly logStart: bigint
  /** Where the next message will be. */
  readonly end: bigint
  /** First message at or after the time of a `start_from` or `--from`, if one was given. */
  readonly atTime?: bigint | undefined
  /** The group's commit, with its metadata. */
  readonly committed?: {readonly offset: bigint; readonly metadata: string} | undefined
  /** How far the history reaches, if it knows the partition. */
  readonly stored?: SourcePosition | undefined
  /** Whether the history knows any partition of the topic. */
  readonly topicKnown: boolean
}

export interface StartRules {
  /** Of the history; commits made with it carry it. */
  readonly uuid: string
  readonly startFrom: StartFrom
  /** Asked for this run, whatever is committed. */
  readonly asked?: StartFrom | {readonly offset: bigint} | undefined
  /** The group's commits are taken as they are. */
  readonly acceptCommits: boolean
}

/** Where a partition is read from. */
export interface PlannedStart extends PartitionStart {
  readonly topicId: string
  /** Messages before the start that are gone and were never read. */
  readonly lost?: {readonly from: bigint; readonly to: bigint} | undefined
}

/** A commit that the claims of this history do not cover. */
export interface UncoveredCommit {
  readonly topic: string
  readonly partition: number
  readonly committed: bigint
  /** Undefined: the history knows nothing of the partition. */
  readonly covered: bigint | undefined
}

export interface StartPlan {
  readonly starts: readonly PlannedStart[]
  /** Reading on from these would pass over messages that nobody claimed. */
  readonly uncovered: readonly UncoveredCommit[]
}

/** Decides where each partition is read from, so that nothing is passed over. Pure. */
export function planStarts(partitions: readonly PartitionFacts[], rules: StartRules): StartPlan {
  return {
    starts: partitions.map((facts) => plannedStart(facts, rules)),
    uncovered:
      rules.asked === undefined && !rules.acceptCommits
        ? partitions.flatMap((facts) => uncovered(facts))
        : [],
  }
}

function plannedStart(facts: PartitionFacts, rules: StartRules): PlannedStart {
  const {topic, partition, topicId, logStart, end} = facts
  const {offset, reason} = wanted(facts, rules)
  const base = {topic, partition, topicId}
  if (offset < logStart) {
    // Asking for what is gone is no loss; having been about to read it is.
    const gone = reason === 'committed' || reason === 'history' || reason === 'moved'
    return {
      ...base,
      offset: logStart,
      reason: 'log-start',
      lost: gone ? {from: offset, to: logStart} : undefined,
    }
  }
  // Ahead of the end: the topic was made anew and its ids do not tell.
  if (offset > end) return {...base, offset: logStart, reason: 'new-partition'}
  return {...base, offset, reason}
}

function wanted(facts: PartitionFacts, rules: StartRules): {offset: bigint; reason: PositionReason} {
  const {committed, logStart, topicKnown} = facts
  const stored = storedNext(facts)
  if (rules.asked !== undefined) return {offset: resolve(rules.asked, facts), reason: 'asked'}
  if (committed) {
    const own = committed.metadata === rules.uuid
    // Claimed, but the commit did not get through any more.
    if (own && stored !== undefined && stored > committed.offset) return {offset: stored, reason: 'history'}
    const moved = !own && stored !== undefined && committed.offset !== stored
    return {offset: committed.offset, reason: moved ? 'moved' : 'committed'}
  }
  if (stored !== undefined) return {offset: stored, reason: 'history'}
  // Whatever a known topic has grown by, or what was made anew under its name, is unread from its beginning.
  if (topicKnown) return {offset: logStart, reason: 'new-partition'}
  return {offset: resolve(rules.startFrom, facts), reason: 'start-from'}
}

/** Undefined where the history knows another topic of the same name, too. */
function storedNext({stored, topicId}: PartitionFacts): bigint | undefined {
  if (!stored) return undefined
  const same = stored.topicId === '' || topicId === '' || stored.topicId === topicId
  return same ? stored.next : undefined
}

function resolve(
  from: StartFrom | {readonly offset: bigint},
  {logStart, end, atTime}: PartitionFacts,
): bigint {
  if (from === 'beginning') return logStart
  if (from === 'end') return end
  if ('offset' in from) return from.offset
  return atTime ?? end
}

function uncovered(facts: PartitionFacts): UncoveredCommit[] {
  const {topic, partition, committed} = facts
  if (!committed) return []
  const covered = storedNext(facts)
  // A commit behind what was claimed only means that messages come again, and claims are not made twice.
  return covered !== undefined && committed.offset <= covered
    ? []
    : [{topic, partition, committed: committed.offset, covered}]
}

/** The refusal, with the choices that there are. */
export function uncoveredError(
  commits: readonly UncoveredCommit[],
  group: string,
  history: string,
): KbookError {
  const [first] = commits
  const known = commits.some(({covered}) => covered !== undefined)
  const example = first
    ? `${first.topic}[${first.partition}] is committed at ${first.committed}, ${
        first.covered === undefined ? 'which this history never saw' : `claimed up to ${first.covered}`
      }`
    : ''
  return new KbookError(
    'HISTORY_MISMATCH',
    `group "${group}" has committed what the history ${history} does not cover: ${example}`,
    {
      hint: [
        known
          ? 'Either this is an older copy of the history, or another tool or consumer moved the offsets on.'
          : 'Either the history was lost or is another one, or another consumer used this group before.',
        'Messages before the commit may never have been acted on. Choose one:',
        '  --history PATH       the history that belongs to this group',
        '  --from TIME|OFFSET   read again from there; what is in the history does not run twice',
        '  --new-history        go on from the committed offsets, leaving out what was before',
      ],
      details: {group, history, commits},
    },
  )
}
