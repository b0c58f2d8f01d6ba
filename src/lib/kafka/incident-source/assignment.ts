import type {PartitionFacts, PlannedStart} from '../../consumer/engine/positions.js'
import type {StartJudge} from '../../consumer/engine/start-judge.js'
import type {HistoryStore} from '../../consumer/history/store.js'
import type {Gate} from '../../consumer/source/gate.js'
import type {SourceHandler} from '../../consumer/source/source.js'
import {KbookError} from '../../errors.js'
import type {Cluster} from '../cluster.js'
import type {TopicPartition} from '../types.js'
import {keyOf, partitionFacts, type Facts} from './facts.js'
import {ReadPartition} from './partition.js'
import type {Troubles} from './troubles.js'

const RETRY_MS = 1000

export interface AssignmentOptions {
  readonly cluster: Cluster
  readonly group: string
  readonly judge: StartJudge
  readonly history: Pick<HistoryStore, 'positions' | 'reposition'>
  /** Ends with what is there now. */
  readonly once: boolean
  readonly handler: SourceHandler
  readonly gate: Gate
  readonly troubles: Troubles
  readonly onTrouble: (error: KbookError) => void
  /** Partitions whose reading begins, in one or more parts. */
  readonly onStarts: (partitions: readonly ReadPartition[], starts: readonly PlannedStart[]) => void
}

/**
 * Finds out where assigned partitions are to be read from and begins with them. One that cannot be asked about
 * now, such as one without a leader, keeps no other waiting: it follows when it can, and is judged then.
 *
 * @throws KbookError `HISTORY_MISMATCH`, `STORAGE_FAILED`
 */
export async function takeOver(
  partitions: readonly TopicPartition[],
  options: AssignmentOptions,
): Promise<void> {
  const {gate, troubles} = options
  let open = partitions
  do {
    const facts = await lookAt(open, options)
    if (gate.stopped) return
    if (!facts) continue
    for (const {error, ...partition} of facts.failed) troubles.add(partition, error)
    if (facts.known.length > 0 || open.length === 0) await begin(facts.known, options)
    open = facts.failed
  } while (open.length > 0 && (await gate.sleep(RETRY_MS)))
}

/** Undefined where the cluster cannot be asked now. */
async function lookAt(
  partitions: readonly TopicPartition[],
  {cluster, group, judge: {rules}, history, onTrouble}: AssignmentOptions,
): Promise<Facts | undefined> {
  const stored = await history.positions()
  try {
    return await partitionFacts(cluster, {group, partitions, stored, rules})
  } catch (error) {
    if (!(error instanceof KbookError)) throw error
    onTrouble(error)
    return undefined
  }
}

async function begin(
  known: readonly PartitionFacts[],
  {judge, history, handler, once, onStarts}: AssignmentOptions,
): Promise<void> {
  const starts = judge.plan(known)
  const ends = new Map(known.map((facts) => [keyOf(facts), facts.end]))
  // Durable before anything is read: a group that begins at the end must not begin there again after a crash.
  await history.reposition(
    starts.map(({topic, topicId, partition, offset}) => ({topic, topicId, partition, next: offset})),
  )
  judge.begin(known)
  for (const {topic, partition, lost} of starts) if (lost) handler.lost({topic, partition, ...lost})
  await handler.assigned(starts)
  onStarts(
    starts.map((start) => new ReadPartition(start, once ? ends.get(keyOf(start)) : undefined)),
    starts,
  )
}
